import { serveSweep } from '../../definition-worker/serve-sweep.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { prepareRuntime } from '../definitions/runtime.ts';
import { untilStopped } from '../definitions/until-stopped.ts';
import { say } from '../output.ts';
import { loadSweep } from './load-sweep.ts';

/** Serves the strategy of a file's sweep until told to stop. */
export async function sweepWorker(file: string, options: ServerOptions): Promise<void> {
  const definition = await loadSweep(file);
  const { project, name, strategy } = definition.spec;
  if (!definition.ask) throw new Error(`the sweep "${name}" needs no worker: its strategy is ${strategy.kind}`);
  const client = await connect(options);
  prepareRuntime();
  await untilStopped('stopping', async (signal) => {
    const { serving, ended } = await serveSweep({ client, definition, say, signal });
    await Promise.race([serving, ended]);
    say(`serves the strategy of ${project}/${name}`);
    await ended;
  });
}
