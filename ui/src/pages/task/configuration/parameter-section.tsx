import { deleteParameters, editParameters } from '../../../api/tasks.ts';
import type { HyperParameter, Task } from '../../../api/types.ts';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { type ParameterDraft, parameterChanges, parametersProblem } from '../../../domain/parameters.ts';
import { useSaveTask } from '../../../queries/use-task.ts';
import classes from './configuration.module.css';
import { ParameterForm } from './parameter-form.tsx';

interface ParameterSectionProps {
  task: Task;
  section: string;
  title: string;
  editable: boolean;
}

/** One section of parameters; all of it is edited at once and only what changed is sent. */
export function ParameterSection({ task, section, title, editable }: ParameterSectionProps) {
  const save = useSaveTask(task.id);
  const stored = Object.values(task.hyperparams?.[section] ?? {}).sort((a, b) => a.name.localeCompare(b.name));
  const store = async (drafts: ParameterDraft[]) => {
    const problem = parametersProblem(drafts);
    if (problem) throw new Error(problem);
    const { edited, deleted } = parameterChanges(section, stored, drafts);
    await save(async () => {
      if (edited.length > 0) await editParameters(task.id, edited);
      if (deleted.length > 0) await deleteParameters(task.id, deleted);
    });
  };
  return (
    <EditablePanel<{ parameters: ParameterDraft[] }>
      title={title}
      flush
      editable={editable}
      draft={() => ({ parameters: stored.map(toDraft) })}
      save={({ parameters }) => store(parameters)}
      view={stored.length === 0 ? <EmptyNote text="None" /> : <ParameterTable title={title} parameters={stored} />}
      form={({ parameters }, change) => (
        <ParameterForm parameters={parameters} onChange={(next) => change({ parameters: next })} />
      )}
    />
  );
}

const toDraft = ({ name, value, type = '', description = '' }: HyperParameter, key: number): ParameterDraft => ({
  key,
  storedName: name,
  name,
  value,
  type,
  description,
});

function ParameterTable({ title, parameters }: { title: string; parameters: HyperParameter[] }) {
  return (
    <RecordTable
      label={title}
      rows={parameters}
      rowKey={({ name }) => name}
      columns={[
        { title: 'NAME', width: '28%', render: ({ name }) => name },
        { title: 'VALUE', render: ({ value }) => <span className={`mono ${classes.value}`}>{value}</span> },
        { title: 'TYPE', width: 90, render: ({ type }) => <span className="dim">{type}</span> },
        { title: 'DESCRIPTION', width: '28%', render: ({ description }) => <span className="dim">{description}</span> },
      ]}
    />
  );
}
