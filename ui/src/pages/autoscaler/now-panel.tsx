import { Fragment } from 'react';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { Facts } from '../../components/facts.tsx';
import { MachineBadge } from '../../components/machine-badge.tsx';
import { MachineBar } from '../../components/machine-bar.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { UsageBar } from '../../components/usage-bar.tsx';
import { useNow } from '../../components/use-now.ts';
import { formatCount, formatDuration, formatHours, formatMoney, plural } from '../../domain/format.ts';
import { LIVE_STATES } from '../../domain/scalers/scaler-looks.ts';
import { waitingTasks } from '../../domain/scalers/scaler-text.ts';
import classes from './autoscaler-page.module.css';

/** What there is now, what was spent today against the budget, and what it came to so far. */
export function NowPanel({ scaler }: { scaler: AutoscalerView }) {
  const { machines, maxMachines, total, lastLook, nextLook } = scaler;
  return (
    <Panel title="Now">
      <MachineBar counts={machines} most={maxMachines} />
      <div className={classes.counts}>
        {LIVE_STATES.map((state) => (
          <Fragment key={state}>
            <MachineBadge state={state} />
            <span data-count={state}>{formatCount(machines[state] ?? 0)}</span>
          </Fragment>
        ))}
      </div>
      <Budget scaler={scaler} />
      <Facts
        facts={[
          { label: 'Tasks waiting', value: <span data-count="waiting">{formatCount(waitingTasks(scaler))}</span> },
          { label: 'Uptime in all', value: `${formatHours(total.hours)}, ${plural(total.machines, 'machine')}` },
          ...(total.neverJoined > 0 ? [{ label: 'Spin-up', value: `${plural(total.neverJoined, 'machine')} never joined` }] : []),
          { label: 'Cost in all', value: `${formatMoney(total.cost)}, ${plural(total.tasks, 'task')}` },
          { label: 'Last look', value: <TimeAgo value={lastLook} /> },
          { label: 'Next look', value: <NextLook at={nextLook} /> },
          { label: 'Owner', value: scaler.user },
          { label: 'Created', value: <TimeAgo value={scaler.created} /> },
        ]}
      />
    </Panel>
  );
}

/** Spent today (UTC): a bar for each limit, figures alone where there is none. */
function Budget({ scaler: { spentToday, budget } }: { scaler: AutoscalerView }) {
  return (
    <div className={classes.budgets}>
      <Spent label="Today" used={spentToday.cost} limit={budget.costPerDay} format={formatMoney} />
      <Spent label="Hours" used={spentToday.hours} limit={budget.hoursPerDay} format={formatHours} />
    </div>
  );
}

interface SpentProps {
  label: string;
  used: number;
  limit: number | null;
  format: (value: number) => string;
}

function Spent({ label, used, limit, format }: SpentProps) {
  const share = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <div className={classes.budget} role="group" aria-label={`${label} spent`}>
      <span className="dim">{label}</span>
      {limit === null ? <span className="dim">no limit</span> : <UsageBar share={share} level={share >= 1 ? 'full' : 'normal'} />}
      <span>{limit === null ? format(used) : `${format(used)} of ${format(limit)}`}</span>
    </div>
  );
}

function NextLook({ at }: { at: string | null }) {
  const now = useNow();
  if (at === null) return <span className="dim">–</span>;
  const seconds = Math.ceil((Date.parse(at) - now) / 1000);
  return <span title="Or as soon as a task is enqueued">{seconds > 0 ? `in ${formatDuration(seconds * 1000)}` : 'now'}</span>;
}
