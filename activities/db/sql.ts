import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Em } from './orm.ts';

export { sql };

/** A statement, or a piece of one, with its values bound apart from the text. */
export type Sql<Row = unknown> = RawBuilder<Row>;

/** Runs a statement in the transaction of `em`, if it has one. Timestamps come as Date, `bigint` as text. */
export async function query<Row>(em: Em, statement: Sql<unknown>): Promise<Row[]> {
  const { rows } = await statement.execute(em.getKysely());
  return rows as Row[];
}

/**
 * Runs statements that write, in one: their way to Postgres and back costs more than what they do. All see what was there before, in no
 * order; no two may write the same row.
 */
export async function writeTogether(em: Em, statements: readonly Sql[]): Promise<void> {
  const last = statements.at(-1);
  if (!last) return;
  const before = statements.slice(0, -1).map((statement, index) => sql`${sql.raw(`write_${index}`)} as (${statement})`);
  await query(em, before.length === 0 ? last : sql`with ${sql.join(before)} ${last}`);
}

/** A value for a `jsonb` column. */
export const jsonb = (value: unknown): Sql => sql`${JSON.stringify(value)}::jsonb`;

/** Kysely's builder over the tables, in the transaction of `em`. */
// biome-ignore lint/suspicious/noExplicitAny: the columns are checked against the entities by the tests, not by a second set of types.
export const tables = (em: Em): Kysely<any> => em.getKysely<any>();

/** SQLSTATE of an error that Postgres raised; undefined for any other. */
export const sqlState = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;
