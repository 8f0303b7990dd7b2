import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useLocation, useParams, useSearchParams } from 'react-router';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchTasksToCompare } from '../../api/tasks.ts';
import { seriesColor } from '../../components/chart/palette.ts';
import { NavTabs } from '../../components/nav-tabs.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { useTitle } from '../../components/use-title.ts';
import { comparedIds, comparePath } from '../../domain/compare/compare-path.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { NotFound } from '../not-found.tsx';
import classes from './compare.module.css';
import { COMPARE_TABS, type ComparedTask } from './compare-tabs.tsx';
import { TaskStrip } from './task-strip.tsx';

/** Tasks beside each other (`?ids=a,b,c`); the first is the one that the others are compared with. */
export function ComparePage() {
  useTitle('Compare');
  const { tab } = useParams();
  const { search } = useLocation();
  const [parameters] = useSearchParams();
  const ids = comparedIds(parameters);
  useLiveTopics(...ids.map((id) => `task:${id}`));
  const query = useQuery({
    queryKey: queryKeys.compared(ids),
    queryFn: ({ signal }) => fetchTasksToCompare(ids, signal),
    enabled: ids.length > 0,
  });
  const current = COMPARE_TABS.find(({ key }) => key === tab);
  if (tab === undefined) return <Navigate to={`/compare/details${search}`} replace />;
  if (!current) return <NotFound />;
  if (ids.length === 0) return <NothingChosen />;
  return (
    <QueryView query={query}>
      {(records) => {
        const tasks: ComparedTask[] = records.map((record, index) => ({ ...record, color: seriesColor(index) }));
        return (
          <div className={classes.page}>
            <TaskStrip tasks={tasks} tab={current.key} missing={ids.length - tasks.length} />
            <NavTabs
              label="Compare"
              tabs={COMPARE_TABS.map(({ key, label }) => ({ key, label, to: comparePath(ids, key) }))}
              current={current.key}
            />
            <div className={classes.body}>{tasks.length === 0 ? <NothingChosen /> : current.render(tasks)}</div>
          </div>
        );
      }}
    </QueryView>
  );
}

function NothingChosen() {
  return (
    <EmptyState icon="compare" title="Nothing to compare">
      Select two or more <Link to="/tasks">tasks</Link> and choose “Compare”.
    </EmptyState>
  );
}
