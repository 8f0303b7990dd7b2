import { Text } from '@mantine/core';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { changeSweep } from '../../api/sweeps.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { toast } from '../../components/toaster.tsx';
import { describeSpace } from '../../domain/sweep/describe-space.ts';
import { useChangeSweep } from '../../queries/use-sweep.ts';

/** Asks before what is brushed becomes the search space: it cannot be widened again. */
export function NarrowDialog({ sweepId, space }: { sweepId: string; space: SearchSpace }) {
  const change = useChangeSweep(sweepId);
  const send = async () => {
    await change(() => changeSweep(sweepId, { space }));
    toast.ok('Search space narrowed');
  };
  return (
    <Dialog title="Narrow the search" submitLabel="Narrow" size="lg" onSubmit={send}>
      <Text size="sm" c="dimmed">
        Trials from now on are within this space. Those that wait or run are not touched, and the space cannot be widened again.
      </Text>
      <Facts facts={Object.entries(space).map(([name, one]) => ({ label: name, value: describeSpace(one) }))} />
    </Dialog>
  );
}
