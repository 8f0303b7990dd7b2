import { z } from 'zod';
import { flag, text, texts } from './common.ts';

export const modelId = z.string().min(1).describe('Id of the model');

const MAX_INT = 2_147_483_647;
export const iteration = z.int().min(-MAX_INT).max(MAX_INT).nullish();

export const metadataItem = z.object({ key: z.string().min(1), type: text, value: text });

/** The fields that a client may write. */
export const modelFields = {
  comment: text,
  tags: texts,
  system_tags: texts,
  framework: text,
  design: z.record(z.string(), z.unknown()).nullish(),
  labels: z.record(z.string(), z.number()).nullish(),
  project: text,
  task: text,
  parent: text,
  ready: flag,
  metadata: z.array(metadataItem).nullish(),
};
