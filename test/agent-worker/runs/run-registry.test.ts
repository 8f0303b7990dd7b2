import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createContainers } from '../../../agent-worker/containers/containers.ts';
import { dockerClient } from '../../../agent-worker/containers/docker-client.ts';
import { createRunRegistry, type RunRegistry } from '../../../agent-worker/runs/run-registry.ts';
import { createAgentServer } from '../../../agent-worker/server/agent-server.ts';
import { createSlotGate, type SlotGate } from '../../../agent-worker/slots/slot-gate.ts';
import { createClient } from '../../../sdk/http-client.ts';
import { scratchFolder } from '../../support/scratch.ts';

const RUN = { taskId: 'task', attempt: 1 };

describe('the run of a stage', () => {
  const log = pino({ level: 'silent' });
  const server = createAgentServer(createClient({ apiUrl: 'http://127.0.0.1:1', accessKey: 'k', secretKey: 's' }), log);
  let gate: SlotGate;
  beforeEach(() => {
    gate = createSlotGate(1);
  });

  const openRegistry = (runsDir: string): RunRegistry =>
    createRunRegistry({
      runsDir,
      gate,
      server,
      secrets: [],
      killGraceMs: 1,
      containers: createContainers(dockerClient({})),
      log,
    });

  it('is taken when there is a slot, and not when there is none', () => {
    const registry = openRegistry(scratchFolder());
    assert.deepEqual(registry.open(RUN)?.ref, RUN);
    assert.equal(registry.open({ taskId: 'other', attempt: 1 }), undefined);
  });

  it('frees its slot when the engine of its container is away', async () => {
    const registry = openRegistry(scratchFolder());
    registry.open(RUN)?.folder.update({ containerName: 'perdura-task-1' });
    assert.equal(gate.free, 0);
    await registry.revoke(RUN, 'it was given back', 0);
    assert.equal(gate.free, 1);
    assert.deepEqual(registry.refs(), []);
  });

  it('takes no slot when its folder cannot be made', () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    assert.throws(() => openRegistry(file).open(RUN), /ENOTDIR/);
    assert.equal(gate.free, 1);
  });
});
