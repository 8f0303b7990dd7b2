import { TextInput } from '@mantine/core';
import { editTask } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { Facts } from '../../../components/facts.tsx';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';

const FIELDS = [
  { key: 'repository', label: 'Repository', hint: 'Empty for a script that is stored whole below' },
  { key: 'branch', label: 'Branch', hint: '' },
  { key: 'version_num', label: 'Commit', hint: 'Empty: the latest commit of the branch' },
  { key: 'tag', label: 'Tag', hint: '' },
  { key: 'working_dir', label: 'Working directory', hint: 'Relative to the repository' },
  { key: 'entry_point', label: 'Entry point', hint: 'Script, relative to the working directory' },
  { key: 'binary', label: 'Interpreter', hint: 'Such as python3.11' },
] as const;

type SourceDraft = Record<(typeof FIELDS)[number]['key'], string>;

export function SourcePanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const script = task.script ?? {};
  return (
    <EditablePanel<SourceDraft>
      title="Source code"
      editable={isEditable(task)}
      draft={() => Object.fromEntries(FIELDS.map(({ key }) => [key, script[key] ?? ''])) as SourceDraft}
      save={(draft) => save(() => editTask(task.id, { script: draft }))}
      view={
        <Facts
          facts={FIELDS.map(({ key, label }) => ({
            label,
            value: script[key] ? <span className="mono">{script[key]}</span> : null,
            copy: script[key] || undefined,
          }))}
        />
      }
      form={(draft, change) =>
        FIELDS.map(({ key, label, hint }) => (
          <TextInput
            key={key}
            label={label}
            description={hint || undefined}
            value={draft[key]}
            onChange={(event) => change({ [key]: event.currentTarget.value })}
          />
        ))
      }
    />
  );
}
