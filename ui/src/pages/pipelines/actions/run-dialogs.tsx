import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../../components/dialog.tsx';

interface AbortDialogProps {
  name: string;
  onSubmit: (reason: string) => Promise<unknown>;
}

/** Asks before a run is aborted, and why. */
export function AbortDialog({ name, onSubmit }: AbortDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <Dialog title={`Abort ${name}`} submitLabel="Abort" danger onSubmit={() => onSubmit(reason.trim())}>
      <Text size="sm">Steps that run are stopped. What is finished is kept, so that the run can be continued.</Text>
      <TextInput label="Reason" data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

interface ApprovalDialogProps {
  step: string;
  prompt: string | null;
  approved: boolean;
  onSubmit: (comment: string) => Promise<unknown>;
}

/** Approves or refuses a step that waits for a person. */
export function ApprovalDialog({ step, prompt, approved, onSubmit }: ApprovalDialogProps) {
  const [comment, setComment] = useState('');
  return (
    <Dialog
      title={`${approved ? 'Approve' : 'Refuse'} ${step}`}
      submitLabel={approved ? 'Approve' : 'Refuse'}
      danger={!approved}
      onSubmit={() => onSubmit(comment.trim())}
    >
      {prompt && <Text size="sm">{prompt}</Text>}
      {!approved && (
        <Text size="sm" c="dimmed">
          The step fails.
        </Text>
      )}
      <Textarea
        label="Comment"
        data-autofocus
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </Dialog>
  );
}

interface RerunDialogProps {
  step: string;
  descendants: string[];
  onSubmit: () => Promise<unknown>;
}

const MOST_NAMES = 12;

/** Asks before a step and what depends on it run again. */
export function RerunDialog({ step, descendants, onSubmit }: RerunDialogProps) {
  const more = descendants.length - MOST_NAMES;
  return (
    <Dialog title={`Run again from ${step}`} submitLabel="Run again" onSubmit={onSubmit}>
      <Text size="sm">
        {descendants.length === 0
          ? 'Nothing depends on this step: it alone runs again.'
          : `What depends on it runs again too: ${descendants.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`}
      </Text>
      <Text size="sm" c="dimmed">
        All other steps keep what they have.
      </Text>
    </Dialog>
  );
}
