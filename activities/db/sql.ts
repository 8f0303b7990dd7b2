import { type RawBuilder, sql } from 'kysely';
import type { Em } from './orm.ts';

export { sql };

/** A statement, or a piece of one, with its values bound apart from the text. */
export type Sql<Row = unknown> = RawBuilder<Row>;

/** Runs a statement in the transaction of `em`, if it has one. Timestamps come as Date, `bigint` as text. */
export async function query<Row>(em: Em, statement: Sql<unknown>): Promise<Row[]> {
  const { rows } = await statement.execute(em.getKysely());
  return rows as Row[];
}

/** A value for a `jsonb` column. */
export const jsonb = (value: unknown): Sql => sql`${JSON.stringify(value)}::jsonb`;
