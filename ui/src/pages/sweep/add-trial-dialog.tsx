import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { addTrial } from '../../api/sweeps.ts';
import { Dialog } from '../../components/dialog.tsx';
import { toast } from '../../components/toaster.tsx';
import { describeSpace } from '../../domain/sweep/describe-space.ts';
import { handFields, readHandTrial } from '../../domain/sweep/hand-trial.ts';
import { useChangeSweep } from '../../queries/use-sweep.ts';

/** Asks for the parameters of a trial that is started beside those of the strategy. */
export function AddTrialDialog({ sweepId, space }: { sweepId: string; space: SearchSpace }) {
  const change = useChangeSweep(sweepId);
  const fields = handFields(space);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const { parameters, problems } = readHandTrial(fields, texts);
  const [tried, setTried] = useState(false);
  const send = async () => {
    setTried(true);
    if (Object.keys(problems).length > 0) throw new Error('Some values are missing or wrong.');
    await change(() => addTrial(sweepId, parameters));
    toast.ok('Trial added');
  };
  return (
    <Dialog title="Add a trial" submitLabel="Add" onSubmit={send}>
      <Text size="sm" c="dimmed">
        It is started with these values as soon as there is room, and counts like the others.
      </Text>
      {fields.map(({ name, space: own, optional }, index) => (
        <TextInput
          key={name}
          label={name}
          description={`${describeSpace(own)}${optional ? ' (may be empty)' : ''}`}
          {...(index === 0 ? { 'data-autofocus': true } : {})}
          value={texts[name] ?? ''}
          error={tried ? problems[name] : undefined}
          onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
        />
      ))}
    </Dialog>
  );
}
