import { EmptyState } from '../../../components/states.tsx';

const TEXTS: Record<string, string> = {
  created: 'A Draft has not run yet. Enqueue it, and its output appears here line by line.',
  queued: 'The task waits for an agent. INFO says where it stands and why it waits.',
  in_progress: 'Lines appear here as they are printed.',
};

export function NoOutput({ status }: { status: string }) {
  return (
    <EmptyState icon="list" title="No output">
      {TEXTS[status] ?? 'The task ended without printing anything.'}
    </EmptyState>
  );
}
