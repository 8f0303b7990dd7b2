import { useNavigate } from 'react-router';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { useGuard } from '../../app/rights.tsx';
import type { MenuEntry } from '../../components/data-table/types.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { isEndable } from '../../domain/scalers/machine-rows.ts';
import { EndMachineDialog } from './end-machine-dialog.tsx';

/** What can be done to a machine, and where what belongs to it is. */
export function useMachineMenu(scalerId: string, onOpen: (machine: string) => void): (machine: MachineView) => MenuEntry[] {
  const navigate = useNavigate();
  const { open } = useDialogs();
  const guard = useGuard('administer');
  return (machine) => {
    const { id, task, worker } = machine;
    return [
      { key: 'open', label: 'Details and console', icon: 'eye', onSelect: () => onOpen(id) },
      {
        key: 'task',
        label: 'Its task',
        icon: 'list',
        disabled: task === null,
        onSelect: () => task && void navigate(`/tasks/${task.id}/console`),
      },
      {
        key: 'worker',
        label: 'Its worker',
        icon: 'server',
        disabled: worker === null,
        onSelect: () => worker && void navigate(`/workers/${encodeURIComponent(worker)}`),
      },
      guard({
        key: 'end',
        label: 'End it',
        icon: 'stop',
        danger: true,
        divided: true,
        disabled: !isEndable(machine),
        onSelect: () => open(<EndMachineDialog scalerId={scalerId} machine={machine} />),
      }),
    ];
  };
}
