import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { type Pool, TypeOverrides } from 'pg';
import { entities } from './entities/index.ts';
import { migrations } from './migrations/index.ts';
import { prepareStatements } from './prepare-statements.ts';
import { releaseEnded } from './release-ended.ts';

export type Db = MikroORM;
export type Em = MikroORM['em'];

export interface DbOptions {
  /** Postgres connection string. */
  url: string;
  /** Most connections held open; default 10. */
  poolSize?: number;
}

function setUpPool(pool: Pool): void {
  releaseEnded(pool);
  prepareStatements(pool);
}

/** Opens Postgres. Close with `db.close()`. */
export function openDb({ url, poolSize = 10 }: DbOptions): Promise<Db> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    // Rows of `em.execute` carry Date objects, as pg itself makes them, instead of Postgres' own text.
    // Short statements whose costs Postgres overestimates must not be compiled first.
    driverOptions: { types: new TypeOverrides(), options: '-c jit=off', onPoolCreated: setUpPool },
    forceUtcTimezone: true,
    // What fails is thrown; progress of migrations is nobody's concern.
    logger: () => {},
    pool: { min: 1, max: poolSize },
    migrations: { migrationsList: migrations, snapshot: false, transactional: true },
  });
}

const MIGRATION_LOCK = 727_001;

/** Brings the schema up to date. Safe to call from several processes at once: one migrates, the others wait. */
export async function migrate(db: Db): Promise<void> {
  await db.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    await db.migrator.up();
  });
}
