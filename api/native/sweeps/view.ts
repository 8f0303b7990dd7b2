import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { listRungs } from '../../../activities/db/sweeps/list-rungs.ts';
import { type ListedSweep, listSweeps } from '../../../activities/db/sweeps/list-sweeps.ts';
import { type ListedTrial, listTrials } from '../../../activities/db/sweeps/list-trials.ts';
import { findPythonSweep, type PythonSweep } from '../../../activities/db/sweeps/python-sweeps.ts';
import { readUsage } from '../../../activities/db/sweeps/read-usage.ts';
import { controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import type { Objective } from '../../../workflows/contracts/sweep.ts';
import type { SweepView } from '../../../workflows/contracts/sweep-api.ts';
import { budgetOf } from '../../../workflows/domain/sweeps/budget.ts';
import { importanceOf } from '../../../workflows/domain/sweeps/importance.ts';
import { paretoFront, scoreOf } from '../../../workflows/domain/sweeps/objective.ts';
import type { ApiOptions } from '../../options.ts';
import { temporalUrl } from '../../temporal/temporal-url.ts';

/** A sweep of ours, or one of Python's optimizer. */
export type AnySweep = { kind: 'perdura'; sweep: ListedSweep } | { kind: 'python'; sweep: PythonSweep };

/** @throws Refusal `taskNotFound` when there is no such sweep */
export async function findSweep(em: Em, id: string): Promise<AnySweep> {
  const [listed] = await listSweeps(em, { id });
  if (listed) return { kind: 'perdura', sweep: listed };
  const python = await findPythonSweep(em, id);
  if (python) return { kind: 'python', sweep: python };
  throw new Refusal('taskNotFound', `sweep ${id} does not exist`, { field: 'id', data: { id } });
}

/** The trials of a sweep, with what rankings go by. */
export async function trialsOf(em: Em, found: AnySweep): Promise<ListedTrial[]> {
  if (found.kind === 'python') return found.sweep.trials;
  return listTrials(em, { sweep: found.sweep.summary.id, objectives: found.sweep.spec?.objectives ?? [] });
}

export async function viewSweep(em: Em, options: ApiOptions, found: AnySweep): Promise<SweepView> {
  const trials = await trialsOf(em, found);
  const objectives = found.kind === 'python' ? found.sweep.objectives : (found.sweep.spec?.objectives ?? []);
  const measured = trials.filter(({ score }) => score !== null);
  const shared = {
    importance: importanceOf(measured.map(({ parameters, score }) => ({ parameters, score: score as number }))),
    front: frontOf(measured, objectives),
  };
  if (found.kind === 'python') return { ...found.sweep.summary, ...shared, ...NOT_OURS };
  const { summary, spec, attempt } = found.sweep;
  const usage = await readUsage(em, { sweep: summary.id, queue: spec?.queue ?? '' });
  const workflowId = attempt === 0 ? null : controllerWorkflowId('sweep', { taskId: summary.id, attempt });
  return {
    ...summary,
    ...shared,
    spec,
    budget: spec ? budgetOf(spec.limits, usage) : NOT_OURS.budget,
    computeTimeMs: Math.round(usage.computeMs),
    rungs: await listRungs(em, summary.id),
    activity: activityOf(found.sweep, usage.running),
    workflowId,
    temporalUrl: workflowId && temporalUrl(options, workflowId),
  };
}

/** What is not known of a sweep that Python's optimizer runs. */
const NOT_OURS = {
  spec: null,
  budget: { trials: null, computeTime: null, wallClock: null, iterations: null },
  computeTimeMs: 0,
  rungs: [],
  activity: null,
  workflowId: null,
  temporalUrl: null,
};

function frontOf(measured: ListedTrial[], objectives: readonly Objective[]): number[] {
  const scored = measured.filter(({ values }) => values.every((value) => value !== null));
  const scores = scored.map(({ values }) => objectives.map((objective, i) => scoreOf(objective, values[i] as number)));
  const front = paretoFront(scores).map((i) => (scored[i] as ListedTrial).number);
  return objectives.length === 1 ? front.slice(0, 1) : front.toSorted((a, b) => a - b);
}

/** One line for people. */
function activityOf({ summary, pausedBy, activity }: ListedSweep, running: number): string | null {
  if (summary.status !== 'in_progress') return null;
  if (activity) return activity;
  if (pausedBy) return `paused by ${pausedBy}`;
  const queued = summary.trials.queued ?? 0;
  if (running === 0 && queued > 0) return 'waits for an agent';
  return running > 0 ? `${running} ${running === 1 ? 'trial runs' : 'trials run'}` : null;
}
