import { DefaultLogger, Runtime } from '@temporalio/worker';
import { say } from '../output.ts';

/** Signals are dealt with here, and a callback's errors are told of by ourselves. To be called once, before any worker. */
export function prepareRuntime(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR', ({ message }) => say(message)), shutdownSignals: [] });
}
