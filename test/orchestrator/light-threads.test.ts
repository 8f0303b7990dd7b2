import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { execa } from 'execa';

const LIGHT = fileURLToPath(new URL('../../orchestrator/light-threads.ts', import.meta.url));

const HARMLESS = ['initRuntime', 'initialize', 'concludeActivation', 'dispose'];

/** Runs code in a thread with and without what makes threads light. Answers what it posts. */
async function inThread(code: string, execArgv: string[]): Promise<unknown> {
  const program = `import { parentPort } from 'node:worker_threads'; import v8 from 'node:v8'; import vm from 'node:vm';
    parentPort.postMessage((${code})());`;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { execArgv });
  const [answer] = await once(thread, 'message');
  await thread.terminate();
  return answer;
}

/** As the SDK calls into the context of a workflow, with something that takes much longer than its watchdog waits. */
const calling = (name: string) => `() => {
  const context = vm.createContext({ __temporal_args: [{}, '${name}', []] });
  const script = new vm.Script('(() => { for (let round = 0; round < 1e8; round += 1); })()');
  try {
    script.runInContext(context, { timeout: 5 });
    return 'ran to its end';
  } catch (error) {
    return error.code;
  }
}`;

const hooked = `() => {
  let promises = 0;
  v8.promiseHooks.createHook({ init: () => { promises += 1; } });
  new Promise(() => {});
  return promises;
}`;

describe('a light thread of workflows', () => {
  for (const name of ['activate', 'tryUnblockConditions', 'somethingNew'])
    it(`ends a workflow that never yields in ${name}`, async () => {
      assert.equal(await inThread(calling(name), ['--import', LIGHT]), 'ERR_SCRIPT_EXECUTION_TIMEOUT');
    });

  for (const name of HARMLESS)
    it(`starts no watchdog for ${name}`, async () => {
      assert.equal(await inThread(calling(name), ['--import', LIGHT]), 'ran to its end');
      assert.equal(await inThread(calling(name), []), 'ERR_SCRIPT_EXECUTION_TIMEOUT');
    });

  it('traces no promises', async () => {
    assert.deepEqual([await inThread(hooked, ['--import', LIGHT]), await inThread(hooked, [])], [0, 1]);
  });

  it('is no other than those that run workflows', async () => {
    const { stdout } = await execa(process.execPath, [
      '--import',
      LIGHT,
      '--input-type=module',
      '-e',
      `import vm from 'node:vm'; console.log((${calling('dispose')})())`,
    ]);
    assert.equal(stdout, 'ERR_SCRIPT_EXECUTION_TIMEOUT');
  });

  it('knows the functions of the SDK by the names that they have there', async () => {
    const sdk: object = createRequire(import.meta.url)('@temporalio/workflow/lib/worker-interface');
    for (const name of HARMLESS) assert.ok(name in sdk, name);
  });
});
