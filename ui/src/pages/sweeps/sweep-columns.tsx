import { Link } from 'react-router';
import type { SweepSummary } from '../../../../workflows/contracts/sweep-api.ts';
import type { Column } from '../../components/data-table/types.ts';
import { SweepStatus } from '../../components/sweep-status.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { TrialBar } from '../../components/trial-bar.tsx';
import { formatNumber } from '../../domain/format.ts';

export const SWEEP_COLUMNS: Column<SweepSummary>[] = [
  { key: 'name', title: 'SWEEP', width: 170, grow: 3, render: (sweep) => <SweepLink sweep={sweep} /> },
  { key: 'project', title: 'PROJECT', width: 110, grow: 2, render: ({ project }) => <span title={project}>{project}</span> },
  { key: 'status', title: 'STATUS', width: 104, render: (sweep) => <SweepStatus sweep={sweep} /> },
  { key: 'strategy', title: 'STRATEGY', width: 130, grow: 1, render: ({ strategy }) => <span title={strategy}>{strategy}</span> },
  {
    key: 'objective',
    title: 'OBJECTIVE',
    width: 140,
    grow: 1,
    render: ({ objectives }) => <Objectives objectives={objectives} />,
  },
  { key: 'trials', title: 'TRIALS', width: 160, grow: 2, render: ({ trials }) => <TrialBar counts={trials} /> },
  { key: 'best', title: 'BEST VALUE', width: 110, align: 'right', render: ({ best }) => <Best best={best} /> },
  { key: 'started', title: 'STARTED', width: 80, render: ({ started }) => <TimeAgo short value={started} /> },
  { key: 'user', title: 'USER', width: 108, render: ({ user }) => user },
];

function SweepLink({ sweep: { id, name, engine } }: { sweep: SweepSummary }) {
  return (
    <>
      <Link to={`/sweeps/${id}`} tabIndex={-1} title={name}>
        {name}
      </Link>
      {engine === 'python' && (
        <span className="dim" title="Made by Python's HyperParameterOptimizer">
          {' '}
          Python
        </span>
      )}
    </>
  );
}

function Objectives({ objectives }: Pick<SweepSummary, 'objectives'>) {
  const [first, ...more] = objectives;
  if (!first) return <span className="dim">–</span>;
  const names = objectives.map(
    ({ title, series, sign }) => `${sign.startsWith('min') ? 'least' : 'greatest'} ${title}/${series}`,
  );
  return (
    <span title={names.join(', ')}>
      {first.sign.startsWith('min') ? '↓' : '↑'} {first.title}/{first.series}
      {more.length > 0 && <span className="dim"> +{more.length}</span>}
    </span>
  );
}

function Best({ best }: { best: SweepSummary['best'] }) {
  if (!best) return <span className="dim">–</span>;
  return (
    <Link to={`/tasks/${best.task}/scalars`} tabIndex={-1} title={`Trial ${best.trial}`} className="mono">
      {formatNumber(best.value)}
    </Link>
  );
}
