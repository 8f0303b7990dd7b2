import type { StageContext } from './stage-context.ts';

/** Ends what is left of the run and removes what it has on this machine but its console, which is still to be shipped. */
export async function cleanUp({ run, registry }: StageContext): Promise<void> {
  await registry.kill(run);
  run.folder.strip();
}
