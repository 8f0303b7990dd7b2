import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows, type Sort } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RowFilter } from '../../components/row-filter.tsx';
import { EmptyState } from '../../components/states.tsx';
import { plural } from '../../domain/format.ts';
import { filterMachines, sortMachines } from '../../domain/scalers/machine-rows.ts';
import { LIVE_STATES, MACHINE_LOOKS, MACHINE_STATES } from '../../domain/scalers/scaler-looks.ts';
import { useMachines } from '../../queries/use-autoscaler.ts';
import { machineColumns } from './machine-columns.tsx';
import { useMachineAddress } from './use-machine-address.ts';
import { useMachineMenu } from './use-machine-menu.tsx';

const ROW_HEIGHT = 30;
const MOST_HEIGHT = 420;
const NEWEST_FIRST: Sort = { key: 'age', descending: false };

/** The machines that exist or were asked for, and by the switch those that ended. */
export function MachineTable({ scalerId }: { scalerId: string }) {
  const { ended, setEnded, setMachine } = useMachineAddress();
  const query = useMachines(scalerId, ended);
  return (
    <Panel
      title="Machines"
      flush
      actions={<Switch label="Ended ones too" checked={ended} onChange={(event) => setEnded(event.currentTarget.checked)} />}
    >
      <QueryView query={query}>
        {(machines) => <Machines scalerId={scalerId} machines={machines} ended={ended} onOpen={setMachine} />}
      </QueryView>
    </Panel>
  );
}

interface MachinesProps {
  scalerId: string;
  machines: MachineView[];
  ended: boolean;
  onOpen: (machine: string) => void;
}

function Machines({ scalerId, machines, ended, onOpen }: MachinesProps) {
  const menu = useMachineMenu(scalerId, onOpen);
  const [sort, setSort] = useState<Sort>(NEWEST_FIRST);
  const [text, setText] = useState('');
  const [states, setStates] = useState<MachineView['state'][]>([]);
  const columns = useMemo(() => machineColumns(onOpen), [onOpen]);
  const rows = useMemo(() => sortMachines(filterMachines(machines, { text, states }), sort), [machines, text, states, sort]);
  const height = rows.length === 0 ? 150 : Math.min(MOST_HEIGHT, 48 + rows.length * ROW_HEIGHT);
  return (
    <>
      <RowFilter
        what="machines"
        placeholder="Id, task, worker, reason"
        text={text}
        onText={setText}
        states={(ended ? MACHINE_STATES : LIVE_STATES).map((value) => ({ value, label: MACHINE_LOOKS[value].label }))}
        chosen={states}
        onChosen={setStates}
      >
        <span className="dim" style={{ marginLeft: 'auto' }}>
          {rows.length < machines.length
            ? `${rows.length} of ${plural(machines.length, 'machine')}`
            : plural(machines.length, 'machine')}
        </span>
      </RowFilter>
      <Fill height={height}>
        <DataTable<MachineView>
          label="Machines"
          columns={columns}
          rows={arrayRows(rows)}
          rowKey={({ id }) => id}
          rowHeight={ROW_HEIGHT}
          sort={sort}
          onSort={setSort}
          onOpen={({ id }) => onOpen(id)}
          menu={menu}
          empty={
            machines.length === 0 ? (
              <EmptyState icon="server" title="No machines">
                They come when tasks wait in its queues.
              </EmptyState>
            ) : (
              <EmptyState icon="filter" title="No machine matches" />
            )
          }
        />
      </Fill>
    </>
  );
}
