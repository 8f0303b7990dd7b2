import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchTaskPage } from '../../api/tasks.ts';
import { Dialog } from '../../components/dialog.tsx';
import { escapePattern } from '../../domain/patterns.ts';

interface AddTaskDialogProps {
  compared: string[];
  onAdd: (ids: string[]) => void;
}

const TYPING_PAUSE_MS = 250;
const MOST_FOUND = 30;

/** Finds tasks by name or id, the newest first. */
export function AddTaskDialog({ compared, onAdd }: AddTaskDialogProps) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, TYPING_PAUSE_MS);
  const [chosen, setChosen] = useState<string[]>([]);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const search = {
    order_by: ['-last_update'],
    system_tags: ['-archived'],
    ...(wanted === '' ? {} : { _any_: { fields: ['id', 'name'], pattern: escapePattern(wanted) } }),
  };
  const { data = [] } = useQuery({
    queryKey: queryKeys.taskPage({ ...search, most: MOST_FOUND }, 0),
    queryFn: ({ signal }) => fetchTaskPage(search, 0, MOST_FOUND, signal),
    placeholderData: keepPreviousData,
  });
  const found = data.filter(({ id }) => !compared.includes(id)).map(({ id, name }) => [id, name] as const);
  // What was chosen keeps its name when the search finds others.
  const options = [...new Map([...chosen.map((id) => [id, names.get(id) ?? id] as const), ...found])];
  return (
    <Dialog title="Add tasks" submitLabel="Add" canSubmit={chosen.length > 0} onSubmit={async () => onAdd(chosen)}>
      <MultiSelect
        label="Tasks"
        description="By name or id; the newest are listed first"
        data-autofocus
        searchable
        searchValue={text}
        onSearchChange={setText}
        filter={({ options: all }) => all}
        data={options.map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={(next) => {
          setNames(new Map([...names, ...options]));
          setChosen(next);
        }}
      />
    </Dialog>
  );
}
