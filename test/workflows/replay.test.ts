import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ReplayHistoriesIterable, Worker } from '@temporalio/worker';
import { provideWorkflowBundle } from '../../orchestrator/workflow-bundle.ts';
import '../support/temporal.ts';

const FOLDER = fileURLToPath(new URL('../histories/', import.meta.url));

/** A run in flight must survive a deployment: every history ever committed is replayed on today's code. */
describe("today's workflows", () => {
  let codePath: string;
  before(async () => {
    codePath = await provideWorkflowBundle();
  });

  it('replay every committed history', async () => {
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'));
    assert.notEqual(names.length, 0, `no history in ${FOLDER}`);
    const replayed: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories(names))) {
      if (error) throw new Error(`${workflowId} cannot be replayed: ${error.message}`, { cause: error });
      replayed.push(workflowId);
    }
    assert.deepEqual(replayed.toSorted(), names.toSorted());
  });
});

/** Each under its file's name. */
async function* histories(names: string[]): ReplayHistoriesIterable {
  for (const name of names) yield { workflowId: name, history: JSON.parse(await readFile(`${FOLDER}${name}`, 'utf8')) };
}
