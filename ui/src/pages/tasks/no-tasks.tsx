import { Link } from 'react-router';
import { EmptyState } from '../../components/states.tsx';

/** An empty table says why it is empty and what to do about it. */
export function NoTasks({ filtered, archived }: { filtered: boolean; archived: boolean }) {
  if (filtered) return <EmptyState icon="filter" title="No task matches the filters" />;
  if (archived) return <EmptyState icon="archive" title="The archive is empty" />;
  return (
    <EmptyState icon="list" title="No tasks yet">
      A script that calls <code>Task.init()</code> shows up here as soon as it runs.{' '}
      <Link to="/settings/connect">Connect one</Link>
    </EmptyState>
  );
}
