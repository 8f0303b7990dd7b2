import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDialogs } from './dialogs.tsx';
import { FormError } from './form-error.tsx';
import { useSubmit } from './use-submit.ts';

interface DialogProps {
  title: string;
  children: ReactNode;
  submitLabel: string;
  /** What the main button does; a rejection keeps the dialog open and shows why. */
  onSubmit: () => Promise<unknown>;
  canSubmit?: boolean;
  danger?: boolean;
  size?: string;
  /** Left out where the dialog shows another step after success. */
  closeOnSuccess?: boolean;
}

/** A question with one main answer: Enter submits, Escape leaves. */
export function Dialog({
  title,
  children,
  submitLabel,
  onSubmit,
  canSubmit = true,
  danger,
  size = 'md',
  closeOnSuccess = true,
}: DialogProps) {
  const { close } = useDialogs();
  const { busy, error, submit } = useSubmit(onSubmit);
  return (
    <Modal opened onClose={close} title={<strong>{title}</strong>} size={size}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!canSubmit) return;
          if ((await submit()) && closeOnSuccess) close();
        }}
      >
        <Stack gap="sm">
          {children}
          <FormError message={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={!canSubmit} {...(danger ? { color: 'red' } : {})}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
