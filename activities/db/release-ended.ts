import type { Pool, PoolClient } from 'pg';

/**
 * Takes connections out of the pool that end while somebody holds them. A transaction whose begin, commit or rollback fails
 * together with its connection never gives it back, so that after some outages of Postgres the pool would have none left.
 */
export function releaseEnded(pool: Pool): void {
  const held = new Set<PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_error, client) => held.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (held.has(client)) release(client);
    });
  });
}

/** Its holder may still give it back, which the pool would take for a mistake. */
function release(client: PoolClient): void {
  const { release } = client;
  client.release = () => {};
  release(true);
}
