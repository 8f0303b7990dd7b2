import type { HttpClient } from '../sdk/http-client.ts';
import type { SweepDefinition } from '../sdk/sweeps/define-sweep.ts';
import { readSweep, readTrials } from '../sdk/sweeps/runs.ts';
import type { Ask, Study } from '../sdk/sweeps/study.ts';
import {
  type StrategyActivities,
  type StrategyAnswer,
  type StrategyCall,
  strategyTaskQueue,
} from '../workflows/contracts/sweep-hooks.ts';
import { missing } from './failures.ts';
import { type DefinitionWorker, startWorker, workerName } from './start-worker.ts';
import { type Say, withinActivity } from './within-activity.ts';
import { withinLimit } from './within-limit.ts';

export interface ServeSweepInput {
  client: HttpClient;
  definition: SweepDefinition;
  say: Say;
  signal: AbortSignal;
}

/** Serves a sweep's strategy of one's own. */
export function serveSweep({ client, definition, say, signal }: ServeSweepInput): Promise<DefinitionWorker> {
  const { project, name } = definition.spec;
  const activities = createStrategyActivities({ definition, client, worker: workerName(), say });
  return startWorker({ client, queues: [{ taskQueue: strategyTaskQueue(project, name), activities }], say, signal });
}

interface StrategyActivitiesInput {
  definition: SweepDefinition;
  client: HttpClient;
  worker: string;
  say: Say;
}

export function createStrategyActivities({ definition, ...worker }: StrategyActivitiesInput): StrategyActivities {
  const { ask, spec } = definition;
  return {
    askStrategy: (call) =>
      withinActivity({ ...worker, run: call.sweep, task: null, label: call.strategy }, async (part) => {
        if (!ask || spec.strategy.kind !== 'custom' || spec.strategy.name !== call.strategy)
          throw missing(`the strategy "${call.strategy}"`);
        const { space, pending } = await askedOf(part.client, call);
        const trials = () => readTrials(part.client, call.sweep);
        return answerOf(call, await ask({ ...call, ...part, space, pending, trials }));
      }),
  };
}

/** Of the question what may be too long to come with the call. */
async function askedOf(client: HttpClient, { sweep, space, pending }: StrategyCall): Promise<Pick<Study, 'space' | 'pending'>> {
  if (space !== null) return { space, pending: pending as Study['pending'] };
  const [view, trials] = await Promise.all([readSweep(client, sweep), readTrials(client, sweep)]);
  if (view.spec === null) throw new TypeError(`sweep ${sweep} has no definition any more`);
  const numbers = new Set(pending.map(({ number }) => number));
  const open = trials.filter(({ number }) => numbers.has(number));
  return { space: view.spec.space, pending: open.map(({ number, parameters }) => ({ number, parameters })) };
}

/** Throws TypeError for what is no answer, RangeError for too much. */
function answerOf({ count }: StrategyCall, given: Awaited<ReturnType<Ask>>): StrategyAnswer {
  const { trials, done = false, prune = [] } = Array.isArray(given) ? { trials: given } : given;
  if (!Array.isArray(trials) || !trials.every(isSuggestion))
    throw new TypeError(`the strategy gave ${JSON.stringify(trials)}; it must give a list of parameters by name`);
  if (trials.length > count) throw new RangeError(`the strategy gave ${trials.length} trials; at most ${count} may start now`);
  const answer = { trials: trials.map((parameters) => ({ parameters })), done, prune };
  return withinLimit(answer, { who: 'strategy', advice: 'let parameters name what is larger' });
}

const isSuggestion = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
