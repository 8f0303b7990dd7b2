import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { SINGLE_VALUE } from '../event-batch.ts';

/** Points by rising iteration, as numbers between commas: text is written and sent on much faster than as many numbers. */
export interface CurveTexts {
  iter: string;
  /** `null` where the value is infinite or not a number; whole ones without a point. */
  value: string;
}

/** Every point of whole curves, by the id of their series. */
export async function readCurveTexts(em: Em, ids: number[]): Promise<Map<number, CurveTexts>> {
  if (ids.length === 0) return new Map();
  const rows = await query<CurveTexts & { series: number }>(
    em,
    sql`select series, iter, value from whole_curves(${ids}::int[], ${SINGLE_VALUE})`,
  );
  return new Map(rows.map(({ series, iter, value }) => [series, inOrder({ iter, value: finite(value) })]));
}

const finite = (values: string): string => (/[NI]/.test(values) ? values.replace(/-?Infinity|NaN/g, 'null') : values);

/** They come as they are stored, which is by rising iteration unless some were reported late or anew. */
function inOrder(texts: CurveTexts): CurveTexts {
  const iter = JSON.parse(`[${texts.iter}]`) as number[];
  if (iter.every((each, index) => index === 0 || each > iter[index - 1]!)) return texts;
  const value = texts.value.split(',');
  const order = iter.map((_, index) => index).sort((a, b) => iter[a]! - iter[b]!);
  return { iter: order.map((index) => iter[index]).join(), value: order.map((index) => value[index]).join() };
}
