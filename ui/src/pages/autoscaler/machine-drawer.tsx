import { Button, Drawer } from '@mantine/core';
import { Link } from 'react-router';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { useMay } from '../../app/rights.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { Facts } from '../../components/facts.tsx';
import { FormError } from '../../components/form-error.tsx';
import { Icon } from '../../components/icon.tsx';
import { MachineBadge } from '../../components/machine-badge.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { DateTime, Elapsed } from '../../components/time.tsx';
import { formatHours, formatMoney, plural } from '../../domain/format.ts';
import { isEndable, machineName } from '../../domain/scalers/machine-rows.ts';
import { useMachines } from '../../queries/use-autoscaler.ts';
import classes from './autoscaler-page.module.css';
import { EndMachineDialog } from './end-machine-dialog.tsx';
import { MachineConsole } from './machine-console.tsx';
import { useMachineAddress } from './use-machine-address.ts';

/** All that is known of one machine, and what it printed, at the side of the page. */
export function MachineDrawer({ scalerId }: { scalerId: string }) {
  const { machine, setMachine } = useMachineAddress();
  return (
    <Drawer
      opened={machine !== null}
      onClose={() => setMachine(null)}
      position="right"
      size={620}
      title={<strong>Machine</strong>}
      styles={{ content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1, minHeight: 0, display: 'flex' } }}
    >
      {machine !== null && <OneMachine scalerId={scalerId} id={machine} />}
    </Drawer>
  );
}

/** Read among those that ended too: a machine that ends stays in view. */
function OneMachine({ scalerId, id }: { scalerId: string; id: string }) {
  const query = useMachines(scalerId, true);
  return (
    <QueryView query={query}>
      {(machines) => {
        const machine = machines.find((one) => one.id === id);
        if (!machine) return <EmptyState icon="server" title="There is no such machine" />;
        return (
          <div style={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
            <div className={classes.drawerError}>
              <FormError message={machine.error} />
            </div>
            <MachineFacts scalerId={scalerId} machine={machine} />
            <MachineConsole scalerId={scalerId} machine={machine} />
          </div>
        );
      }}
    </QueryView>
  );
}

function MachineFacts({ scalerId, machine }: { scalerId: string; machine: MachineView }) {
  const { open } = useDialogs();
  const may = useMay('administer');
  const { state, since, task, tasks, worker, queue, resource, instanceType, spot, zone, interrupted, endWhy, endReason } =
    machine;
  return (
    <Facts
      facts={[
        { label: 'Machine', value: machineName(machine), copy: machine.cloudId ?? machine.id },
        {
          label: 'State',
          value: (
            <>
              <MachineBadge state={state} /> <span className="dim">{state === 'ended' ? 'since' : 'for'}</span>{' '}
              {state === 'ended' ? <DateTime value={since} /> : <Elapsed start={since} />}
              {interrupted && <span className="wrong"> the cloud takes it back</span>}
              {may && isEndable(machine) && (
                <Button
                  variant="default"
                  size="compact-xs"
                  ml={10}
                  leftSection={<Icon name="stop" size={11} />}
                  onClick={() => open(<EndMachineDialog scalerId={scalerId} machine={machine} />)}
                >
                  End it
                </Button>
              )}
            </>
          ),
        },
        { label: 'Why launched', value: machine.why },
        ...(endWhy || endReason ? [{ label: 'Why ended', value: endWhy ?? endReason }] : []),
        {
          label: 'Task',
          value: (
            <>
              {task && <Link to={`/tasks/${task.id}/console`}>{task.name}</Link>}{' '}
              <span className="dim">{plural(tasks, 'task')} so far</span>
            </>
          ),
        },
        { label: 'Worker', value: worker && <Link to={`/workers/${encodeURIComponent(worker)}`}>{worker}</Link> },
        { label: 'Queue', value: queue },
        { label: 'Resource', value: [resource, instanceType, spot ? 'spot' : null, zone].filter(Boolean).join(', ') },
        { label: 'Asked for', value: <DateTime value={machine.created} /> },
        { label: 'Joined', value: machine.joined && <DateTime value={machine.joined} /> },
        { label: 'Uptime and cost', value: `${formatHours(machine.hours)}, ${formatMoney(machine.cost)}` },
      ]}
    />
  );
}
