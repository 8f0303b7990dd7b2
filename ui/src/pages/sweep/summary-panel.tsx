import { Fragment } from 'react';
import { Link } from 'react-router';
import type { SweepView } from '../../../../workflows/contracts/sweep-api.ts';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { DateTime, Elapsed } from '../../components/time.tsx';
import { TrialBadge } from '../../components/trial-badge.tsx';
import { TrialBar } from '../../components/trial-bar.tsx';
import { UsageBar } from '../../components/usage-bar.tsx';
import { formatCount, formatDuration, formatNumber } from '../../domain/format.ts';
import { STATE_ORDER } from '../../domain/sweep/trial-state.ts';
import classes from './sweep-page.module.css';

/** How far the sweep is, what it may still use, and what it found. */
export function SummaryPanel({ sweep }: { sweep: SweepView }) {
  const { spec, best, baseTask } = sweep;
  return (
    <Panel title="Summary">
      {sweep.activity && (
        <div className={classes.activity} role="status">
          {sweep.activity}
        </div>
      )}
      <TrialBar counts={sweep.trials} most={spec?.limits.maxTrials ?? null} />
      <div className={classes.counts}>
        {STATE_ORDER.filter((state) => sweep.trials[state]).map((state) => (
          <Fragment key={state}>
            <TrialBadge state={state} />
            <span data-count={state}>{formatCount(sweep.trials[state]!)}</span>
          </Fragment>
        ))}
      </div>
      <Budgets sweep={sweep} />
      <Facts
        facts={[
          {
            label: 'Best value',
            value: best && (
              <>
                <Link to={`/tasks/${best.task}/scalars`} className="mono">
                  {formatNumber(best.value)}
                </Link>{' '}
                <span className="dim">trial {best.trial}</span>
              </>
            ),
          },
          { label: 'Strategy', value: sweep.strategy },
          {
            label: 'Base task',
            value: baseTask && <Link to={`/tasks/${baseTask.id}/configuration`}>{baseTask.name}</Link>,
          },
          { label: 'Started', value: sweep.started && <DateTime value={sweep.started} /> },
          { label: 'Run time', value: sweep.started && <Elapsed start={sweep.started} end={sweep.completed} /> },
          { label: 'Compute time', value: formatDuration(sweep.computeTimeMs) },
        ]}
      />
    </Panel>
  );
}

const BUDGETS = [
  { key: 'trials', label: 'Trials' },
  { key: 'iterations', label: 'Iterations' },
  { key: 'computeTime', label: 'Compute time' },
  { key: 'wallClock', label: 'Wall clock' },
] as const;

/** The share of each limit that is used up; limits that there are not have no bar. */
function Budgets({ sweep: { budget } }: { sweep: SweepView }) {
  const limited = BUDGETS.filter(({ key }) => budget[key] !== null);
  if (limited.length === 0) return null;
  return (
    <div className={classes.budgets}>
      {limited.map(({ key, label }) => {
        const percent = Math.round(Math.min(1, budget[key]!) * 100);
        return (
          <div key={key} className={classes.budget} role="group" aria-label={`${label} used`}>
            <span className="dim">{label}</span>
            <UsageBar share={percent / 100} />
            <span>{percent} %</span>
          </div>
        );
      })}
    </div>
  );
}
