import { Text } from '@mantine/core';
import { useState } from 'react';
import type { SweepChange, SweepLimits } from '../../../../workflows/contracts/sweep.ts';
import { changeSweep } from '../../api/sweeps.ts';
import { Dialog } from '../../components/dialog.tsx';
import { LimitFields } from '../../components/limit-fields.tsx';
import { toast } from '../../components/toaster.tsx';
import { changedLimits, limitDrafts, readLimits } from '../../domain/sweep/limit-drafts.ts';
import { useChangeSweep } from '../../queries/use-sweep.ts';

interface LimitsDialogProps {
  sweepId: string;
  limits: SweepLimits;
  keepTop: number | null;
}

/** Changes the limits of a sweep while it runs. Only what was changed is sent, so that others' changes stay. */
export function LimitsDialog({ sweepId, limits, keepTop }: LimitsDialogProps) {
  const change = useChangeSweep(sweepId);
  const [drafts, setDrafts] = useState(() => limitDrafts(limits, keepTop));
  const reading = readLimits(drafts);
  const send = async () => {
    const changed: SweepChange = changedLimits({ limits, keepTop }, reading);
    if (Object.keys(changed).length === 0) return;
    await change(() => changeSweep(sweepId, changed));
    toast.ok('Limits changed');
  };
  return (
    <Dialog
      title="Change limits"
      submitLabel="Change"
      size="lg"
      canSubmit={Object.keys(reading.problems).length === 0}
      onSubmit={send}
    >
      <Text size="sm" c="dimmed">
        A lower limit holds for what is started from now on; a reached one ends the sweep.
      </Text>
      <LimitFields drafts={drafts} problems={reading.problems} onChange={setDrafts} />
    </Dialog>
  );
}
