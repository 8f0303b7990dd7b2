import { Link } from 'react-router';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import type { Column } from '../../components/data-table/types.ts';
import { Elapsed } from '../../components/time.tsx';
import { TrialBadge } from '../../components/trial-badge.tsx';
import { valueText } from '../../domain/axis-scale.ts';
import { formatCount, formatNumber } from '../../domain/format.ts';
import type { Goal } from '../../domain/sweep/objectives.ts';

/** Columns of the trial table: what every sweep has, its objectives, and a column for each parameter. */
export function trialColumns(goals: Goal[], parameters: string[], best: number | null): Column<TrialView>[] {
  return [
    { key: 'number', title: 'TRIAL', width: 78, sortable: true, render: (trial) => <TrialLink trial={trial} best={best} /> },
    { key: 'state', title: 'STATE', width: 104, sortable: true, render: ({ state }) => <TrialBadge state={state} /> },
    ...goals.map(
      ({ label }, index): Column<TrialView> => ({
        key: `value:${index}`,
        title: label,
        width: widthOf(label, 96),
        align: 'right',
        sortable: true,
        render: ({ values }) => <span className="mono">{formatNumber(values[index])}</span>,
      }),
    ),
    ...parameters.map(
      (name): Column<TrialView> => ({
        key: `parameter:${name}`,
        title: name,
        width: widthOf(name, 100),
        align: 'right',
        sortable: true,
        render: ({ parameters: own }) => (
          <span className="mono" title={valueText(own[name])}>
            {valueText(own[name])}
          </span>
        ),
      }),
    ),
    {
      key: 'iteration',
      title: 'ITERATION',
      width: 84,
      align: 'right',
      sortable: true,
      render: ({ iteration }) => (iteration > 0 ? formatCount(iteration) : ''),
    },
    {
      key: 'time',
      title: 'RUN TIME',
      width: 100,
      align: 'right',
      sortable: true,
      render: ({ started, ended }) => (started ? <Elapsed start={started} end={ended} /> : null),
    },
    { key: 'reason', title: 'REASON', width: 150, grow: 1, render: (trial) => <Reason trial={trial} /> },
  ];
}

const CHARACTER_PX = 7.2;
const MOST_PX = 190;

/** Room for the column's name. */
const widthOf = (title: string, least: number): number => Math.min(MOST_PX, Math.max(least, title.length * CHARACTER_PX + 22));

function TrialLink({ trial, best }: { trial: TrialView; best: number | null }) {
  return (
    <>
      <Link to={`/tasks/${trial.task}/${trial.state === 'queued' ? 'info' : 'console'}`} tabIndex={-1} title={trial.name}>
        {trial.number}
      </Link>
      {trial.number === best && <span title="The best trial"> ★</span>}
    </>
  );
}

function Reason({ trial: { reason, byHand, archived } }: { trial: TrialView }) {
  const text = [byHand ? 'by hand' : '', reason ?? '', archived ? 'archived' : ''].filter(Boolean).join(' · ');
  return (
    <span className="dim" title={text}>
      {text}
    </span>
  );
}
