import type { HttpClient } from '../http-client.ts';
import { type Artifact, createArtifact } from './artifact.ts';
import { findModels, type Model } from './model.ts';
import type { TaskDocument } from './task-document.ts';

/** Reads what there is of a task, each fact when it is asked for. */
export interface TaskReader {
  readonly id: string;
  /** Its record as the server has it now; the other methods read it once and keep it. */
  document(): Promise<TaskDocument>;
  name(): Promise<string>;
  status(): Promise<string>;
  /** By section and name: `{ 'Args/lr': '0.01' }`. Text, as the record has it. */
  parameters(): Promise<Record<string, string>>;
  artifacts(): Promise<Artifact[]>;
  /** Throws when the task has none of that name. */
  artifact(name: string): Promise<Artifact>;
  /** Last, least and greatest value of a curve, or of a single value (title `Summary`). Throws when the task has not reported it. */
  metric(title: string, series: string): Promise<Metric>;
  metrics(): Promise<(Metric & { title: string; series: string })[]>;
  /** Models that it made, oldest first. */
  models(): Promise<Model[]>;
  inputModels(): Promise<Model[]>;
}

export interface Metric {
  last: number;
  min: number;
  max: number;
}

export interface TaskReaderOptions {
  client: HttpClient;
  signal?: AbortSignal;
}

export function createTaskReader(id: string, { client, signal }: TaskReaderOptions): TaskReader {
  const callOptions = signal ? { signal } : {};
  const read = async () => (await client.call<{ task: TaskDocument }>('tasks.get_by_id', { task: id }, callOptions)).task;
  let known: Promise<TaskDocument> | undefined;
  const once = () => {
    known ??= read().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const artifacts = async () =>
    ((await once()).execution?.artifacts ?? []).map((record) => createArtifact(record, { client, ...callOptions }));
  const models = async (side: 'input' | 'output') =>
    findModels(
      client,
      ((await once()).models?.[side] ?? []).map(({ model }) => model),
      callOptions,
    );
  return {
    id,
    document: read,
    name: async () => (await once()).name,
    status: async () => (await once()).status,
    parameters: async () => parametersOf(await once()),
    artifacts,
    async artifact(name) {
      const all = await artifacts();
      const found = all.find((artifact) => artifact.name === name);
      return (
        found ??
        missing(
          `artifact "${name}" of task ${id}`,
          all.map((artifact) => artifact.name),
        )
      );
    },
    async metric(title, series) {
      const all = metricsOf(await once());
      const found = all.find((metric) => metric.title === title && metric.series === series);
      return (
        found ??
        missing(
          `metric "${title}/${series}" of task ${id}`,
          all.map((metric) => `${metric.title}/${metric.series}`),
        )
      );
    },
    metrics: async () => metricsOf(await once()),
    models: () => models('output'),
    inputModels: () => models('input'),
  };
}

const parametersOf = ({ hyperparams = {} }: TaskDocument): Record<string, string> =>
  Object.fromEntries(
    Object.entries(hyperparams).flatMap(([section, values]) =>
      Object.entries(values).map(([name, { value }]): [string, string] => [`${section}/${name}`, String(value ?? '')]),
    ),
  );

const metricsOf = ({ last_metrics = {} }: TaskDocument) =>
  Object.values(last_metrics).flatMap((series) =>
    Object.values(series).map(({ metric, variant, value, min_value, max_value }) => ({
      title: metric,
      series: variant,
      last: value,
      min: min_value,
      max: max_value,
    })),
  );

function missing(what: string, has: string[]): never {
  throw new Error(`there is no ${what}; there is ${has.length === 0 ? 'none at all' : has.slice(0, 20).join(', ')}`);
}
