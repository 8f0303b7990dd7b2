import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { freePorts } from '../../stack/free-ports.ts';
import { endOrphanedPostgres } from '../../stack/postgres/orphan.ts';
import { identifyProcess, isRunning } from '../../stack/process-identity.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from './support.ts';

describe('embedded Postgres', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let port: number;
  let supervisors: ChildProcess[];

  before(async () => {
    folder = await temporaryFolder();
    [port] = (await freePorts(1)) as [number];
    supervisors = [];
  });
  after(async () => {
    for (const supervisor of supervisors) supervisor.kill('SIGKILL');
    await endOrphanedPostgres(join(folder.path, 'postgres'));
    await folder.release();
  });

  /** Runs Postgres under a process of its own, which can be killed. */
  async function supervise(): Promise<ChildProcess> {
    const supervisor = fork(join(import.meta.dirname, 'scripts/run-postgres.ts'), [folder.path, String(port)]);
    supervisors.push(supervisor);
    const [message] = await once(supervisor, 'message');
    assert.equal(message, 'ready');
    return supervisor;
  }

  async function query(text: string): Promise<unknown[]> {
    const client = new pg.Client(`postgres://perdura:secret@127.0.0.1:${port}/perdura`);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  const postmaster = async () =>
    identifyProcess(Number((await readFile(join(folder.path, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]))!;

  it('starts with its database, and refuses another password', async () => {
    await supervise();
    await query('create table kept (n int); insert into kept values (1)');
    await assert.rejects(new pg.Client(`postgres://perdura:wrong@127.0.0.1:${port}/perdura`).connect(), { code: '28P01' });
  });

  it('comes back by itself when it is killed, with what was committed', async () => {
    const first = await postmaster();
    await query('insert into kept values (2)');
    process.kill(first.pid, 'SIGKILL');
    await eventually('it answers again', () => query('select 1').catch(() => undefined), { deadlineMs: 60_000 });
    assert.deepEqual(await query('select n from kept order by n'), [{ n: 1 }, { n: 2 }]);
    assert.notEqual((await postmaster()).pid, first.pid);
  });

  it('is taken over when its supervisor was killed', async () => {
    const orphan = await postmaster();
    supervisors[0]!.kill('SIGKILL');
    await once(supervisors[0]!, 'exit');
    await query('insert into kept values (3)');
    assert.ok(isRunning(orphan));

    await supervise();
    assert.ok(!isRunning(orphan));
    assert.equal((await query('select n from kept')).length, 3);
  });

  it('starts when it and its supervisor were killed together', async () => {
    process.kill((await postmaster()).pid, 'SIGKILL');
    supervisors[1]!.kill('SIGKILL');
    await once(supervisors[1]!, 'exit');

    await supervise();
    assert.equal((await query('select n from kept')).length, 3);
  });

  it('stops in order when it is asked to', async () => {
    const last = await postmaster();
    supervisors[2]!.send('stop');
    await once(supervisors[2]!, 'exit');
    assert.ok(!isRunning(last));
    assert.match(await readFile(join(folder.path, 'postgres.log'), 'utf8'), /database system is shut down\s*$/);
  });
});
