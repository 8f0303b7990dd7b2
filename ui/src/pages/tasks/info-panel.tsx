import { Suspense } from 'react';
import { useNavigate } from 'react-router';
import { IconButton } from '../../components/icon-button.tsx';
import { NavTabs } from '../../components/nav-tabs.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { LoadingState } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { useTask } from '../../queries/use-task.ts';
import { TABS } from '../task/task-tabs.tsx';
import classes from './info-panel.module.css';

interface InfoPanelProps {
  taskId: string;
  tab: string;
  /** The address of a tab, with the table as it is. */
  addressOf(tab: string): string;
  onClose(): void;
}

/** A task beside the table, with the tabs of its own page. */
export function InfoPanel({ taskId, tab, addressOf, onClose }: InfoPanelProps) {
  useLiveTopics(`task:${taskId}`, 'queues');
  const navigate = useNavigate();
  const query = useTask(taskId);
  const current = TABS.find(({ key }) => key === tab) ?? TABS[0]!;
  return (
    <aside className={classes.panel} aria-label="Task beside the table">
      <QueryView query={query}>
        {(task) => (
          <>
            <header className={classes.head}>
              <h2 className="truncate" title={task.name}>
                {task.name}
              </h2>
              <StatusBadge status={task.status} message={task.status_message} />
              <span className={classes.space} />
              <IconButton icon="expand" label="Full screen" onClick={() => navigate(`/tasks/${taskId}/${current.key}`)} />
              <IconButton icon="close" label="Close" onClick={onClose} />
            </header>
            <NavTabs
              label="Task"
              tabs={TABS.map(({ key, label }) => ({ key, label, to: addressOf(key) }))}
              current={current.key}
            />
            <div className={current.full ? classes.full : classes.body}>
              <Suspense key={task.id} fallback={<LoadingState />}>
                {current.render(task)}
              </Suspense>
            </div>
          </>
        )}
      </QueryView>
    </aside>
  );
}
