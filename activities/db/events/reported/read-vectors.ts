import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';

export interface ReadVectorsInput {
  owner: string;
  ofModel: boolean;
  metric: string;
  variant: string;
}

/** The vectors of a metric and variant by rising iteration. */
export function readVectors(
  em: Em,
  { owner, ofModel, metric, variant }: ReadVectorsInput,
): Promise<{ iter: number; values: number[] }[]> {
  return query(
    em,
    sql`select iter::float8 as iter, "values" from vectors where owner = ${owner} and of_model = ${ofModel}
        and md5(metric) = md5(${metric}) and md5(variant) = md5(${variant}) order by iter`,
  );
}
