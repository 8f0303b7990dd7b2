import { z } from 'zod';

const MAX_INT = 2_147_483_647;

const multiField = z.object({
  fields: z.array(z.string()).nullish(),
  /** Regular expression, whatever the case. */
  pattern: z.string().nullish(),
  /** In place of a pattern: `[">=2026-01-01"]`. */
  datetime: z.union([z.string(), z.array(z.string().nullable())]).nullish(),
});
export type MultiField = z.output<typeof multiField>;

/** One text, or a list in which operators such as `__$not` may stand. */
const list = z.union([z.string(), z.array(z.string().nullable())]).nullish();
const texts = z.union([z.string(), z.array(z.string())]).nullish();

/**
 * What every `get_all` understands. Any other field of the documents may stand beside these, dotted paths too
 * (`"execution.queue": [...]`, `"last_metrics.<metric>.<variant>.value": [0, 1]`).
 */
export const listRequest = z.looseObject({
  id: list.describe('Ids'),
  name: z.string().nullish().describe('Regular expression'),
  tags: list,
  system_tags: list,
  user: list,
  only_fields: texts.describe('Dotted paths to answer; everything when absent'),
  order_by: texts.describe('Dotted paths, descending with a minus before'),
  page: z.int().min(0).max(MAX_INT).nullish().describe('Counted from 0'),
  page_size: z.int().min(1).max(MAX_INT).nullish(),
  scroll_id: z.string().nullish(),
  size: z.int().min(1).max(MAX_INT).nullish().describe('Length of a scroll page'),
  refresh_scroll: z.boolean().nullish(),
  search_text: z.string().nullish(),
  search_hidden: z.boolean().nullish(),
  _all_: multiField.nullish(),
  _any_: multiField.nullish(),
  _and_: multiField.nullish(),
  _or_: multiField.nullish(),
});
export type ListRequest = z.output<typeof listRequest>;
