import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows into the file that the first argument names. A process of its own: webpack's memory ends with it. */
const [target] = process.argv.slice(2);
if (!target) throw new TypeError('usage: build-bundle.ts FILE');
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
  logger: new DefaultLogger('WARN'),
});
await writeFile(`${target}.${process.pid}`, code);
await rename(`${target}.${process.pid}`, target);
