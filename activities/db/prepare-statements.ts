import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { sqlState } from './sql.ts';

/** Uses after which a statement is worth its memory in each connection. */
const OFTEN = 5;
/** What is built by what somebody asks for has more texts than that. */
const MOST_PREPARED = 250;
const MOST_COUNTED = 5_000;
/** SQLSTATE `feature_not_supported`: the result of a prepared statement has other columns since its table was changed. */
const CHANGED = '0A000';

type Query = (...args: unknown[]) => unknown;

/**
 * Has Postgres keep the plans of the statements that are used over and over: to plan a short one takes longer than to run it, and
 * half of Postgres' processor time went into it.
 */
export function prepareStatements(pool: Pool): void {
  const statements = new Statements();
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as Query;
    client.query = ((...args: unknown[]) => {
      const [text, values] = args;
      // Without values it may be several statements, which cannot be prepared.
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 && statements.nameOf(text);
      return name ? runPrepared(statements, query, { name, text, values }) : query(...args);
    }) as typeof client.query;
  });
}

async function runPrepared(statements: Statements, query: Query, config: { name: string; text: string; values: unknown[] }) {
  try {
    return await query(config);
  } catch (error) {
    if (sqlState(error) !== CHANGED) throw error;
    statements.forget();
    try {
      return await query(config.text, config.values);
    } catch {
      // The transaction is aborted, and cannot go on with anything.
      throw error;
    }
  }
}

/** The names of those statements that are used often. */
class Statements {
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  nameOf(text: string): string | undefined {
    return this.#names.get(text) ?? this.#count(text);
  }

  /** All are prepared anew, under other names. */
  forget(): void {
    this.#names.clear();
    this.#generation += 1;
  }

  #count(text: string): string | undefined {
    if (this.#names.size >= MOST_PREPARED) return undefined;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < OFTEN) {
      if (this.#uses.size >= MOST_COUNTED) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `${createHash('sha256').update(text).digest('hex').slice(0, 32)}_${this.#generation}`;
    this.#names.set(text, name);
    return name;
  }
}
