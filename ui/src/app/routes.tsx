import { createBrowserRouter, Navigate, useParams } from 'react-router';
import { Layout } from './layout.tsx';
import { RequireSession } from './session.tsx';

/** Every address of the web interface. Pages are loaded when they are first opened. */
export const router = createBrowserRouter([
  {
    path: '/login',
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import('../pages/login/login-page.tsx')).LoginPage }),
  },
  {
    element: (
      <RequireSession>
        <Layout />
      </RequireSession>
    ),
    HydrateFallback: () => null,
    children: [
      { path: '/', element: <Navigate to="/tasks" replace /> },
      { path: '/dashboard', element: <Navigate to="/tasks" replace /> },
      { path: '/tasks', lazy: tasksPage },
      { path: '/projects/:projectId', element: <ToProjectTasks /> },
      { path: '/projects/:projectId/tasks', lazy: tasksPage },
      { path: '/tasks/:taskId', element: <ToTab /> },
      { path: '/tasks/:taskId/:tab', lazy: async () => ({ Component: (await import('../pages/task/task-page.tsx')).TaskPage }) },
      // Addresses that the ClearML SDK prints and stores.
      { path: '/projects/:projectId/tasks/:taskId/*', element: <FromClearml /> },
      { path: '/projects/:projectId/experiments/:taskId/*', element: <FromClearml /> },
      { path: '/queues', lazy: async () => ({ Component: (await import('../pages/queues/queues-page.tsx')).QueuesPage }) },
      { path: '/queues/:queueId', lazy: async () => ({ Component: (await import('../pages/queues/queue-page.tsx')).QueuePage }) },
      { path: '/workers', lazy: async () => ({ Component: (await import('../pages/workers/workers-page.tsx')).WorkersPage }) },
      {
        path: '/workers/:workerId',
        lazy: async () => ({ Component: (await import('../pages/workers/worker-page.tsx')).WorkerPage }),
      },
      { path: '/workers-and-queues/*', element: <Navigate to="/queues" replace /> },
      { path: '/settings', element: <Navigate to="/settings/profile" replace /> },
      { path: '/settings/workspace-configuration', element: <Navigate to="/settings/credentials" replace /> },
      {
        path: '/settings/:section',
        lazy: async () => ({ Component: (await import('../pages/settings/settings-page.tsx')).SettingsPage }),
      },
      { path: '*', lazy: async () => ({ Component: (await import('../pages/not-found.tsx')).NotFound }) },
    ],
  },
]);

async function tasksPage() {
  return { Component: (await import('../pages/tasks/tasks-page.tsx')).TasksPage };
}

function ToTab() {
  return <Navigate to={`/tasks/${useParams().taskId}/execution`} replace />;
}

function ToProjectTasks() {
  return <Navigate to={`/projects/${useParams().projectId}/tasks`} replace />;
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
