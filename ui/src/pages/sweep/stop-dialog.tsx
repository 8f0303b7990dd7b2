import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SweepView } from '../../../../workflows/contracts/sweep-api.ts';
import { stopSweep } from '../../api/sweeps.ts';
import { stopTask } from '../../api/tasks.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useChangeSweep } from '../../queries/use-sweep.ts';

/** Asks before a sweep is ended. */
export function StopDialog({ sweep }: { sweep: SweepView }) {
  const change = useChangeSweep(sweep.id);
  const [reason, setReason] = useState('');
  const ours = sweep.engine === 'perdura';
  return (
    <Dialog
      title="Stop the sweep"
      submitLabel="Stop"
      danger
      onSubmit={() => change(() => (ours ? stopSweep(sweep.id, reason.trim()) : stopTask(sweep.id)))}
    >
      <Text size="sm">
        {ours
          ? 'Trials that wait or run are stopped. What they reported is kept, and the best trials stay in view.'
          : 'The process of the optimizer is stopped; its trials end as it decides.'}
      </Text>
      {ours && (
        <TextInput
          label="Reason"
          description="Stands in the history"
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </Dialog>
  );
}
