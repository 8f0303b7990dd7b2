import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchModels } from '../../../api/tasks.ts';
import type { Model, Task, TaskModel } from '../../../api/types.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { FileLink } from '../../../components/file-link.tsx';
import { Panel } from '../../../components/panel.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { TimeAgo } from '../../../components/time.tsx';

interface ModelsPanelProps {
  task: Task;
  title: string;
  kind: 'input' | 'output';
}

export function ModelsPanel({ task, title, kind }: ModelsPanelProps) {
  const links = task.models?.[kind] ?? [];
  const ids = links.map(modelId);
  const query = useQuery({
    queryKey: [...queryKeys.taskPart(task.id, 'models'), kind, ids],
    queryFn: ({ signal }) => fetchModels(ids, signal),
  });
  return (
    <Panel title={title} flush>
      {links.length === 0 ? (
        <EmptyNote text="None" />
      ) : (
        <QueryView query={query}>{(models) => <ModelTable title={title} links={links} models={models} />}</QueryView>
      )}
    </Panel>
  );
}

const modelId = ({ model }: TaskModel): string => (typeof model === 'string' ? model : model.id);

function ModelTable({ title, links, models }: { title: string; links: TaskModel[]; models: Model[] }) {
  const byId = new Map(models.map((model) => [model.id, model]));
  return (
    <RecordTable
      label={title}
      rows={links.map((link) => ({ link, model: byId.get(modelId(link)) }))}
      rowKey={({ link }) => `${link.name}-${modelId(link)}`}
      columns={[
        { title: 'NAME', width: '22%', render: ({ link, model }) => model?.name ?? link.name },
        { title: 'FRAMEWORK', width: 110, render: ({ model }) => model?.framework },
        { title: 'ADDRESS', render: ({ model }) => model?.uri && <span className="mono">{model.uri}</span> },
        { title: 'CREATED', width: 100, render: ({ model }) => <TimeAgo value={model?.created} /> },
        { title: '', width: 130, render: ({ model }) => model?.uri && <FileLink uri={model.uri} /> },
        { title: ' ', width: 30, render: ({ model }) => model?.uri && <CopyButton value={model.uri} label="Copy address" /> },
      ]}
    />
  );
}
