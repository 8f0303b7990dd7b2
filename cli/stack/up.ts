import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_DATA_DIR } from '../../sdk/data-dir.ts';
import type { DataFolder } from '../../stack/data-folder.ts';
import { offerExample } from '../../stack/example.ts';
import { createProgress } from '../../stack/progress.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import { runStack } from '../../stack/run-stack.ts';
import type { StackState } from '../../stack/state-file.ts';
import { print, printJson, say } from '../output.ts';
import { stackOptions, type UpOptions } from './options.ts';
import { listenForStop } from './stop-signals.ts';
import { summary, summaryJson } from './summary.ts';

/** Starts an installation and stays until it is told to stop; with `--detach` returns when it is ready. */
export async function up(given: UpOptions): Promise<void> {
  if (!existsSync(join(PROJECT_FOLDER, 'api')))
    throw new Error('the server is not in this package: start it in a checkout of Perdura, or with its containers');
  const options = stackOptions(given);
  const progress = createProgress(say);
  if (!given.dataDir && options.dataDir === ROOT_DATA_DIR) {
    progress.note("Postgres does not run as root, and its user may not enter root's home: the data goes to another place");
  }
  if (given.detach) {
    const { startDetached } = await import('./detach.ts');
    return printReady(given, ...(await startDetached(options)));
  }
  progress.note(`data in ${options.dataDir}`);
  surviveClosedTerminal();
  const signals = listenForStop(() => progress.note('stopping (once more ends everything at once)'));
  try {
    await runStack(options, {
      progress,
      ...signals,
      complete: (state, folder) => offerExample({ wanted: options.example, state, folder, progress }),
      onReady: (state, folder) => printReady(given, state, folder),
    });
    progress.note('stopped');
  } finally {
    signals.release();
  }
}

async function printReady({ json }: UpOptions, state: StackState, folder: DataFolder): Promise<void> {
  if (json) printJson(summaryJson(state, folder));
  else print(await summary(state, folder));
}

/** When whoever reads our output is gone, what we supervise still runs. */
function surviveClosedTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
