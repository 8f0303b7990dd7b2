import { Select } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { enqueueTask } from '../api/tasks.ts';
import type { Queue } from '../api/types.ts';
import { Dialog } from '../components/dialog.tsx';
import { QueryView } from '../components/query-view.tsx';
import { plural } from '../domain/format.ts';
import { useQueues } from '../queries/use-queues.ts';
import { SubjectList } from './subject-list.tsx';
import type { TaskSubject } from './types.ts';
import { usePerform } from './use-perform.ts';

interface EnqueueDialogProps {
  tasks: TaskSubject[];
  skipped: number;
  title: string;
}

/** Asks for the queue; offers the one that was used last. */
export function EnqueueDialog({ tasks, skipped, title }: EnqueueDialogProps) {
  const perform = usePerform();
  const queues = useQueues();
  const [last, setLast] = useLocalStorage({ key: 'perdura.last-queue', defaultValue: '', getInitialValueInEffect: false });
  const chosen =
    queues.data?.find(({ id }) => id === last) ?? queues.data?.find(({ name }) => name === 'default') ?? queues.data?.[0];
  return (
    <Dialog
      title={title}
      submitLabel="Enqueue"
      canSubmit={chosen !== undefined}
      onSubmit={() => perform(tasks, `Enqueued to ${chosen!.name}`, (task) => enqueueTask(task.id, chosen!.id))}
    >
      <SubjectList tasks={tasks} skipped={skipped} />
      <QueryView query={queues}>
        {(all) => (
          <Select
            label="Queue"
            data-autofocus
            openOnFocus={false}
            allowDeselect={false}
            searchable
            value={chosen?.id ?? null}
            data={all.map((queue) => ({ value: queue.id, label: describe(queue) }))}
            onChange={(value) => value && setLast(value)}
            description={
              chosen && chosen.workers.length === 0 ? 'No agent serves this queue now: the task waits until one does.' : undefined
            }
          />
        )}
      </QueryView>
    </Dialog>
  );
}

const describe = ({ name, count, workers }: Queue): string => `${name} (${count} waiting, ${plural(workers.length, 'agent')})`;
