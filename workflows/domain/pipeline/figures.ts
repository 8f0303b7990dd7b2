import { type Figure, tableFigure, taskLink } from '../figure.ts';
import type { StepState } from './spec.ts';

/** A step, or an instance of one, as the figures of a run show it. */
export interface FigureNode {
  name: string;
  parents: readonly string[];
  /** The step that it is an instance of. */
  instanceOf: string | null;
  state: StepState;
  reason: string | null;
  task: string | null;
  started: string | null;
  ended: string | null;
  parameters: Record<string, unknown>;
}

const COLOURS: Partial<Record<StepState, string>> = {
  queued: '#bdb76b',
  running: '#1e88e5',
  completed: '#2e9e5b',
  cached: '#7cb98f',
  failed: '#d9483b',
  aborted: '#8a6d3b',
  awaiting: '#e0a800',
  skipped: '#b0b0b0',
};
const OTHER = '#d0d4d8';

/** The graph of a run, from the run to its last steps, each in the colour of its state. */
export function executionFlow(run: string, nodes: readonly FigureNode[]): Figure {
  const place = new Map(nodes.map(({ name }, i) => [name, i + 1]));
  const links = nodes.flatMap(({ name, parents, instanceOf }) => {
    const sources = instanceOf === null ? parents : [instanceOf];
    const found = sources.flatMap((source) => place.get(source) ?? []);
    return (found.length > 0 ? found : [0]).map((source) => ({ source, target: place.get(name)! }));
  });
  const node = {
    label: [run, ...nodes.map(({ name }) => name)],
    customdata: ['', ...nodes.map(({ state, reason }) => (reason ? `${state}: ${reason}` : state))],
    color: [OTHER, ...nodes.map(({ state }) => COLOURS[state] ?? OTHER)],
    hovertemplate: '%{label}<br>%{customdata}<extra></extra>',
  };
  const link = {
    source: links.map(({ source }) => source),
    target: links.map(({ target }) => target),
    value: links.map(() => 1),
    hoverinfo: 'none',
  };
  return { data: [{ type: 'sankey', orientation: 'h', node, link }], layout: { title: { text: run } } };
}

/** To the second, in UTC as it came. */
const clock = (time: string | null): string => time?.slice(0, 19).replace('T', ' ') ?? '';

/** One row a step. Columns as ClearML's controller names them, and when it ran. */
export function executionDetails(run: string, nodes: readonly FigureNode[]): Figure {
  const head = ['Pipeline Step', 'Task ID', 'Status', 'Started (UTC)', 'Ended (UTC)', 'Parameters'];
  const rows = nodes.map(({ name, task, state, reason, started, ended, parameters }) => [
    name,
    task === null ? '' : taskLink({ project: '*', task }),
    reason ? `${state}: ${reason}` : state,
    clock(started),
    clock(ended),
    Object.entries(parameters)
      .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', '),
  ]);
  return tableFigure(head, rows, run);
}
