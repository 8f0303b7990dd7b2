import { Textarea, TextInput } from '@mantine/core';
import { maskArguments } from '../../../../../workflows/domain/container-secrets.ts';
import { editTask } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { Facts } from '../../../components/facts.tsx';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';

interface ContainerDraft {
  image: string;
  arguments: string;
  setup_shell_script: string;
}

export function ContainerPanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const container = { image: '', arguments: '', setup_shell_script: '', ...task.container };
  return (
    <EditablePanel<ContainerDraft>
      title="Container"
      editable={isEditable(task)}
      draft={() => container}
      save={(draft) => save(() => editTask(task.id, { container: draft }))}
      view={
        <Facts
          facts={[
            {
              label: 'Image',
              value: container.image && <span className="mono">{container.image}</span>,
              copy: container.image || undefined,
            },
            {
              label: 'Arguments',
              value: container.arguments && <span className="mono">{maskArguments(container.arguments)}</span>,
            },
            {
              label: 'Set-up script',
              value: container.setup_shell_script && (
                <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap' }}>
                  {container.setup_shell_script}
                </pre>
              ),
            },
          ]}
        />
      }
      form={(draft, change) => (
        <>
          <TextInput
            label="Image"
            description="Empty: the agent's default, or none"
            value={draft.image}
            onChange={(event) => change({ image: event.currentTarget.value })}
          />
          <TextInput
            label="Arguments"
            description="A value shown as *** stays as it is stored"
            value={draft.arguments}
            onChange={(event) => change({ arguments: event.currentTarget.value })}
          />
          <Textarea
            label="Set-up script"
            description="Shell commands that are run before anything else"
            autosize
            minRows={3}
            maxRows={14}
            classNames={{ input: 'mono' }}
            value={draft.setup_shell_script}
            onChange={(event) => change({ setup_shell_script: event.currentTarget.value })}
          />
        </>
      )}
    />
  );
}
