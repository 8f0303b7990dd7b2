import { TextInput } from '@mantine/core';
import { editTask } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { Facts } from '../../../components/facts.tsx';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';

export function OutputPanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const destination = task.output?.destination ?? '';
  return (
    <EditablePanel<{ destination: string }>
      title="Output"
      editable={isEditable(task)}
      draft={() => ({ destination })}
      save={(draft) => save(() => editTask(task.id, { output_dest: draft.destination }))}
      view={
        <Facts
          facts={[
            {
              label: 'Destination',
              value: destination && <span className="mono">{destination}</span>,
              copy: destination || undefined,
            },
          ]}
        />
      }
      form={(draft, change) => (
        <TextInput
          label="Destination"
          description="Where models and artifacts are uploaded; empty: this installation's file server"
          value={draft.destination}
          onChange={(event) => change({ destination: event.currentTarget.value })}
        />
      )}
    />
  );
}
