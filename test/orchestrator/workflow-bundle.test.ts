import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { provideWorkflowBundle } from '../../orchestrator/workflow-bundle.ts';
import { noteUse } from '../../tools/keep-latest.ts';
import { scratchFolder } from '../support/scratch.ts';

const DAY_MS = 86_400_000;

describe('the bundle of workflows', () => {
  it('is built once, and put beside the few that were used last', async () => {
    const env = { XDG_CACHE_HOME: scratchFolder() };
    const folder = join(env.XDG_CACHE_HOME, 'perdura');
    mkdirSync(join(folder, 'other'), { recursive: true });
    for (const days of [1, 2, 3, 4]) {
      const older = join(folder, `workflows-${String(days).repeat(16)}.js`);
      writeFileSync(older, '');
      noteUse(older, Date.now() - days * DAY_MS);
    }
    const path = await provideWorkflowBundle(env);
    const kept = [basename(path), 'workflows-1111111111111111.js', 'workflows-2222222222222222.js', 'other'];
    assert.deepEqual(readdirSync(folder).toSorted(), kept.toSorted());

    const { ino } = statSync(path);
    noteUse(path, Date.now() - DAY_MS);
    assert.equal(await provideWorkflowBundle(env), path);
    assert.equal(statSync(path).ino, ino, 'it was not built again');
    assert.ok(Date.now() - statSync(path).mtimeMs < DAY_MS / 2, 'its use is noted');
  });
});
