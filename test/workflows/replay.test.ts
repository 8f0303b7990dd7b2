import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
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
    if (names.length === 0) throw new Error(`no history in ${FOLDER}`);
    for (const name of names) {
      const history = JSON.parse(await readFile(`${FOLDER}${name}`, 'utf8'));
      await Worker.runReplayHistory({ workflowBundle: { codePath }, replayName: name }, history);
    }
  });
});
