import type { PipelineParameter, PipelineSpec, StepKind, StepSpec, StepState } from './pipeline.ts';

/**
 * Native routes of pipelines, under `/api`, for the web pages, the CLI and the SDK. Runs made by Python's `PipelineController` are
 * answered in the same shape, read from the configuration object that it writes; `engine` tells them apart. Times are ISO 8601.
 * Live topics: `pipelines` (any run), `pipeline:<run>` (its steps).
 */

/** GET /api/pipelines → `{ pipelines: PipelineView[] }`: one for each project and name. */
export interface PipelineView {
  /** Id of the hidden project of its runs. */
  id: string;
  project: string;
  name: string;
  engine: PipelineEngine;
  versions: string[];
  runs: number;
  /** Newest first, at most ten. */
  latest: { id: string; status: string; number: number; started: string | null; completed: string | null }[];
  /** Of the pipeline, and of its newest run. */
  tags: string[];
}
export type PipelineEngine = 'perdura' | 'python';

/** GET /api/pipelines/:id/runs?archived= → `{ runs: RunSummary[] }` */
export interface RunSummary {
  /** Id of the controller task. */
  id: string;
  number: number;
  name: string;
  version: string;
  engine: PipelineEngine;
  status: string;
  statusReason: string;
  user: string;
  tags: string[];
  archived: boolean;
  created: string;
  started: string | null;
  completed: string | null;
  /** When anything of the run changed last. */
  updated?: string | null;
  /** Number of steps by state. */
  steps: Partial<Record<StepState, number>>;
  parameters: Record<string, unknown>;
  /** Last values of the run's own metrics, by `TITLE/SERIES`. */
  metrics?: Record<string, number>;
}

/** GET /api/pipelines/runs/:run */
export interface RunView extends RunSummary {
  /** Pipeline (hidden project) of the run. */
  pipeline: { id: string; project: string; name: string };
  description: string;
  statusMessage: string;
  attempt: number;
  paused: boolean;
  /** Hooks wait for a worker that nobody runs; null while there is one, or none is needed. */
  workerMissingSince: string | null;
  /** The command that starts that worker. */
  workerHint: string | null;
  parameterTypes: Record<string, PipelineParameter>;
  nodes: NodeView[];
  /** The run of which this one is a step. */
  parentRun: string | null;
  workflowId: string | null;
  temporalUrl: string | null;
}

export interface NodeView {
  /** Name of the step or of its instance: `train`, `train[2]`, `retrain#3`. */
  name: string;
  /** The mapped or repeated step that it is an instance of; null for the step itself. */
  instanceOf: string | null;
  kind: StepKind;
  parents: string[];
  stage: string | null;
  state: StepState;
  /** One line: why it is skipped, blocked, failed; why the cache hit or missed. */
  reason: string | null;
  task: string | null;
  queue: string | null;
  /** Attempts that the step has had. */
  attempts: number;
  started: string | null;
  ended: string | null;
  /** From 0 to 100, as the task reports it. */
  progress: number | null;
  /** The run of a nested pipeline. */
  run: string | null;
  prompt: string | null;
  approvedBy: string | null;
  parameters: Record<string, unknown>;
  /** Tasks of earlier attempts. */
  earlier: string[];
  /** Its definition; absent for runs of Python's. */
  spec?: StepSpec;
}

/** GET /api/pipelines/runs/:run/events → `{ events: RunEvent[] }`: everything that happened, oldest first, to draw the run as of any moment. */
export interface RunEvent {
  at: string;
  node: string | null;
  state: StepState | null;
  text: string;
  actor: string | null;
}

/** POST /api/pipelines/runs → `{ run: string, warnings: string[] }`. Refused, with the step's name, when the definition is not sound. */
export interface SubmitPipelineRequest {
  spec: PipelineSpec;
  /** Values in place of the parameters' defaults. */
  parameters?: Record<string, unknown>;
  /** Recomputes what could come from the cache, and stores it anew. */
  ignoreCache?: boolean;
  /** Makes a draft that is started later, from the web page or by enqueuing its task. */
  draft?: boolean;
  /** A second submission with the same key answers the first one's run. */
  idempotencyKey?: string;
  /** File of the definition, as people are told it who are to start its worker. */
  file?: string;
}

/**
 * POST /api/pipelines/runs/:run/new {parameters?, version?, ignoreCache?} → `{ run }`: another run of the same definition (both engines).
 * POST /api/pipelines/runs/:run/abort {reason?}
 * POST /api/pipelines/runs/:run/continue: finished steps are kept.
 * POST /api/pipelines/runs/:run/rerun {step}: the step and its descendants run again.
 * POST /api/pipelines/runs/:run/approve {step, approved, comment?}
 * POST /api/pipelines/runs/:run/signal {signal}
 * POST /api/pipelines/runs/:run/pause, …/resume
 */
export interface RerunRequest {
  step: string;
}
export interface ApproveRequest {
  step: string;
  approved: boolean;
  comment?: string;
}
