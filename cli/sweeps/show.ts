import { readSweep, readTrials } from '../../sdk/sweeps/runs.ts';
import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { NotThereError } from '../exit-code.ts';
import { print, printJson, printTable, table } from '../output.ts';
import { trialCounts } from './list.ts';
import { sweepPage } from './page.ts';

/** Shows a sweep and its trials, those of the front marked. */
export async function showSweep(sweep: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const [view, trials] = await Promise.all([readSweep(client, sweep), readTrials(client, sweep)]);
  if (options.json) return printJson({ ...view, trialList: trials });
  print(
    table(
      ['what', 'value'],
      [...factsOf(view), ['page', await sweepPage(client, sweep)]].filter(([, value]) => value !== ''),
    ),
  );
  print('');
  printTable(
    ['', 'trial', 'state', ...objectiveNames(view), 'iteration', 'parameters', 'note'],
    trials.map(rowOf(view)),
    'no trials yet',
  );
}

/** Prints the best trial, of several objectives all that no other one beats; or so many, the best first. */
export async function bestTrials(sweep: string, { top, ...options }: ServerOptions & { top?: number }): Promise<void> {
  const client = await connect(options);
  const [view, trials] = await Promise.all([readSweep(client, sweep), readTrials(client, sweep, { top })]);
  const best = top === undefined ? trials.filter(({ number }) => view.front.includes(number)) : trials;
  if (best.length === 0) throw new NotThereError(`no trial of ${sweep} has a result yet`);
  if (options.json) return printJson(best);
  const rows = best.map(({ number, task, values, parameters }) => [
    String(number),
    task,
    ...values.map(String),
    parametersOf(parameters),
  ]);
  print(table(['trial', 'task', ...objectiveNames(view), 'parameters'], rows));
}

function factsOf(view: SweepView): [string, string][] {
  return [
    ['sweep', `${view.project}/${view.name}`],
    ['id', view.id],
    ['status', view.paused ? `${view.status}, paused` : view.status],
    ['reason', view.statusReason],
    ['does now', view.activity ?? ''],
    ['base task', view.baseTask ? `${view.baseTask.name} ${view.baseTask.id}` : ''],
    ['strategy', view.strategy],
    ['trials', trialCounts(view)],
    ['best', view.best ? `${view.best.value}, trial ${view.best.trial}, task ${view.best.task}` : ''],
    ['used up', shares(view.budget)],
    ['importance', view.importance ? shares(view.importance) : ''],
    ['started', view.started ?? ''],
    ['completed', view.completed ?? ''],
    ['Temporal', view.temporalUrl ?? ''],
  ];
}

const shares = (parts: Record<string, number | null>): string =>
  Object.entries(parts)
    .flatMap(([name, share]) => (share === null ? [] : [`${name} ${Math.round(share * 100)} %`]))
    .join(', ');

const objectiveNames = ({ spec }: SweepView): string[] =>
  spec ? spec.objectives.map(({ title, series, sign }) => `${title}/${series} (${sign})`) : ['value'];

const rowOf =
  ({ front }: SweepView) =>
  ({ number, state, values, iteration, parameters, reason }: TrialView): string[] => [
    front.includes(number) ? '*' : '',
    String(number),
    state,
    ...values.map((value) => (value === null ? '-' : String(value))),
    String(iteration),
    parametersOf(parameters),
    reason ?? '',
  ];

export const parametersOf = (parameters: Record<string, unknown>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
