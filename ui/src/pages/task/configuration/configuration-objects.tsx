import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { deleteConfiguration, editConfiguration } from '../../../api/tasks.ts';
import type { ConfigurationObject, Task } from '../../../api/types.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useDialogs } from '../../../components/dialogs.tsx';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { Icon } from '../../../components/icon.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useSaveTask } from '../../../queries/use-task.ts';

/** Whole configurations as text: YAML files, dictionaries, state that tools keep. */
export function ConfigurationObjects({ task, editable }: { task: Task; editable: boolean }) {
  const { open } = useDialogs();
  const objects = Object.values(task.configuration ?? {}).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      {objects.length === 0 && (
        <Panel title="Configuration objects" flush>
          <EmptyNote text="None" />
        </Panel>
      )}
      {objects.map((object) => (
        <ConfigurationPanel key={object.name} task={task} object={object} editable={editable} />
      ))}
      {editable && (
        <div>
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={13} />}
            onClick={() => open(<NewConfigurationDialog task={task} taken={objects.map(({ name }) => name)} />)}
          >
            Add a configuration object
          </Button>
        </div>
      )}
    </>
  );
}

function ConfigurationPanel({ task, object, editable }: { task: Task; object: ConfigurationObject; editable: boolean }) {
  const { open } = useDialogs();
  const save = useSaveTask(task.id);
  const remove = () =>
    open(
      <Dialog
        title={`Delete ${object.name}`}
        submitLabel="Delete"
        danger
        onSubmit={() => save(() => deleteConfiguration(task.id, object.name))}
      >
        The configuration object is deleted from this task.
      </Dialog>,
    );
  return (
    <EditablePanel<{ value: string }>
      title={object.name}
      flush
      editable={editable}
      draft={() => ({ value: object.value ?? '' })}
      save={({ value }) => save(() => editConfiguration(task.id, { ...object, value }))}
      actions={
        <>
          {object.type && <span className="dim">{object.type}</span>}
          {editable && <IconButton icon="trash" label={`Delete ${object.name}`} size="sm" danger onClick={remove} />}
        </>
      }
      view={object.value ? <CodeBlock text={object.value} label={object.name} /> : <EmptyNote text="Empty" />}
      form={({ value }, change) => (
        <Textarea
          aria-label={object.name}
          autosize
          minRows={4}
          maxRows={30}
          classNames={{ input: 'mono' }}
          value={value}
          onChange={(event) => change({ value: event.currentTarget.value })}
        />
      )}
    />
  );
}

function NewConfigurationDialog({ task, taken }: { task: Task; taken: string[] }) {
  const save = useSaveTask(task.id);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const clash = taken.includes(name.trim());
  return (
    <Dialog
      title="New configuration object"
      submitLabel="Add"
      size="lg"
      canSubmit={name.trim() !== '' && !clash}
      onSubmit={() => save(() => editConfiguration(task.id, { name: name.trim(), value }))}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        error={clash ? 'The name is taken' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Text"
        autosize
        minRows={6}
        maxRows={20}
        classNames={{ input: 'mono' }}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </Dialog>
  );
}
