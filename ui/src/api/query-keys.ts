/** Every key under which server data is cached; the live stream invalidates by these. */
export const queryKeys = {
  session: ['session'] as const,
  credentials: ['credentials'] as const,
  accounts: ['accounts'] as const,
  credentialsOf: (user: string) => ['accounts', user, 'credentials'] as const,
  projects: ['projects'] as const,
  users: ['users'] as const,
  tags: ['tags'] as const,
  taskPages: ['tasks'] as const,
  taskPage: (query: object, page: number) => ['tasks', query, page] as const,
  task: (id: string) => ['task', id] as const,
  taskPart: (id: string, part: TaskPart, ...rest: unknown[]) => ['task', id, part, ...rest] as const,
  openChildren: (id: string) => ['tasks', 'open-children', id] as const,
  compared: (ids: string[]) => ['compare', ...ids] as const,
  comparedAll: ['compare'] as const,
  queues: ['queues'] as const,
  /** Under the queues, because every change of a queue may change the reason. */
  waiting: (taskId: string) => ['queues', 'waiting', taskId] as const,
  queueMetrics: (id: string, hours: number) => ['queues', id, 'metrics', hours] as const,
  pipelines: ['pipelines'] as const,
  /** Under the pipelines, because every change of a run shows in its row. */
  pipelineRuns: (id: string, archived: boolean) => ['pipelines', id, 'runs', archived] as const,
  pipelineRun: (run: string) => ['pipeline', run] as const,
  pipelineRunEvents: (run: string) => ['pipeline', run, 'events'] as const,
  sweeps: ['sweeps'] as const,
  sweepList: (archived: boolean) => ['sweeps', archived] as const,
  sweep: (id: string) => ['sweep', id] as const,
  sweepPart: (id: string, part: 'summary' | 'trials' | 'history') => ['sweep', id, part] as const,
  autoscalers: ['autoscalers'] as const,
  autoscalerList: ['autoscalers', 'list'] as const,
  /** Under the autoscalers, because what queues and agents do changes them. */
  autoscalerNow: (id: string) => ['autoscalers', 'now', id] as const,
  autoscalerSummary: (id: string) => ['autoscalers', 'now', id, 'summary'] as const,
  autoscalerMachines: (id: string, ended: boolean) => ['autoscalers', 'now', id, 'machines', ended] as const,
  autoscalerPast: (id: string) => ['autoscaler', id] as const,
  autoscalerEvents: (id: string) => ['autoscaler', id, 'events'] as const,
  autoscalerGraph: (id: string, seconds: number) => ['autoscaler', id, 'graph', seconds] as const,
  machineConsole: (id: string, machine: string) => ['autoscaler', id, 'console', machine] as const,
  workers: ['workers'] as const,
  /** By the credentials too, never by what is secret of them. */
  signedFile: (uri: string, credentials: string) => ['signed-file', uri, credentials] as const,
  fleet: (range: string) => ['fleet', range] as const,
  workerStatistics: (id: string, range: string) => ['workers', id, 'statistics', range] as const,
};

/** Parts of a task that are fetched apart. */
export type TaskPart = 'record' | 'models' | 'attempts' | 'history' | 'scalars' | 'single-values' | 'plots' | 'debug-samples';
