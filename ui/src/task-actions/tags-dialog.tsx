import { MultiSelect, TagsInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchTags } from '../api/directory.ts';
import { queryKeys } from '../api/query-keys.ts';
import { updateTags } from '../api/tasks.ts';
import { Dialog } from '../components/dialog.tsx';
import { SubjectList } from './subject-list.tsx';
import type { TaskSubject } from './types.ts';
import { usePerform } from './use-perform.ts';

/** Adds tags to tasks and takes tags away, on one or on many. */
export function TagsDialog({ tasks }: { tasks: TaskSubject[] }) {
  const perform = usePerform();
  const queries = useQueryClient();
  const known = useQuery({ queryKey: queryKeys.tags, queryFn: ({ signal }) => fetchTags(signal) });
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  // Suggestions come with the first letter: an open list would hide the buttons below it.
  const [typed, setTyped] = useState('');
  const present = [...new Set(tasks.flatMap((task) => task.tags ?? []))].sort();
  async function save() {
    await perform(tasks, 'Tagged', ({ id }) => updateTags(id, added, removed));
    // New ones are there to filter by at once.
    await queries.invalidateQueries({ queryKey: queryKeys.tags });
  }
  return (
    <Dialog title="Tags" submitLabel="Save" canSubmit={added.length + removed.length > 0} onSubmit={save}>
      <SubjectList tasks={tasks} />
      <TagsInput
        label="Add"
        placeholder="Type a tag and press Enter"
        data-autofocus
        acceptValueOnBlur
        data={typed === '' ? [] : (known.data ?? [])}
        searchValue={typed}
        onSearchChange={setTyped}
        value={added}
        onChange={setAdded}
      />
      <MultiSelect
        label="Remove"
        placeholder={present.length === 0 ? 'No tags yet' : ''}
        disabled={present.length === 0}
        data={present}
        value={removed}
        onChange={setRemoved}
      />
    </Dialog>
  );
}
