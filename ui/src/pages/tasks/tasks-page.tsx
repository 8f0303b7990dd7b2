import { useLocalStorage } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { fetchTaskIds } from '../../api/tasks.ts';
import type { TaskRow } from '../../api/types.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ErrorState, LoadingState } from '../../components/states.tsx';
import { useTitle } from '../../components/use-title.ts';
import { formatCount, plural } from '../../domain/format.ts';
import { withDescendants } from '../../domain/project-tree.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useProjects, useShowHidden } from '../../queries/use-projects.ts';
import { useTaskActions } from '../../task-actions/use-task-actions.tsx';
import { BatchBar } from './batch-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { InfoPanel } from './info-panel.tsx';
import { NoTasks } from './no-tasks.tsx';
import { ProjectSidebar } from './project-sidebar.tsx';
import { TASK_COLUMNS } from './task-columns.tsx';
import { isFiltered, parseFilters, serializeFilters, type TaskFilters, toTaskQuery } from './task-filters.ts';
import classes from './tasks-page.module.css';
import { usePanel, withPanel } from './use-panel.ts';
import { useTaskRows } from './use-task-rows.ts';

/** "Select all that match" stops here; a larger batch is better done by a script. */
const MOST_SELECTED = 10_000;

export function TasksPage() {
  useLiveTopics('tasks');
  useTitle('Tasks');
  const { projectId } = useParams();
  const navigate = useNavigate();
  const { filters, change } = useFilters();
  const query = useTaskQuery(filters, projectId);
  const tasks = useTaskRows(query);
  const { menu } = useTaskActions();
  const panel = usePanel();
  const selection = useSelection(tasks.loaded);
  const [sidebar, setSidebar] = useLocalStorage({
    key: 'perdura.project-sidebar',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [hiddenColumns, setHiddenColumns] = useLocalStorage<string[]>({
    key: 'perdura.hidden-columns',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const columns = useMemo(() => TASK_COLUMNS.filter(({ key }) => !hiddenColumns.includes(key)), [hiddenColumns]);
  const selectAll = async () => selection.add(await fetchTaskIds(query, MOST_SELECTED));

  return (
    <div className={classes.page}>
      {sidebar && <ProjectSidebar selected={projectId} onHide={() => setSidebar(false)} />}
      <div className={classes.content}>
        <div className={classes.bar}>
          {!sidebar && <IconButton icon="folder" label="Show projects" onClick={() => setSidebar(true)} />}
          <FilterBar filters={filters} change={change} hiddenColumns={hiddenColumns} setHiddenColumns={setHiddenColumns} />
        </div>
        <DataTable<TaskRow>
          label="Tasks"
          columns={columns}
          rows={tasks.rows}
          rowKey={(task) => task.id}
          sort={filters.sort}
          onSort={(sort) => change({ sort })}
          selection={{ keys: selection.keys, onChange: selection.set }}
          onOpen={(task) => navigate(`/tasks/${task.id}`)}
          menu={(task) => [
            { key: 'beside', label: 'Show beside the table', icon: 'expand', onSelect: () => panel.open(task.id) },
            ...menu(task),
          ]}
          onRange={tasks.onRange}
          empty={
            tasks.error ? (
              <ErrorState error={tasks.error} onRetry={tasks.retry} />
            ) : tasks.loading ? (
              <LoadingState />
            ) : (
              <NoTasks filtered={isFiltered(filters)} archived={filters.archived} />
            )
          }
        />
        <BatchBar
          selected={selection.tasks}
          clear={() => selection.set(new Set())}
          selectAll={tasks.complete && selection.keys.size >= tasks.loaded.length ? undefined : selectAll}
        />
        <div className={classes.footer}>
          {tasks.complete ? plural(tasks.loaded.length, 'task') : `${formatCount(tasks.loaded.length)}+ tasks`}
        </div>
      </div>
      {panel.task !== null && <InfoPanel taskId={panel.task} tab={panel.tab} addressOf={panel.addressOf} onClose={panel.close} />}
    </div>
  );
}

function useFilters() {
  const [parameters, setParameters] = useSearchParams();
  const filters = useMemo(() => parseFilters(parameters), [parameters]);
  // Shown before anything else is chosen: a choice is made on top of what the one before it has left.
  const change = (part: Partial<TaskFilters>) =>
    setParameters(withPanel(serializeFilters({ ...filters, ...part }), parameters), {
      replace: 'search' in part,
      flushSync: true,
    });
  return { filters, change };
}

function useTaskQuery(filters: TaskFilters, projectId: string | undefined) {
  const { shown } = useShowHidden();
  const projects = useProjects();
  return useMemo(() => {
    const ids = projectId === undefined ? null : withDescendants(projects.data ?? [], projectId);
    return toTaskQuery(filters, ids, shown);
  }, [filters, projectId, projects.data, shown]);
}

/** Selected tasks by id. Loaded rows are looked up as they are now; others as they were when they were selected. */
function useSelection(loaded: TaskRow[]) {
  const [keys, set] = useState<ReadonlySet<string>>(new Set());
  const [others, setOthers] = useState<ReadonlyMap<string, TaskRow>>(new Map());
  const tasks = useMemo(() => {
    const byId = new Map([...others, ...loaded.map((task) => [task.id, task] as const)]);
    return [...keys].flatMap((key) => byId.get(key) ?? []);
  }, [keys, loaded, others]);
  const add = (more: TaskRow[]) => {
    setOthers(new Map(more.map((task) => [task.id, task])));
    set(new Set(more.map((task) => task.id)));
  };
  return { keys, set, tasks, add };
}
