import { tabCode } from '../pages/task/tab-code.ts';

/** Code of each page, fetched when it is first opened. */
export const pages = {
  login: async () => ({ Component: (await import('../pages/login/login-page.tsx')).LoginPage }),
  tasks: async () => ({ Component: (await import('../pages/tasks/tasks-page.tsx')).TasksPage }),
  task: async () => ({ Component: (await import('../pages/task/task-page.tsx')).TaskPage }),
  pipelines: async () => ({ Component: (await import('../pages/pipelines/pipelines-page.tsx')).PipelinesPage }),
  pipeline: async () => ({ Component: (await import('../pages/pipelines/runs/runs-page.tsx')).RunsPage }),
  pipelineRun: async () => ({ Component: (await import('../pages/pipelines/run/run-page.tsx')).RunPage }),
  sweeps: async () => ({ Component: (await import('../pages/sweeps/sweeps-page.tsx')).SweepsPage }),
  compare: async () => ({ Component: (await import('../pages/compare/compare-page.tsx')).ComparePage }),
  newSweep: async () => ({ Component: (await import('../pages/new-sweep/new-sweep-page.tsx')).NewSweepPage }),
  sweep: async () => ({ Component: (await import('../pages/sweep/sweep-page.tsx')).SweepPage }),
  queues: async () => ({ Component: (await import('../pages/queues/queues-page.tsx')).QueuesPage }),
  queue: async () => ({ Component: (await import('../pages/queues/queue-page.tsx')).QueuePage }),
  workers: async () => ({ Component: (await import('../pages/workers/workers-page.tsx')).WorkersPage }),
  worker: async () => ({ Component: (await import('../pages/workers/worker-page.tsx')).WorkerPage }),
  autoscalers: async () => ({ Component: (await import('../pages/autoscalers/autoscalers-page.tsx')).AutoscalersPage }),
  newAutoscaler: async () => ({ Component: (await import('../pages/new-autoscaler/new-autoscaler-page.tsx')).NewAutoscalerPage }),
  autoscaler: async () => ({ Component: (await import('../pages/autoscaler/autoscaler-page.tsx')).AutoscalerPage }),
  settings: async () => ({ Component: (await import('../pages/settings/settings-page.tsx')).SettingsPage }),
  notFound: async () => ({ Component: (await import('../pages/not-found.tsx')).NotFound }),
};

/** Fetches the code of all pages ahead: opening one is immediate then, and possible while the server is away. */
export async function preloadPages(): Promise<void> {
  await Promise.all([...Object.values(pages).map((load) => load()), ...Object.values(tabCode).map(({ load }) => load())]);
}
