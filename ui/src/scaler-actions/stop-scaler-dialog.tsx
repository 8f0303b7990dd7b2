import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type AutoscalerSummary, SHUTDOWNS, type Shutdown } from '../../../workflows/contracts/autoscaler-api.ts';
import { Dialog } from '../components/dialog.tsx';
import { plural } from '../domain/format.ts';
import { SHUTDOWN_LABELS } from '../domain/scalers/scaler-actions.ts';
import { countMachines } from '../domain/scalers/scaler-looks.ts';

interface StopScalerDialogProps {
  scaler: Pick<AutoscalerSummary, 'name' | 'machines'>;
  onSubmit: (machines: Shutdown) => Promise<unknown>;
}

/** Asks what becomes of the machines before an autoscaler is stopped. */
export function StopScalerDialog({ scaler: { name, machines }, onSubmit }: StopScalerDialogProps) {
  const [choice, setChoice] = useState<Shutdown>('idle');
  const all = countMachines(machines);
  return (
    <Dialog title={`Stop ${name}`} submitLabel="Stop" danger onSubmit={() => onSubmit(choice)}>
      <Text size="sm">
        No more machines are launched. It has {plural(all, 'machine')} now
        {all > 0 && `, ${machines.busy ?? 0} of them with a task`}.
      </Text>
      <Radio.Group label="Its machines" value={choice} onChange={(value) => setChoice(value as Shutdown)}>
        <Stack gap={8} mt={6}>
          {SHUTDOWNS.map((value) => (
            <Radio
              key={value}
              size="xs"
              value={value}
              label={SHUTDOWN_LABELS[value].label}
              description={SHUTDOWN_LABELS[value].hint}
              data-autofocus={value === choice || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Dialog>
  );
}
