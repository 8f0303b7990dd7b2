import { Link } from 'react-router';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import type { Column } from '../../components/data-table/types.ts';
import { MachineBadge } from '../../components/machine-badge.tsx';
import { Elapsed } from '../../components/time.tsx';
import { formatMoney } from '../../domain/format.ts';
import { machineName } from '../../domain/scalers/machine-rows.ts';
import classes from './autoscaler-page.module.css';

/** Columns of the table of machines; the name opens what is known of one. */
export const machineColumns = (onOpen: (machine: string) => void): Column<MachineView>[] => [
  {
    key: 'machine',
    title: 'MACHINE',
    width: 172,
    render: (machine) => (
      <button type="button" tabIndex={-1} className={classes.link} title={machine.id} onClick={() => onOpen(machine.id)}>
        {machineName(machine)}
      </button>
    ),
  },
  { key: 'state', title: 'STATE', width: 150, sortable: true, render: (machine) => <State machine={machine} /> },
  {
    key: 'task',
    title: 'TASK',
    width: 130,
    grow: 2,
    render: ({ task }) =>
      task && (
        <Link to={`/tasks/${task.id}/console`} tabIndex={-1} title={task.name}>
          {task.name}
        </Link>
      ),
  },
  {
    key: 'worker',
    title: 'WORKER',
    width: 76,
    // its id is made of what stands in the other columns
    render: ({ worker }) =>
      worker && (
        <Link to={`/workers/${encodeURIComponent(worker)}`} tabIndex={-1} title={worker}>
          worker
        </Link>
      ),
  },
  { key: 'queue', title: 'QUEUE', width: 90, grow: 1, sortable: true, render: ({ queue }) => <span title={queue}>{queue}</span> },
  {
    key: 'resource',
    title: 'RESOURCE',
    width: 120,
    grow: 1,
    sortable: true,
    render: (machine) => <Resource machine={machine} />,
  },
  {
    key: 'age',
    title: 'AGE',
    width: 104,
    align: 'right',
    sortable: true,
    render: ({ created, ended }) => <Elapsed start={created} end={ended} />,
  },
  {
    key: 'cost',
    title: 'COST',
    width: 70,
    align: 'right',
    sortable: true,
    render: ({ cost }) =>
      cost === null ? (
        <span className="dim" title="The price is not known">
          –
        </span>
      ) : (
        formatMoney(cost)
      ),
  },
  { key: 'why', title: 'WHY', width: 150, grow: 3, render: (machine) => <Why machine={machine} /> },
];

function State({ machine: { state, interrupted, error } }: { machine: MachineView }) {
  return (
    <>
      <MachineBadge state={state} />
      {error !== null && (
        <span className="wrong" title={error}>
          {' !'}
        </span>
      )}
      {interrupted && state !== 'ended' && (
        <span className="wrong" title="The cloud takes it back soon: it takes no more tasks">
          {' taken back'}
        </span>
      )}
    </>
  );
}

function Resource({ machine: { resource, instanceType, spot, zone } }: { machine: MachineView }) {
  return (
    <span title={[resource, instanceType, zone].filter(Boolean).join(', ')}>
      {resource} {spot && <span className="dim">spot</span>}
    </span>
  );
}

/** Why it was launched; of one that ended, why it did. */
function Why({ machine: { why, endWhy, endReason } }: { machine: MachineView }) {
  const end = endWhy ?? endReason;
  return <span title={end === null ? why : `${why}\n${end}`}>{end ?? why}</span>;
}
