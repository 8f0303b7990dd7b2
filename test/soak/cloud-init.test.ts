import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { query, sql } from '../../activities/db/sql.ts';
import { readLogs } from '../../autoscaler/providers/docker/container-logs.ts';
import { firstBootScript } from '../../autoscaler/providers/first-boot.ts';
import { startTestApi, type TestApi } from '../support/api-server.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { type Engine, startEngine } from '../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../support/docker/machine-image.ts';
import { eventually } from '../support/eventually.ts';
import { createMachine, createScaler } from '../support/scalers.ts';

const MINUTE_MS = 60_000;

describe('the first start of a machine of EC2', function () {
  this.timeout(20 * MINUTE_MS);
  let engine: Engine;
  let bench: DispatchBench;
  let server: TestApi;
  let folder: string;
  before(async function () {
    engine = await startEngine(this);
    bench = await startDispatchBench();
    server = await startTestApi({ temporalAddress: bench.env.address, database: { url: bench.url, db: bench.db } });
    await bench.startOrchestrator();
    folder = await mkdtemp(join(tmpdir(), 'perdura-test-cloud-init-'));
  });
  after(async () => {
    await server?.release();
    await bench?.release();
    await engine?.release();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('gets from a bare Debian to an agent that serves its queue, and switches the machine off in the end', async () => {
    const scaler = await createScaler(bench.db);
    const { id, joinToken } = await createMachine(bench.db, scaler, { cloudId: 'i-0cloud' });
    await writeFile(join(folder, 'user-data'), firstBootScript({ serverUrl: server.url, joinToken }, 'aws'));
    await writeFile(join(folder, 'shutdown'), '#!/bin/sh\necho "shutdown $@"\n');
    await chmod(join(folder, 'shutdown'), 0o755);
    const container = await engine.docker.createContainer({
      Image: MACHINE_IMAGE,
      Cmd: ['bash', '/user-data'],
      // The registry as this host knows it, which may stand behind a proxy.
      Env: ['NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'],
      HostConfig: {
        Init: true,
        NetworkMode: 'host',
        Binds: [
          `${folder}/user-data:/user-data:ro`,
          `${folder}/shutdown:/usr/sbin/shutdown:ro`,
          '/etc/ssl/certs:/etc/ssl/certs:ro',
        ],
      },
    });
    await container.start();
    const isOver = async () => (await container.inspect()).State.Status === 'exited';
    const machine = async () =>
      (await query<{ joined: Date | null }>(bench.db.em.fork(), sql`select joined from machines where id = ${id}`))[0];
    await eventually('it has joined', async () => (await machine())?.joined || isOver(), {
      deadlineMs: 15 * MINUTE_MS,
      everyMs: 500,
    });
    assert.ok((await machine())?.joined, (await readLogs(container)) ?? '');
    await query(bench.db.em.fork(), sql`update machines set state = 'ending' where id = ${id}`);
    await eventually('it is over', isOver);
    assert.match((await readLogs(container)) ?? '', /ending: its scaler ends it[\s\S]*shutdown -h now/);
  });
});
