import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { moveTask } from '../api/tasks.ts';
import { Dialog } from '../components/dialog.tsx';
import { useProjects } from '../queries/use-projects.ts';
import { SubjectList } from './subject-list.tsx';
import type { TaskSubject } from './types.ts';
import { usePerform } from './use-perform.ts';

/** Moves tasks to a project, which is created when it does not exist. */
export function MoveDialog({ tasks }: { tasks: TaskSubject[] }) {
  const perform = usePerform();
  const projects = useProjects();
  const [name, setName] = useState('');
  const names = [...new Set((projects.data ?? []).map((project) => project.name))];
  const isNew = name.trim() !== '' && !names.includes(name.trim());
  return (
    <Dialog
      title="Move to project"
      submitLabel="Move"
      canSubmit={name.trim() !== ''}
      onSubmit={() => perform(tasks, 'Moved', (task) => moveTask(task.id, name.trim()))}
    >
      <SubjectList tasks={tasks} />
      <Autocomplete
        label="Project"
        size="xs"
        data-autofocus
        data={names}
        value={name}
        onChange={setName}
        description={isNew ? 'A new project is made.' : undefined}
      />
    </Dialog>
  );
}
