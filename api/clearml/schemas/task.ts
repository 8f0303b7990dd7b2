import { z } from 'zod';

/** The twelve kinds of task. */
export const TASK_TYPES = [
  'training',
  'testing',
  'inference',
  'data_processing',
  'application',
  'monitor',
  'controller',
  'report',
  'optimizer',
  'service',
  'qc',
  'custom',
] as const;

export const taskType = z.enum(TASK_TYPES);

const text = z.string().nullish();

export const hyperParameter = z.object({ section: text, name: text, value: text, type: text, description: text });
export const hyperParameters = z.record(z.string(), z.record(z.string(), hyperParameter));

export const configurationItem = z.object({ name: text, value: text, type: text, description: text });
export const configuration = z.record(z.string(), configurationItem);

export const artifactMode = z.enum(['input', 'output']);

export const artifact = z.object({
  key: z.string(),
  mode: artifactMode.default('output'),
  type: z.string(),
  uri: text,
  hash: text,
  content_size: z.int().nullish(),
  timestamp: z.number().nullish(),
  type_data: z.object({ preview: text, content_type: text, data_hash: text }).nullish(),
  display_data: z.array(z.array(z.string())).nullish(),
});

export const modelItem = z.object({ name: z.string(), model: z.string() });

export const container = z.record(z.string(), z.string().nullable());

export const script = z.object({
  binary: text,
  repository: text,
  branch: text,
  tag: text,
  version_num: text,
  entry_point: text,
  working_dir: text,
  diff: text,
  requirements: z.record(z.string(), z.unknown()).nullish(),
});

export const execution = z.looseObject({
  artifacts: z.array(artifact).nullish(),
  queue: text,
  parameters: z.record(z.string(), z.unknown()).nullish(),
  model_desc: z.record(z.string(), z.unknown()).nullish(),
  model_labels: z.record(z.string(), z.unknown()).nullish(),
});

const texts = z.array(z.string()).nullish();

/** The fields that a client may write. */
export const taskFields = {
  comment: text,
  tags: texts,
  system_tags: texts,
  parent: text,
  project: text,
  script: script.nullish(),
  hyperparams: hyperParameters.nullish(),
  configuration: configuration.nullish(),
  execution: execution.nullish(),
  models: z.object({ input: z.array(modelItem).nullish(), output: z.array(modelItem).nullish() }).nullish(),
  container: container.nullish(),
  runtime: z.record(z.string(), z.unknown()).nullish(),
  output_dest: text,
};
