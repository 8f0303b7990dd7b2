import type { Queue } from '../../api/types.ts';
import { useGuard } from '../../app/rights.tsx';
import type { MenuEntry } from '../../components/data-table/types.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { QueueNameDialog, QueueRemovalDialog } from './queue-dialogs.tsx';

/** What can be done to a queue. */
export function useQueueMenu(onDeleted?: () => void): (queue: Queue) => MenuEntry[] {
  const { open } = useDialogs();
  const guard = useGuard('work');
  const entries = (queue: Queue): MenuEntry[] => [
    { key: 'rename', label: 'Rename', icon: 'edit', onSelect: () => open(<QueueNameDialog queue={queue} />) },
    {
      key: 'clear',
      label: 'Clear',
      icon: 'close',
      disabled: queue.count === 0,
      onSelect: () => open(<QueueRemovalDialog queue={queue} action="clear" />),
    },
    {
      key: 'delete',
      label: 'Delete',
      icon: 'trash',
      danger: true,
      divided: true,
      onSelect: () => open(<QueueRemovalDialog queue={queue} action="delete" {...(onDeleted ? { onDone: onDeleted } : {})} />),
    },
  ];
  return (queue) => entries(queue).map(guard);
}
