import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { editParameters } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { useMay } from '../../../app/rights.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useDialogs } from '../../../components/dialogs.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Panel } from '../../../components/panel.tsx';
import { USER_PROPERTIES } from '../../../domain/parameters.ts';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';
import classes from '../task-page.module.css';
import { ConfigurationObjects } from './configuration-objects.tsx';
import { ParameterSection } from './parameter-section.tsx';

/** Hyper-parameters by section, user properties, configuration objects. */
export function ConfigurationTab({ task }: { task: Task }) {
  const { open } = useDialogs();
  const hyperparams = task.hyperparams ?? {};
  const sections = Object.keys(hyperparams)
    .filter((section) => section !== USER_PROPERTIES)
    .sort();
  const may = useMay('work');
  const editable = isEditable(task) && may;
  return (
    <div className={classes.stack}>
      {sections.map((section) => (
        <ParameterSection key={section} task={task} section={section} title={section} editable={editable} />
      ))}
      {sections.length === 0 && (
        <Panel title="Hyper-parameters" flush>
          <EmptyNote text="None. Arguments of argparse, click, Hydra and others, and connected dictionaries, appear here." />
        </Panel>
      )}
      {editable && (
        <div>
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={13} />}
            onClick={() => open(<NewParameterDialog task={task} />)}
          >
            Add a parameter in a new section
          </Button>
        </div>
      )}
      <ParameterSection task={task} section={USER_PROPERTIES} title="User properties" editable />
      <ConfigurationObjects task={task} editable={editable} />
    </div>
  );
}

function NewParameterDialog({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const [section, setSection] = useState('General');
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  return (
    <Dialog
      title="New parameter"
      submitLabel="Add"
      canSubmit={section.trim() !== '' && name.trim() !== ''}
      onSubmit={() =>
        save(() => editParameters(task.id, [{ section: section.trim(), name: name.trim(), value, type: '', description: '' }]))
      }
    >
      <TextInput
        label="Section"
        required
        data-autofocus
        value={section}
        onChange={(event) => setSection(event.currentTarget.value)}
      />
      <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
    </Dialog>
  );
}
