import { Link } from 'react-router';
import type { PipelineView } from '../../../../workflows/contracts/pipeline-api.ts';
import { formatRelative, toDate } from '../../domain/format.ts';
import { statusLook } from '../../domain/status.ts';
import classes from './pipelines.module.css';

/** The newest runs as dots in the colour of their state, the newest at the right; each leads to its run. */
export function RunDots({ runs }: { runs: PipelineView['latest'] }) {
  return (
    <span className={classes.dots}>
      {runs.toReversed().map((run) => (
        <Link
          key={run.id}
          to={`/pipelines/runs/${run.id}`}
          tabIndex={-1}
          className={classes.dot}
          data-status={run.status}
          data-active={run.status === 'in_progress'}
          style={{ ['--state' as string]: `var(--mantine-color-${statusLook(run.status).color}-6)` }}
          title={describe(run)}
          aria-label={describe(run)}
        />
      ))}
    </span>
  );
}

function describe({ number, status, started, completed }: PipelineView['latest'][number]): string {
  const at = toDate(completed ?? started);
  return `Run #${number}: ${statusLook(status).label}${at ? `, ${formatRelative(at, Date.now())}` : ''}`;
}
