import { Link } from 'react-router';
import type { AutoscalerSummary } from '../../../../workflows/contracts/autoscaler-api.ts';
import type { Column } from '../../components/data-table/types.ts';
import { MachineBar } from '../../components/machine-bar.tsx';
import { ScalerStatus } from '../../components/scaler-status.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { formatCount } from '../../domain/format.ts';
import { PROVIDER_LABELS } from '../../domain/scalers/providers.ts';
import { headline, spendText, waitingTasks } from '../../domain/scalers/scaler-text.ts';

export const SCALER_COLUMNS: Column<AutoscalerSummary>[] = [
  {
    key: 'name',
    title: 'AUTOSCALER',
    width: 150,
    grow: 2,
    render: ({ id, name }) => (
      <Link to={`/autoscalers/${id}`} tabIndex={-1} title={name}>
        {name}
      </Link>
    ),
  },
  { key: 'status', title: 'STATUS', width: 94, render: ({ status }) => <ScalerStatus status={status} /> },
  { key: 'provider', title: 'PROVIDER', width: 84, render: ({ provider }) => PROVIDER_LABELS[provider] },
  { key: 'queues', title: 'QUEUES', width: 110, grow: 1, render: ({ queues }) => <QueueNames queues={queues} /> },
  {
    key: 'waiting',
    title: 'WAITING',
    width: 70,
    align: 'right',
    render: (scaler) => <span title="Tasks that wait in its queues">{formatCount(waitingTasks(scaler))}</span>,
  },
  {
    key: 'machines',
    title: 'MACHINES',
    width: 150,
    grow: 1,
    render: ({ machines, maxMachines }) => <MachineBar counts={machines} most={maxMachines} />,
  },
  {
    key: 'spend',
    title: 'TODAY',
    width: 150,
    align: 'right',
    render: (scaler) => <span title={spendText(scaler)}>{spendText(scaler)}</span>,
  },
  { key: 'note', title: 'NOTES', width: 160, grow: 3, render: (scaler) => <Headline scaler={scaler} /> },
  { key: 'look', title: 'LAST LOOK', width: 84, render: ({ lastLook }) => <TimeAgo value={lastLook} /> },
];

function QueueNames({ queues }: Pick<AutoscalerSummary, 'queues'>) {
  const names = queues.map(({ name }) => name).join(', ');
  return <span title={names}>{names}</span>;
}

function Headline({ scaler }: { scaler: AutoscalerSummary }) {
  const text = headline(scaler);
  return (
    <span className={scaler.cloudError === null ? 'dim' : 'wrong'} title={text}>
      {text}
    </span>
  );
}
