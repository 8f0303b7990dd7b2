import { readRun } from '../../sdk/pipelines/runs.ts';
import type { NodeView, RunView } from '../../workflows/contracts/pipeline-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, table } from '../output.ts';
import { countsOf } from './list.ts';
import { runPage } from './requests.ts';

/** Shows a run and its steps. */
export async function showRun(run: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const view = await readRun(client, run);
  if (options.json) return printJson(view);
  const facts = [...factsOf(view), ['page', await runPage(client, run)]];
  print(table(['what', 'value'], [...facts.filter(([, value]) => value !== ''), ...parametersOf(view)]));
  print('');
  print(table(['step', 'state', 'seconds', 'attempts', 'task', 'after', 'note'], view.nodes.map(rowOf)));
}

function factsOf(view: RunView): [string, string][] {
  return [
    ['pipeline', `${view.pipeline.project}/${view.pipeline.name} ${view.version}`],
    ['run', `#${view.number} ${view.id}`],
    ['status', view.paused ? `${view.status}, paused` : view.status],
    ['reason', [view.statusReason, view.statusMessage].filter(Boolean).join(': ')],
    ['steps', countsOf(view.steps)],
    ['started', view.started ?? ''],
    ['completed', view.completed ?? ''],
    ['waits for', view.workerMissingSince ? `its worker, since ${view.workerMissingSince}: ${view.workerHint ?? ''}` : ''],
    ['part of', view.parentRun ?? ''],
    ['Temporal', view.temporalUrl ?? ''],
  ];
}

const parametersOf = ({ parameters }: RunView): [string, string][] =>
  Object.entries(parameters).map(([name, value]) => [
    `parameter ${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);

const rowOf = (node: NodeView): string[] => [
  node.name,
  node.state,
  secondsOf(node),
  String(node.attempts),
  node.task ?? node.run ?? '',
  node.parents.join(', '),
  noteOf(node),
];

const noteOf = ({ reason, prompt, progress, state }: NodeView): string =>
  reason ?? (state === 'awaiting' && prompt ? prompt : state === 'running' && progress !== null ? `${progress} %` : '');

function secondsOf({ started, ended }: NodeView): string {
  if (!started) return '';
  return ((new Date(ended ?? Date.now()).getTime() - new Date(started).getTime()) / 1000).toFixed(1);
}
