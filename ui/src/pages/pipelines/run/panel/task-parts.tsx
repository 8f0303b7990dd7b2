import type { ReactNode } from 'react';
import type { Task } from '../../../../api/types.ts';
import { EmptyNote } from '../../../../components/empty-note.tsx';
import { QueryView } from '../../../../components/query-view.tsx';
import { useLiveTopics } from '../../../../live/hooks.ts';
import { useTask } from '../../../../queries/use-task.ts';
import { TaskArtifacts, TaskModels } from '../../../task/artifacts/artifacts-tab.tsx';
import { ConfigurationTab } from '../../../task/configuration/configuration-tab.tsx';
import { ExecutionTab } from '../../../task/execution/execution-tab.tsx';
import { ConsoleTab, ScalarsTab } from '../../../task/late-tabs.tsx';
import type { PanelTab } from './panel-tabs.tsx';

/** What the page of a task shows, as tabs of the panel. */
export const TASK_PARTS = {
  parameters: { key: 'parameters', label: 'PARAMETERS', draw: (task) => <ConfigurationTab task={task} /> },
  console: { key: 'console', label: 'CONSOLE', full: true, draw: (task) => <ConsoleTab key={task.id} task={task} /> },
  metrics: { key: 'metrics', label: 'METRICS', draw: (task) => <ScalarsTab key={task.id} task={task} /> },
  artifacts: { key: 'artifacts', label: 'ARTIFACTS', draw: (task) => <TaskArtifacts task={task} /> },
  models: { key: 'models', label: 'MODELS', draw: (task) => <TaskModels task={task} /> },
  code: { key: 'code', label: 'CODE', draw: (task) => <ExecutionTab task={task} /> },
} satisfies Record<string, TaskPart>;

interface TaskPart {
  key: string;
  label: string;
  full?: boolean;
  draw: (task: Task) => ReactNode;
}

/** The tab of a step's task; `instead` is shown while there is none. */
export function taskTab({ draw, ...tab }: TaskPart, taskId: string | null, instead: ReactNode): PanelTab {
  return { ...tab, render: () => (taskId === null ? instead : <OfTask id={taskId}>{draw}</OfTask>) };
}

export const noTask = <EmptyNote text="The step has no task yet." />;
export const tasksOfInstances = <EmptyNote text="Each of its instances has a task of its own: choose one." />;

function OfTask({ id, children }: { id: string; children: (task: Task) => ReactNode }) {
  useLiveTopics(`task:${id}`);
  const query = useTask(id);
  return <QueryView query={query}>{children}</QueryView>;
}
