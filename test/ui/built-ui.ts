import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureUi } from '../../stack/build-ui.ts';
import { createProgress } from '../../stack/progress.ts';

/** Builds the pages when they are older than their sources. @throws when they cannot be built */
export async function buildUi(): Promise<void> {
  const notes: string[] = [];
  await ensureUi({
    projectFolder: fileURLToPath(new URL('../..', import.meta.url)),
    logFile: join(tmpdir(), `perdura-ui-build-${process.pid}.log`),
    progress: createProgress((line) => notes.push(line)),
    signal: new AbortController().signal,
  });
  if (notes.some((note) => note.includes('could not be built'))) throw new Error(notes.join('\n'));
}
