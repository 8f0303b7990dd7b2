import { Button, Menu, MultiSelect, Popover, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fetchTags, fetchUsers } from '../../api/directory.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { Icon } from '../../components/icon.tsx';
import { FILTER_STATUSES, STATUS, TASK_TYPES } from '../../domain/status.ts';
import { OPTIONAL_COLUMNS } from './task-columns.tsx';
import { isFiltered, type TagMode, type TaskFilters } from './task-filters.ts';
import classes from './tasks-page.module.css';

const TYPING_PAUSE_MS = 250;

interface FilterBarProps {
  filters: TaskFilters;
  change: (part: Partial<TaskFilters>) => void;
  hiddenColumns: string[];
  setHiddenColumns: (keys: string[]) => void;
}

export function FilterBar({ filters, change, hiddenColumns, setHiddenColumns }: FilterBarProps) {
  return (
    <div className={classes.filters} role="search">
      <SearchField value={filters.search} onChange={(search) => change({ search })} />
      <MultiSelect
        aria-label="Status"
        placeholder={filters.status.length === 0 ? 'Status' : ''}
        className={classes.select}
        data={FILTER_STATUSES.map((value) => ({ value, label: STATUS[value].label }))}
        value={filters.status}
        onChange={(status) => change({ status })}
        clearable
      />
      <MultiSelect
        aria-label="Type"
        placeholder={filters.type.length === 0 ? 'Type' : ''}
        className={classes.select}
        data={[...TASK_TYPES]}
        value={filters.type}
        onChange={(type) => change({ type })}
        clearable
      />
      <MoreFilters filters={filters} change={change} />
      <Switch
        label="Archive"
        checked={filters.archived}
        onChange={(event) => change({ archived: event.currentTarget.checked })}
      />
      {isFiltered(filters) && (
        <Button variant="subtle" onClick={() => change({ search: '', status: [], type: [], user: [], tags: [] })}>
          Clear filters
        </Button>
      )}
      <ColumnMenu hidden={hiddenColumns} setHidden={setHiddenColumns} />
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const settle = useDebouncedCallback(onChange, TYPING_PAUSE_MS);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      aria-label="Search tasks"
      placeholder="Search name, id, tag, description"
      leftSection={<Icon name="search" size={14} />}
      className={classes.search}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}

function MoreFilters({ filters, change }: Pick<FilterBarProps, 'filters' | 'change'>) {
  const tags = useQuery({ queryKey: queryKeys.tags, queryFn: ({ signal }) => fetchTags(signal) });
  const users = useQuery({ queryKey: queryKeys.users, queryFn: ({ signal }) => fetchUsers(signal) });
  const count = filters.tags.length + filters.user.length;
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant={count > 0 ? 'light' : 'default'} leftSection={<Icon name="tag" size={13} />}>
          Tags, user{count > 0 && ` (${count})`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <MultiSelect
            label="Tags"
            searchable
            clearable
            data={tags.data ?? []}
            value={filters.tags}
            onChange={(value) => change({ tags: value })}
            comboboxProps={{ withinPortal: false }}
          />
          <SegmentedControl
            aria-label="How tags are matched"
            value={filters.tagMode}
            onChange={(value) => change({ tagMode: value as TagMode })}
            data={[
              { value: 'any', label: 'Any of them' },
              { value: 'all', label: 'All of them' },
              { value: 'none', label: 'None of them' },
            ]}
          />
          <MultiSelect
            label="User"
            searchable
            clearable
            data={(users.data ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))}
            value={filters.user}
            onChange={(user) => change({ user })}
            comboboxProps={{ withinPortal: false }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ColumnMenu({ hidden, setHidden }: { hidden: string[]; setHidden: (keys: string[]) => void }) {
  const toggle = (key: string) => setHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  return (
    <Menu closeOnItemClick={false} width={170}>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={14} />} ml="auto">
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {OPTIONAL_COLUMNS.map(({ key, title }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={!hidden.includes(key)}
            onClick={() => toggle(key)}
            rightSection={hidden.includes(key) ? null : <Icon name="check" />}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
