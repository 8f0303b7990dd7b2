import { Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { cloneTask } from '../api/tasks.ts';
import { Dialog } from '../components/dialog.tsx';
import { useProjects } from '../queries/use-projects.ts';
import type { TaskSubject } from './types.ts';
import { usePerform } from './use-perform.ts';

/** Makes a Draft from a task and opens it. */
export function CloneDialog({ task }: { task: TaskSubject }) {
  const perform = usePerform();
  const navigate = useNavigate();
  const projects = useProjects();
  const [name, setName] = useState(`Clone of ${task.name}`);
  const [comment, setComment] = useState('');
  const [project, setProject] = useState(task.project?.id ?? '');
  const clone = async () => {
    let id = '';
    await perform([task], 'Cloned', async () => {
      id = await cloneTask({ task: task.id, name, comment, project });
    });
    navigate(`/tasks/${id}/execution`);
  };
  return (
    <Dialog title="Clone task" submitLabel="Clone" canSubmit={name.trim() !== ''} onSubmit={clone}>
      <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label="Project"
        searchable
        allowDeselect={false}
        value={project}
        data={(projects.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        onChange={(value) => setProject(value ?? '')}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </Dialog>
  );
}
