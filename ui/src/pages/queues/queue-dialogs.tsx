import { Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { clearQueue, createQueue, deleteQueue, renameQueue } from '../../api/queues.ts';
import type { Queue } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { plural } from '../../domain/format.ts';

/** Creates a queue, or renames the one that is given. */
export function QueueNameDialog({ queue }: { queue?: Queue }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(queue?.name ?? '');
  const save = async () => {
    await (queue ? renameQueue(queue.id, name.trim()) : createQueue(name.trim()));
    await queryClient.invalidateQueries({ queryKey: queryKeys.queues });
  };
  return (
    <Dialog
      title={queue ? 'Rename queue' : 'New queue'}
      submitLabel={queue ? 'Rename' : 'Create'}
      canSubmit={name.trim() !== ''}
      onSubmit={save}
    >
      <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
    </Dialog>
  );
}

/** Asks before a queue is emptied or deleted: its tasks become Drafts again. */
export function QueueRemovalDialog({ queue, action, onDone }: { queue: Queue; action: 'clear' | 'delete'; onDone?: () => void }) {
  const queryClient = useQueryClient();
  const waiting = queue.count;
  const run = async () => {
    await (action === 'clear' ? clearQueue(queue.id) : deleteQueue(queue.id, true));
    void queryClient.invalidateQueries({ queryKey: queryKeys.queues });
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskPages });
    onDone?.();
  };
  return (
    <Dialog
      title={`${action === 'clear' ? 'Clear' : 'Delete'} queue ${queue.name}`}
      submitLabel={action === 'clear' ? 'Clear' : 'Delete'}
      danger
      onSubmit={run}
    >
      <Text size="sm">{waiting === 0 ? 'The queue is empty.' : `${plural(waiting, 'waiting task')} will be Draft again.`}</Text>
      {action === 'delete' && queue.workers.length > 0 && (
        <Text size="sm" c="dimmed">
          {plural(queue.workers.length, 'agent')} still {queue.workers.length === 1 ? 'serves' : 'serve'} this queue.
        </Text>
      )}
    </Dialog>
  );
}
