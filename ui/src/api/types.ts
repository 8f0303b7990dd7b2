import type { Role } from '../../../workflows/domain/rights.ts';
import type { HoursText } from '../../../workflows/domain/working-hours/view-hours.ts';

/** Shapes of the server's answers: ClearML records as they come over the RPC, and the native endpoints under `/api`. */

export interface SessionUser {
  id: string;
  username: string;
  name: string;
  role: Role;
}

export interface ServerInfo {
  version: string;
  apiUrl: string;
  filesUrl: string;
  webUrl: string;
  temporalWebUrl: string | null;
}

/** GET /api/me */
export interface Session {
  user: SessionUser;
  server: ServerInfo;
}

/** GET /api/users */
export interface User {
  id: string;
  username: string;
  name: string;
  role: Role;
  /** `file`: kept in the users file of the server, which says who can log in with which password. */
  source: 'local' | 'file';
  disabled: boolean;
  created: string;
}

export interface Credential {
  accessKey: string;
  label: string | null;
  madeFor: 'user' | 'agent' | 'machine';
  created: string;
  lastUsed: string | null;
  lastUsedFrom: string | null;
}

/** The one answer that carries a secret. */
export interface NewCredential {
  accessKey: string;
  secretKey: string;
}

export type TaskStatus =
  | 'created'
  | 'queued'
  | 'in_progress'
  | 'stopped'
  | 'closed'
  | 'failed'
  | 'completed'
  | 'publishing'
  | 'published'
  | 'unknown';

/** A reference as `get_all_ex` resolves it; `name` is there when it was asked for. */
export interface Reference {
  id: string;
  name?: string;
}

/** The fields that a row of the task table needs. */
export interface TaskRow {
  id: string;
  name: string;
  type: string;
  status: TaskStatus;
  status_message?: string;
  tags?: string[];
  system_tags?: string[];
  project?: Reference;
  user?: Reference;
  started?: string | null;
  completed?: string | null;
  last_update?: string | null;
  last_iteration?: number;
  /** Seconds. */
  active_duration?: number | null;
  last_worker?: string | null;
}

export interface TaskScript {
  binary?: string;
  repository?: string;
  branch?: string;
  tag?: string;
  version_num?: string;
  entry_point?: string;
  working_dir?: string;
  diff?: string;
  requirements?: Record<string, string | string[] | null>;
}

export interface HyperParameter {
  section: string;
  name: string;
  value: string;
  type?: string;
  description?: string;
}

export interface ConfigurationObject {
  name: string;
  value: string;
  type?: string;
  description?: string;
}

export interface Artifact {
  key: string;
  mode?: 'input' | 'output';
  type: string;
  uri?: string;
  content_size?: number;
  hash?: string;
  /** Seconds since the epoch. */
  timestamp?: number;
  type_data?: { preview?: string; content_type?: string; data_hash?: string };
  display_data?: [string, string][];
}

export interface TaskModel {
  name: string;
  model: string | Reference;
}

/** The whole task record. */
export interface Task extends TaskRow {
  comment?: string;
  parent?: string | Reference | null;
  created?: string;
  published?: string;
  status_reason?: string;
  status_changed?: string;
  last_change?: string;
  last_worker_report?: string;
  script?: TaskScript;
  container?: { image?: string; arguments?: string; setup_shell_script?: string };
  execution?: { queue?: string | Reference | null; artifacts?: Artifact[] };
  hyperparams?: Record<string, Record<string, HyperParameter>>;
  configuration?: Record<string, ConfigurationObject>;
  models?: { input?: TaskModel[]; output?: TaskModel[] };
  output?: { destination?: string; result?: string; error?: string };
  runtime?: Record<string, unknown>;
}

/** The newest value of a metric and variant, and the least and greatest ever. */
export interface LastMetric {
  metric: string;
  variant: string;
  value: number | null;
  min_value: number | null;
  max_value: number | null;
}

/** The whole record with its newest figures, by hashes of metric and variant. */
export interface TaskWithMetrics extends Task {
  last_metrics?: Record<string, Record<string, LastMetric>>;
}

export interface Model {
  id: string;
  name: string;
  uri?: string;
  framework?: string;
  ready?: boolean;
  created?: string;
  comment?: string;
  labels?: Record<string, number>;
  tags?: string[];
  design?: { design?: string } | string;
  task?: string | Reference;
}

export interface Project {
  id: string;
  name: string;
  system_tags?: string[];
  stats?: { active?: { total_tasks?: number; status_count?: Partial<Record<TaskStatus, number>> } };
}

export type StageState = 'started' | 'completed' | 'failed' | 'pending' | 'skipped';

export interface AttemptStage {
  stage: string;
  state: StageState;
  startedAt: string | null;
  endedAt: string | null;
  detail: string | null;
}

export interface Attempt {
  number: number;
  state: string;
  worker: string | null;
  /** Whose own process it is, which no worker runs. */
  user: string | null;
  queue: string | null;
  created: string;
  claimed: string | null;
  started: string | null;
  ended: string | null;
  exitCode: number | null;
  reason: string | null;
  /** Null before somebody has claimed the attempt. */
  workflowId: string | null;
  runId?: string | null;
  temporalUrl: string | null;
  stages: AttemptStage[];
}

export interface Transition {
  at: string;
  from: TaskStatus | null;
  to: TaskStatus;
  actor: string | null;
  reason: string | null;
  message: string | null;
  attempt: number | null;
}

/** Why a pending task waits. */
export interface Waiting {
  /** Counted from 0. */
  position: number | null;
  queue: { id: string; name: string } | null;
  /** When it was enqueued. */
  since: string | null;
  reason: string;
  /** When an agent begins to take tasks, while all of them are outside of their working hours. */
  opens: string | null;
}

export interface ConsoleLine {
  id: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  level: string;
  text: string;
  attempt: number | null;
}

export interface ConsolePage {
  /** Finished lines. */
  lines: ConsoleLine[];
  /** The line that is being written, such as a progress bar; it comes among `lines` when it is finished. */
  open: ConsoleLine | null;
  /** Pass as `after` to get what came later. */
  nextCursor: string;
  /** Pass as `before` to get what came earlier; null at the beginning. */
  previousCursor: string | null;
  total: number;
}

/** One curve: `y` is the mean of each bucket, `min` and `max` its extremes. */
export interface ScalarSeries {
  metric: string;
  variant: string;
  x: number[];
  y: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  /** Points of the whole curve. */
  count: number;
}

export interface SingleValue {
  metric: string;
  variant: string;
  value: number | null;
  timestamp: number;
}

export interface PlotEntry {
  metric: string;
  variant: string;
  iterations: number[];
}

/** A Plotly figure. */
export interface Figure {
  data?: unknown[];
  layout?: Record<string, unknown>;
}

export interface DebugSample {
  metric: string;
  variant: string;
  iter: number;
  url: string;
  timestamp?: number;
}

export interface QueueEntry {
  task: { id: string; name: string; project?: Reference | string | null };
  added: string;
  position: number;
}

export interface Queue {
  id: string;
  name: string;
  tags: string[];
  lastUpdate: string | null;
  /** The first of them, in the order in which they will be taken. */
  entries: QueueEntry[];
  /** All that wait. */
  count: number;
  workers: { id: string }[];
  next: { id: string; name: string } | null;
}

export interface QueueMetricPoint {
  at: string | number;
  waiting: number;
  averageWaitSeconds: number | null;
}

/** Percent, MiB, GiB and MiB per second. */
export interface MachineStatistics {
  cpu_usage?: number[];
  memory_used?: number;
  memory_free?: number;
  disk_free_home?: number;
  network_tx?: number;
  network_rx?: number;
  gpu_usage?: number[];
  gpu_memory_used?: number[];
  gpu_memory_free?: number[];
  gpu_temperature?: number[];
}

export interface WorkerTask {
  id: string;
  name: string;
  started: string | null;
  lastIteration: number | null;
}

export interface Worker {
  id: string;
  kind: string;
  host: string;
  queues: { id: string; name: string; hours: HoursText }[];
  gpus: number[];
  slots: number;
  /** Of the containers in which it runs tasks that name none; null without containers. */
  dockerImage: string | null;
  /** What it runs now: as many as it has slots. */
  tasks: WorkerTask[];
  lastActivity: string | null;
  online: boolean;
  draining: boolean;
  stats: MachineStatistics | null;
}

export interface WorkerStatisticsPoint {
  at: string | number;
  cpu: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  networkTx: number | null;
  networkRx: number | null;
  diskFree: number | null;
  gpus?: { usage: number | null; memoryUsed: number | null }[];
}

export interface FleetPoint {
  at: number;
  workers: number;
  working: number;
  cpu: number | null;
  gpu: number | null;
}

export type StatisticsRange = '3h' | '1d' | '1w' | '1M';

/** What the server says over the live stream. */
export interface LiveEvent {
  topic:
    | 'tasks'
    | 'task'
    | 'queues'
    | 'workers'
    | 'console'
    | 'scalars'
    | 'plots'
    | 'images'
    | 'pipelines'
    | 'pipeline'
    | 'sweeps'
    | 'sweep'
    | 'autoscalers'
    | 'autoscaler';
  id?: string;
}
