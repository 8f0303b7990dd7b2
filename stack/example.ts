import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient } from '../sdk/http-client.ts';
import type { DataFolder } from './data-folder.ts';
import { localClient } from './local-client.ts';
import type { Progress } from './progress.ts';
import { PROJECT_FOLDER } from './project-folder.ts';
import type { StackState } from './state-file.ts';

export interface OfferExampleInput {
  wanted: boolean;
  state: StackState;
  folder: DataFolder;
  progress: Progress;
}

/** Registers and enqueues the example experiment, once, on an installation without tasks. A failure is only told. */
export async function offerExample({ wanted, state, folder, progress }: OfferExampleInput): Promise<void> {
  const done = join(folder.run, 'example-offered');
  if (!wanted || existsSync(done)) return;
  const script = join(PROJECT_FOLDER, 'examples/digits/register.ts');
  if (!existsSync(script)) return progress.note('the example experiment is missing in this checkout');
  try {
    const api = await localClient(state, folder);
    if (await hasTasks(api)) return;
    const { registerExample } = (await import(script)) as ExampleModule;
    await registerExample({ api, dataDir: folder.root });
    await writeFile(done, '');
    progress.note('the example experiment waits in the queue `default`: watch it in the web pages');
  } catch (error) {
    progress.note(`the example experiment could not be registered: ${(error as Error).message}`);
  }
}

interface ExampleModule {
  registerExample(input: { api: HttpClient; dataDir: string }): Promise<void>;
}

async function hasTasks(api: HttpClient): Promise<boolean> {
  const { tasks } = await api.call<{ tasks: unknown[] }>('tasks.get_all', { only_fields: ['id'], page: 0, page_size: 1 });
  return tasks.length > 0;
}
