import { Suspense } from 'react';
import { useParams } from 'react-router';
import { NavTabs } from '../../components/nav-tabs.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { LoadingState } from '../../components/states.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { useTask } from '../../queries/use-task.ts';
import { NotFound } from '../not-found.tsx';
import { TaskHeader } from './task-header.tsx';
import classes from './task-page.module.css';
import { TABS } from './task-tabs.tsx';

export function TaskPage() {
  const { taskId = '', tab = 'execution' } = useParams();
  useLiveTopics(`task:${taskId}`, 'queues');
  const query = useTask(taskId);
  const current = TABS.find(({ key }) => key === tab);
  if (!current) return <NotFound />;
  return (
    <QueryView query={query}>
      {(task) => (
        <div className={classes.page}>
          <TaskHeader task={task} />
          <NavTabs
            label="Task"
            tabs={TABS.map(({ key, label }) => ({ key, label, to: `/tasks/${taskId}/${key}` }))}
            current={current.key}
          />
          <div className={current.full ? classes.full : classes.body}>
            <Suspense fallback={<LoadingState />}>{current.render(task)}</Suspense>
          </div>
        </div>
      )}
    </QueryView>
  );
}
