import { Text } from '@mantine/core';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { endMachine } from '../../api/autoscalers.ts';
import { Dialog } from '../../components/dialog.tsx';
import { toast } from '../../components/toaster.tsx';
import { machineName } from '../../domain/scalers/machine-rows.ts';
import { useChangeAutoscaler } from '../../queries/use-autoscaler.ts';

/** Asks before one machine is ended. */
export function EndMachineDialog({ scalerId, machine }: { scalerId: string; machine: MachineView }) {
  const change = useChangeAutoscaler(scalerId);
  const name = machineName(machine);
  return (
    <Dialog
      title={`End ${name}`}
      submitLabel="End it"
      danger
      onSubmit={async () => {
        await change(() => endMachine(scalerId, machine.id));
        toast.ok(`Is ended: ${name}`);
      }}
    >
      <Text size="sm">
        {machine.task ? (
          <>
            It runs <strong>{machine.task.name}</strong>, which goes back to its queue.
          </>
        ) : (
          'It has no task. Another one is launched when the queues need it.'
        )}
      </Text>
    </Dialog>
  );
}
