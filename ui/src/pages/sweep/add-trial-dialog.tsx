import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { addTrial } from '../../api/sweeps.ts';
import { Dialog } from '../../components/dialog.tsx';
import { toast } from '../../components/toaster.tsx';
import { describeSpace } from '../../domain/sweep/describe-space.ts';
import { handFields, isAsked, readHandTrial } from '../../domain/sweep/hand-trial.ts';
import { useChangeSweep } from '../../queries/use-sweep.ts';

/** Asks for the parameters of a trial that is started beside those of the strategy. */
export function AddTrialDialog({ sweepId, space }: { sweepId: string; space: SearchSpace }) {
  const change = useChangeSweep(sweepId);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const { parameters, problems } = readHandTrial(space, texts);
  const fields = handFields(space).filter((field) => isAsked(field, parameters));
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
      {fields.map(({ name, space: own }, index) => (
        <TextInput
          key={name}
          label={name}
          description={own.kind === 'set' ? `Number of the value: ${describeSpace(own)}` : describeSpace(own)}
          {...(index === 0 ? { 'data-autofocus': true } : {})}
          value={texts[name] ?? ''}
          error={tried ? problems[name] : undefined}
          onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
        />
      ))}
    </Dialog>
  );
}
