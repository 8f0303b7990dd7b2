import { lazy, type ReactNode, Suspense } from 'react';
import { useParams } from 'react-router';
import type { Task } from '../../api/types.ts';
import { NavTabs } from '../../components/nav-tabs.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { LoadingState } from '../../components/states.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { useTask } from '../../queries/use-task.ts';
import { NotFound } from '../not-found.tsx';
import { ArtifactsTab } from './artifacts/artifacts-tab.tsx';
import { ConfigurationTab } from './configuration/configuration-tab.tsx';
import { ExecutionTab } from './execution/execution-tab.tsx';
import { InfoTab } from './info/info-tab.tsx';
import { TaskHeader } from './task-header.tsx';
import classes from './task-page.module.css';

const ConsoleTab = lazy(async () => ({ default: (await import('./console/console-tab.tsx')).ConsoleTab }));
const ScalarsTab = lazy(async () => ({ default: (await import('./scalars/scalars-tab.tsx')).ScalarsTab }));
const PlotsTab = lazy(async () => ({ default: (await import('./plots/plots-tab.tsx')).PlotsTab }));
const DebugSamplesTab = lazy(async () => ({ default: (await import('./plots/debug-samples-tab.tsx')).DebugSamplesTab }));

interface Tab {
  key: string;
  label: string;
  render: (task: Task) => ReactNode;
  /** The tab scrolls by itself and takes the whole height. */
  full?: boolean;
}

const TABS: Tab[] = [
  { key: 'execution', label: 'EXECUTION', render: (task) => <ExecutionTab task={task} /> },
  { key: 'configuration', label: 'CONFIGURATION', render: (task) => <ConfigurationTab task={task} /> },
  { key: 'artifacts', label: 'ARTIFACTS', render: (task) => <ArtifactsTab task={task} /> },
  { key: 'info', label: 'INFO', render: (task) => <InfoTab task={task} /> },
  { key: 'console', label: 'CONSOLE', render: (task) => <ConsoleTab key={task.id} task={task} />, full: true },
  { key: 'scalars', label: 'SCALARS', render: (task) => <ScalarsTab key={task.id} task={task} /> },
  { key: 'plots', label: 'PLOTS', render: (task) => <PlotsTab key={task.id} task={task} /> },
  { key: 'debug-samples', label: 'DEBUG SAMPLES', render: (task) => <DebugSamplesTab key={task.id} task={task} /> },
];

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
