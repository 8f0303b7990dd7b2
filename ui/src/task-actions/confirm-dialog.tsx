import { Text } from '@mantine/core';
import { Dialog } from '../components/dialog.tsx';
import { SubjectList } from './subject-list.tsx';
import type { TaskSubject } from './types.ts';

interface ConfirmDialogProps {
  title: string;
  /** What will happen. */
  text: string;
  submitLabel: string;
  danger?: boolean;
  tasks: TaskSubject[];
  skipped: number;
  onSubmit: () => Promise<unknown>;
}

export function ConfirmDialog({ title, text, submitLabel, danger, tasks, skipped, onSubmit }: ConfirmDialogProps) {
  return (
    <Dialog title={title} submitLabel={submitLabel} onSubmit={onSubmit} {...(danger ? { danger } : {})}>
      <SubjectList tasks={tasks} skipped={skipped} />
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    </Dialog>
  );
}
