import { type Figure, tableFigure, taskLink } from '../figure.ts';
import type { Objective, TrialState } from './spec.ts';

/** A trial as the summary shows it. */
export interface SummaryTrial {
  number: number;
  task: string;
  project: string;
  name: string;
  state: TrialState;
  parameters: Record<string, unknown>;
  values: readonly (number | null)[];
  iteration: number;
  /** Lower is better; null unless the trial counts. */
  score: number | null;
}

/** The best first, then those without a result by their number. */
export const ranked = <T extends Pick<SummaryTrial, 'number' | 'score'>>(trials: readonly T[]): T[] =>
  trials.toSorted((a, b) => (a.score ?? Number.POSITIVE_INFINITY) - (b.score ?? Number.POSITIVE_INFINITY) || a.number - b.number);

/** One row a trial: link, state, objectives, iteration, parameters. Columns as ClearML's optimizer names them. */
export function summaryTable(trials: readonly SummaryTrial[], objectives: readonly Objective[]): Figure {
  const names = parameterNames(trials);
  const head = ['task id', 'status', ...objectiveNames(objectives), 'iteration', ...names];
  const rows = ranked(trials).map((trial) => [
    taskLink(trial),
    trial.state,
    ...objectives.map((_, i) => trial.values[i] ?? ''),
    trial.iteration,
    ...names.map((name) => text(trial.parameters[name])),
  ]);
  return tableFigure(head, rows, `objective: ${objectives.map(({ title }) => title).join(', ')}`);
}

/** One line a trial that counts, from its parameters to its objectives. */
export function parallelCoordinates(trials: readonly SummaryTrial[], objectives: readonly Objective[]): Figure {
  const lines = ranked(trials).filter(({ score }) => score !== null);
  const dimensions = [
    ...parameterNames(lines).map((name) =>
      dimension(
        name,
        lines.map(({ parameters }) => parameters[name]),
      ),
    ),
    ...objectiveNames(objectives).map((name, i) =>
      dimension(
        name,
        lines.map(({ values }) => values[i]),
      ),
    ),
  ];
  const line = {
    colorscale: 'Viridis',
    reversescale: objectives[0]?.sign.startsWith('min') ?? false,
    color: lines.map(({ values }) => values[0]),
  };
  return { data: [{ type: 'parcoords', line, dimensions }], layout: {} };
}

/** The value of each trial that counts, in the order of their numbers. */
export function objectiveScatter(trials: readonly SummaryTrial[], index: number): Figure {
  const points = trials
    .filter(({ score, values }) => score !== null && typeof values[index] === 'number')
    .toSorted((a, b) => a.number - b.number);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'objective',
        x: points.map(({ number }) => number),
        y: points.map(({ values }) => values[index]),
        text: points.map(({ name }) => name),
      },
    ],
    layout: { xaxis: { title: { text: 'job #' } }, yaxis: { title: { text: 'objective' } } },
  };
}

const parameterNames = (trials: readonly SummaryTrial[]): string[] =>
  [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))].sort();

/** A single objective is called so; of several each has its metric's name. */
const objectiveNames = (objectives: readonly Objective[]): string[] =>
  objectives.length === 1 ? ['objective'] : objectives.map(({ title, series }) => `${title}/${series}`);

/** What is no number gets a tick of its own. */
function dimension(label: string, values: unknown[]): Record<string, unknown> {
  if (values.every((value) => typeof value === 'number')) return { label, values };
  const ticks = [...new Set(values.map(text))].sort();
  return { label, values: values.map((value) => ticks.indexOf(text(value))), tickvals: ticks.map((_, i) => i), ticktext: ticks };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
