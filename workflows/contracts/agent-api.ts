import type { HoursFacts } from '../domain/working-hours/activity.ts';
import type { Schedule } from '../domain/working-hours/schedule.ts';
import type { RunRef, Stage } from './run.ts';

/**
 * The agent's HTTP protocol, under `/api` of the API server, authenticated like every other call.
 * Bodies and answers are plain JSON; errors are `{"error": {"code", "message", "field"?}}` with a 4xx or 5xx status.
 */

/** POST /api/agents/register */
export interface RegisterAgentRequest {
  /** Wanted worker id, such as `host:gpu0`; refused with 409 while a live worker of another process holds it. */
  worker: string;
  /** Random for each agent process, kept over re-registrations: tells a restart from a second agent. */
  instance: string;
  host: string;
  pid: number;
  /** Queue names or ids in the order of priority. */
  queues: string[];
  createQueues: boolean;
  slots: number;
  /** Visible GPU indices; empty for CPU only. */
  gpus: number[];
  servicesMode: boolean;
  version: string;
  tags: string[];
  /** When it takes tasks by itself; an older agent does not say. */
  schedule?: Schedule | null;
  /** Image of the containers in which it runs tasks that name none; null without containers. An older agent does not say. */
  dockerImage?: string | null;
}
export interface RegisterAgentResponse {
  worker: string;
  queues: { id: string; name: string }[];
  temporal: { address: string; namespace: string };
}

/** POST /api/agents/:worker/heartbeat, every 10 s */
export interface HeartbeatRequest {
  instance: string;
  runs: RunRef[];
  draining: boolean;
  machineStats: MachineStats | null;
}
export interface HeartbeatResponse {
  /** Runs that this agent holds and no longer owns: it kills them. */
  revoked: RunRef[];
  /** What goes before the agent's schedule; an older server does not say. */
  overrides?: Pick<HoursFacts, 'forced' | 'forcedQueues'>;
  /** Ids of the agent's queues that were deleted; absent for none. It registers again by their names, until there are such queues. */
  goneQueues?: string[];
}

/** POST /api/agents/:worker/claim */
export interface ClaimRequest {
  instance: string;
  /** Queue ids in the order in which to look; round robin is the agent's rotation of this list. */
  queues: string[];
}
export interface ClaimResponse {
  claim: { run: RunRef; queue: string } | null;
  /** When nothing was claimed: those of the queues in which what waits is not for this agent, or not now. An older server does not say. */
  unfit?: string[];
}

/** POST /api/agents/:worker/unregister {instance} */

/** POST /api/runs/:task/:attempt/release: gives a claimed run back to the head of its queue, budget untouched. */

/** GET /api/runs/:task/:attempt */
export interface RunSpec {
  run: RunRef;
  name: string;
  project: { id: string; name: string };
  type: string;
  queue: { id: string; name: string } | null;
  stages: Stage[];
  script: {
    binary: string;
    repository: string;
    branch: string;
    tag: string;
    version_num: string;
    entry_point: string;
    working_dir: string;
    diff: string;
    requirements: Record<string, string | string[] | null>;
  };
  container: { image: string; arguments: string; setup_shell_script: string };
  /** Section `Environment` of the hyper-parameters. */
  environment: Record<string, string>;
  /** A bearer token bound to this attempt; refused once the attempt is superseded. */
  token: string;
  urls: { api: string; web: string; files: string };
}

/** POST /api/runs/:task/:attempt/console: idempotent by offset. */
export interface ConsoleChunkRequest {
  /** Byte offset of `text` (UTF-8) in the run's console stream. */
  offset: number;
  text: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
}
export interface ConsoleChunkResponse {
  /** First byte not yet stored. When smaller than the sent offset, the agent goes back to it. */
  next: number;
}

/** POST /api/runs/:task/:attempt/stages */
export interface StageReport {
  stage: Stage;
  state: 'started' | 'completed' | 'failed';
  /** Milliseconds since the epoch. */
  at: number;
  /** One line for a person: "cache hit 3f9c…", the error. */
  detail?: string;
  /** The last lines that a process wrote which failed; at most 8 KiB. */
  lastLines?: string;
}

/** PUT /api/runs/:task/:attempt/requirements: what was really installed (`pip freeze`). */
export interface InstalledRequirements {
  pip: string[];
}

/** As ClearML's `workers.status_report` has it: percent, MiB, GiB, MiB per second. */
export interface MachineStats {
  cpu_usage: number[];
  memory_used: number;
  memory_free: number;
  disk_free_home: number;
  disk_read: number;
  disk_write: number;
  network_tx: number;
  network_rx: number;
  gpu_usage?: number[];
  gpu_temperature?: number[];
  gpu_memory_used?: number[];
  gpu_memory_free?: number[];
}
