import { createBrowserRouter, Navigate, useParams } from 'react-router';
import { fetchTaskAhead } from './fetch-ahead.ts';
import { Layout } from './layout.tsx';
import { pages } from './pages.ts';
import { RouteFault } from './route-fault.tsx';
import { RequireSession } from './session.tsx';

/** Every address of the web interface. */
export const router = createBrowserRouter([
  { path: '/login', HydrateFallback: () => null, lazy: pages.login },
  {
    element: (
      <RequireSession>
        <Layout />
      </RequireSession>
    ),
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <RouteFault />,
        children: [
          { path: '/', element: <Navigate to="/tasks" replace /> },
          { path: '/dashboard', element: <Navigate to="/tasks" replace /> },
          { path: '/tasks', lazy: pages.tasks },
          { path: '/projects/:projectId', element: <ToProjectTasks /> },
          { path: '/projects/:projectId/tasks', lazy: pages.tasks },
          { path: '/tasks/:taskId', element: <ToTab /> },
          { path: '/tasks/:taskId/:tab', lazy: pages.task, loader: fetchTaskAhead },
          // Addresses that the ClearML SDK prints and stores.
          { path: '/projects/:projectId/tasks/:taskId/*', element: <FromClearml /> },
          { path: '/projects/:projectId/experiments/:taskId/*', element: <FromClearml /> },
          { path: '/pipelines', lazy: pages.pipelines },
          { path: '/pipelines/:pipelineId', lazy: pages.pipeline },
          { path: '/pipelines/runs/:run', lazy: pages.pipelineRun },
          { path: '/pipelines/runs/:run/:view', lazy: pages.pipelineRun },
          { path: '/pipelines/:pipelineId/tasks', element: <ToPipeline /> },
          { path: '/pipelines/:projectId/:kind/:taskId/*', element: <ToRun /> },
          { path: '/compare', lazy: pages.compare },
          { path: '/compare/:tab', lazy: pages.compare },
          { path: '/sweeps', lazy: pages.sweeps },
          { path: '/sweeps/new', lazy: pages.newSweep },
          { path: '/sweeps/:sweepId', lazy: pages.sweep },
          { path: '/queues', lazy: pages.queues },
          { path: '/queues/:queueId', lazy: pages.queue },
          { path: '/workers', lazy: pages.workers },
          { path: '/workers/:workerId', lazy: pages.worker },
          { path: '/autoscalers', lazy: pages.autoscalers },
          { path: '/autoscalers/new', lazy: pages.newAutoscaler },
          { path: '/autoscalers/:scalerId', lazy: pages.autoscaler },
          { path: '/workers-and-queues/*', element: <Navigate to="/queues" replace /> },
          { path: '/settings', element: <Navigate to="/settings/profile" replace /> },
          { path: '/settings/workspace-configuration', element: <Navigate to="/settings/credentials" replace /> },
          { path: '/settings/:section', lazy: pages.settings },
          { path: '*', lazy: pages.notFound },
        ],
      },
    ],
  },
]);

function ToTab() {
  return <Navigate to={`/tasks/${useParams().taskId}/execution`} replace />;
}

function ToProjectTasks() {
  return <Navigate to={`/projects/${useParams().projectId}/tasks`} replace />;
}

function ToPipeline() {
  return <Navigate to={`/pipelines/${useParams().pipelineId}`} replace />;
}

/** The address of a run that the ClearML SDK prints. */
function ToRun() {
  return <Navigate to={`/pipelines/runs/${useParams().taskId}`} replace />;
}

const CLEARML_TABS: Record<string, string> = {
  'output/log': 'console',
  'info-output/log': 'console',
  'output/metrics/scalar': 'scalars',
  'info-output/metrics/scalar': 'scalars',
  'output/metrics/plots': 'plots',
  'info-output/metrics/plots': 'plots',
  'output/debugImages': 'debug-samples',
  'hyper-params': 'configuration',
  artifacts: 'artifacts',
  'general-info': 'info',
};

function FromClearml() {
  const { taskId, '*': rest = '' } = useParams();
  const known = Object.keys(CLEARML_TABS).find((path) => rest.startsWith(path));
  return <Navigate to={`/tasks/${taskId}/${known ? CLEARML_TABS[known] : 'execution'}`} replace />;
}
