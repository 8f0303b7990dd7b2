import { STEP_STATES, type StepState } from '../../../../workflows/contracts/pipeline.ts';
import type { ChildStatus } from './run-rows.ts';

/** A step as Python's `PipelineController` keeps it in the configuration object of its run. */
export interface PythonNode {
  name: string;
  parents: string[];
  queue: string | null;
  stage: string | null;
  status: string;
  /** The task that it started, or whose results it took. */
  task: string | null;
  started: number | null;
  ended: number | null;
  parameters: Record<string, unknown>;
  baseTask: string | null;
}

/** The steps in the order in which they were added; none for a text that is no such definition. A clone carries what its source has done. */
export function parsePythonDag(text: string | null, { begun }: { begun: boolean }): PythonNode[] {
  const nodes = parseDag(text);
  return begun ? nodes : nodes.map((node) => ({ ...node, status: 'pending', task: null, started: null, ended: null }));
}

function parseDag(text: string | null): PythonNode[] {
  try {
    const dag: unknown = JSON.parse(text ?? '');
    if (dag === null || typeof dag !== 'object' || Array.isArray(dag)) return [];
    return Object.entries(dag).flatMap(([name, node]) =>
      node !== null && typeof node === 'object' ? [parseNode(name, node)] : [],
    );
  } catch {
    return [];
  }
}

function parseNode(name: string, node: Record<string, unknown>): PythonNode {
  const { job_id, executed, parameters } = node;
  return {
    name,
    parents: Array.isArray(node.parents) ? node.parents.filter((parent) => typeof parent === 'string') : [],
    queue: textOf(node.queue),
    stage: textOf(node.stage),
    status: textOf(node.status) ?? 'pending',
    task: textOf(executed) ?? textOf(job_id),
    started: numberOf(node.job_started),
    ended: numberOf(node.job_ended),
    parameters: parameters !== null && typeof parameters === 'object' ? (parameters as Record<string, unknown>) : {},
    baseTask: textOf(node.base_task_id),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const BY_STATUS: Record<string, StepState> = {
  created: 'pending',
  queued: 'queued',
  in_progress: 'running',
  stopped: 'aborted',
  failed: 'failed',
};

/** Where a step stands: its task knows better than the controller, which writes its view down from time to time. */
export function pythonState(node: PythonNode, children: readonly ChildStatus[]): { state: StepState; task: string | null } {
  const noted = STEP_STATES.find((state) => state === node.status) ?? 'pending';
  const own =
    children.find(({ id }) => id === node.task) ??
    (node.task === null ? children.findLast(({ name }) => name === node.name) : undefined);
  if (!own) return { state: noted, task: node.task };
  if (noted === 'cached' || noted === 'skipped') return { state: noted, task: own.id };
  return { state: BY_STATUS[own.status] ?? 'completed', task: own.id };
}
