import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { moveEntry, moveEntryToBack, moveEntryToFront, moveToQueue } from '../../api/queues.ts';
import { dequeueTask } from '../../api/tasks.ts';
import type { Queue, QueueEntry } from '../../api/types.ts';
import { useGuard } from '../../app/rights.tsx';
import type { MenuEntry } from '../../components/data-table/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { toast } from '../../components/toaster.tsx';
import { moved } from '../../domain/moved.ts';
import type { TaskSubject } from '../../task-actions/types.ts';
import { usePerform } from '../../task-actions/use-perform.ts';

interface EntryActions {
  /** Moves the entry at one place to another, shown at once and taken back when the server refuses. */
  move: (from: number, to: number) => void;
  menu: (entry: QueueEntry) => MenuEntry[];
}

export function useEntryActions(queue: Queue, queues: Queue[]): EntryActions {
  const queryClient = useQueryClient();
  const { open } = useDialogs();
  const perform = usePerform();
  const guard = useGuard('work');
  const { entries } = queue;

  const move = async (from: number, to: number) => {
    const task = entries[from]!.task.id;
    await queryClient.cancelQueries({ queryKey: queryKeys.queues });
    queryClient.setQueryData<Queue[]>(queryKeys.queues, (all) =>
      all?.map((one) => (one.id === queue.id ? { ...one, entries: moved(one.entries, from, to) } : one)),
    );
    try {
      await sendMove(queue, task, from, to);
    } catch (error) {
      toast.error('Not moved', error instanceof Error ? error.message : undefined);
    }
    await queryClient.invalidateQueries({ queryKey: queryKeys.queues });
  };
  const dequeue = (entry: QueueEntry) =>
    perform([toSubject(entry)], 'Removed from the queue', ({ id }) => dequeueTask(id)).catch((error: Error) =>
      toast.error('Not removed', error.message),
    );

  const menu = (entry: QueueEntry): MenuEntry[] => {
    const at = entries.indexOf(entry);
    const last = queue.count - 1;
    const all: MenuEntry[] = [
      { key: 'front', label: 'To the front', icon: 'arrowTop', disabled: at === 0, onSelect: () => void move(at, 0) },
      { key: 'up', label: 'One up', icon: 'arrowUp', disabled: at === 0, onSelect: () => void move(at, at - 1) },
      { key: 'down', label: 'One down', icon: 'arrowDown', disabled: at === last, onSelect: () => void move(at, at + 1) },
      { key: 'back', label: 'To the back', icon: 'arrowBottom', disabled: at === last, onSelect: () => void move(at, last) },
      {
        key: 'other',
        label: 'Move to another queue',
        icon: 'queue',
        divided: true,
        disabled: queues.length < 2,
        onSelect: () => open(<OtherQueueDialog entry={entry} queue={queue} queues={queues} />),
      },
      { key: 'remove', label: 'Remove from queue', icon: 'undo', onSelect: () => void dequeue(entry) },
    ];
    return all.map(guard);
  };
  return { move: (from, to) => void move(from, to), menu };
}

function sendMove(queue: Queue, task: string, from: number, to: number): Promise<unknown> {
  if (to === 0) return moveEntryToFront(queue.id, task);
  if (to === queue.count - 1) return moveEntryToBack(queue.id, task);
  return moveEntry(queue.id, task, to - from);
}

const toSubject = ({ task }: QueueEntry): TaskSubject => ({ id: task.id, name: task.name, status: 'queued' });

function OtherQueueDialog({ entry, queue, queues }: { entry: QueueEntry; queue: Queue; queues: Queue[] }) {
  const perform = usePerform();
  const others = queues.filter(({ id }) => id !== queue.id);
  const [target, setTarget] = useState(others[0]!.id);
  return (
    <Dialog
      title={`Move ${entry.task.name}`}
      submitLabel="Move"
      onSubmit={() => perform([toSubject(entry)], 'Moved', ({ id }) => moveToQueue(id, target))}
    >
      <Select
        label="To the end of queue"
        data-autofocus
        openOnFocus={false}
        allowDeselect={false}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={target}
        onChange={(value) => value && setTarget(value)}
      />
    </Dialog>
  );
}
