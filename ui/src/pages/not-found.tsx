import { Link } from 'react-router';
import { EmptyState } from '../components/states.tsx';

export function NotFound() {
  return (
    <EmptyState icon="warning" title="There is no such page">
      <Link to="/tasks">To the tasks</Link>
    </EmptyState>
  );
}
