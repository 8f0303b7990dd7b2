import assert from 'node:assert/strict';
import type { Containers } from '../../../agent-worker/containers/containers.ts';
import type { HeldRun } from '../../../agent-worker/runs/held-run.ts';
import { createTools } from '../../../agent-worker/stages/create-tools.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { agentOptions } from '../support/agent-options.ts';
import { runSpec } from '../support/run-spec.ts';

function tools() {
  const shown: Buffer[] = [];
  const folder = { workspace: scratchFolder(), record: () => ({}) };
  const created = createTools({
    run: { key: 'task-1', folder } as unknown as HeldRun,
    spec: async () => runSpec(),
    options: agentOptions(),
    containers: {} as Containers,
    signal: AbortSignal.timeout(30_000),
    output: (text) => shown.push(text),
  });
  return { ...created, shown: () => Buffer.concat(shown).toString() };
}

const LINES = Array.from({ length: 5_000 }, (_, at) => `package-${at + 1}==1.0\n`).join('');
const PRINT = ['sh', '-c', 'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo "package-$i==1.0"; done'] as [string, ...string[]];

describe('tools', () => {
  it('give everything that a silent one writes, however much, and show nothing of it', async () => {
    const { tool, shown } = tools();
    assert.equal(await tool(PRINT, { silent: true }), LINES);
    assert.equal(shown(), '');
  });

  it('give the end of what the others write, and show everything', async () => {
    const { tool, shown } = tools();
    const end = await tool(PRINT);
    assert.ok(LINES.endsWith(end) && end.length < LINES.length);
    assert.equal(shown(), LINES);
  });
});
