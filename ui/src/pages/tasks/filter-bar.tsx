import { Button, MultiSelect, Popover, SegmentedControl, Stack, Switch, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { fetchTags, fetchUsers } from '../../api/directory.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ColumnMenu } from '../../components/column-menu.tsx';
import { Icon } from '../../components/icon.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { FILTER_STATUSES, STATUS, TASK_TYPES } from '../../domain/status.ts';
import { useShowHidden } from '../../queries/use-projects.ts';
import { OPTIONAL_COLUMNS } from './task-columns.tsx';
import { isFiltered, type TagMode, type TaskFilters } from './task-filters.ts';
import classes from './tasks-page.module.css';

interface FilterBarProps {
  filters: TaskFilters;
  change: (part: Partial<TaskFilters>) => void;
  hiddenColumns: string[];
  setHiddenColumns: (keys: string[]) => void;
}

export function FilterBar({ filters, change, hiddenColumns, setHiddenColumns }: FilterBarProps) {
  return (
    <div className={classes.filters} role="search">
      <SearchField
        label="Search tasks"
        placeholder="Search name, id, tag, description"
        className={classes.search}
        value={filters.search}
        onChange={(search) => change({ search })}
      />
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
      <HiddenSwitch />
      {isFiltered(filters) && (
        <Button variant="subtle" onClick={() => change({ search: '', status: [], type: [], user: [], tags: [] })}>
          Clear filters
        </Button>
      )}
      <ColumnMenu columns={OPTIONAL_COLUMNS} hidden={hiddenColumns} setHidden={setHiddenColumns} />
    </div>
  );
}

/** The same setting as on the page of settings: it is kept in this browser. */
function HiddenSwitch() {
  const { shown, setShown } = useShowHidden();
  return (
    <Tooltip refProp="rootRef" label="Steps of pipelines, trials of sweeps, and the projects that tools keep for their own">
      <Switch label="Hidden" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
    </Tooltip>
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
