import { Textarea } from '@mantine/core';
import { editTask } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';

/** Uncommitted changes; for a script outside any repository the script itself. */
export function DiffPanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const diff = task.script?.diff ?? '';
  const isDiff = Boolean(task.script?.repository) || diff.startsWith('diff --git');
  const title = isDiff || diff === '' ? 'Uncommitted changes' : 'Script';
  return (
    <EditablePanel<{ diff: string }>
      title={title}
      flush
      editable={isEditable(task)}
      draft={() => ({ diff })}
      save={(draft) => save(() => editTask(task.id, { script: { diff: draft.diff } }))}
      view={diff === '' ? <EmptyNote text="None" /> : <CodeBlock text={diff} label={title.toLowerCase()} diff={isDiff} />}
      form={(draft, change) => (
        <Textarea
          aria-label={title}
          autosize
          minRows={6}
          maxRows={28}
          classNames={{ input: 'mono' }}
          value={draft.diff}
          onChange={(event) => change({ diff: event.currentTarget.value })}
        />
      )}
    />
  );
}
