import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchAttempts } from '../../../api/task-results.ts';
import type { Attempt } from '../../../api/types.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Panel } from '../../../components/panel.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { TimelineBars } from '../../../components/timeline-bars.tsx';
import { useNow } from '../../../components/use-now.ts';
import { formatDuration } from '../../../domain/format.ts';
import { attemptTimeline } from '../../../domain/timeline.ts';
import classes from './info.module.css';

/** Every attempt to run the task, the latest first, with the time that each stage took. */
export function AttemptsPanel({ taskId }: { taskId: string }) {
  const query = useQuery({
    queryKey: queryKeys.taskPart(taskId, 'attempts'),
    queryFn: ({ signal }) => fetchAttempts(taskId, signal),
  });
  return (
    <Panel title="Timeline" flush>
      <QueryView query={query}>
        {(attempts) =>
          attempts.length === 0 ? (
            <EmptyNote text="Not enqueued yet. Each attempt and its stages appear here." />
          ) : (
            [...attempts]
              .sort((a, b) => b.number - a.number)
              .map((attempt) => <AttemptView key={attempt.number} attempt={attempt} />)
          )
        }
      </QueryView>
    </Panel>
  );
}

function AttemptView({ attempt }: { attempt: Attempt }) {
  const now = useNow();
  const timeline = attemptTimeline(attempt, now);
  return (
    <div className={classes.attempt}>
      <div className={classes.attemptHead}>
        <strong>Attempt {attempt.number}</strong>
        <span>{attempt.state}</span>
        {attempt.exitCode !== null && <span>exit code {attempt.exitCode}</span>}
        {attempt.worker && <Link to={`/workers/${encodeURIComponent(attempt.worker)}`}>{attempt.worker}</Link>}
        {attempt.user && <span>by {attempt.user}</span>}
        <span className="dim">
          <TimeAgo value={attempt.created} />, {formatDuration(timeline.to - timeline.from)} in all
        </span>
        {attempt.workflowId && (
          <span className={classes.workflow}>
            {attempt.temporalUrl ? (
              <a href={attempt.temporalUrl} target="_blank" rel="noreferrer">
                Open in Temporal <Icon name="external" size={12} />
              </a>
            ) : (
              <span className="mono dim">{attempt.workflowId}</span>
            )}
            <CopyButton value={attempt.workflowId} label="Copy workflow id" />
          </span>
        )}
      </div>
      {attempt.reason && <div className={classes.reason}>{attempt.reason}</div>}
      <TimelineBars timeline={timeline} />
    </div>
  );
}
