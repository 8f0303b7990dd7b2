import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { compileOrchestratorOptions } from './options.ts';
import { runOrchestrator } from './orchestrator.ts';

const options = compileOrchestratorOptions(process.env);
const log = pino({ level: options.logLevel, name: 'orchestrator' });
Runtime.install({
  // The process ends by its own signal handling, once.
  shutdownSignals: [],
  logger: new DefaultLogger('WARN', ({ level, message, meta }) => log[level === 'ERROR' ? 'error' : 'warn'](meta ?? {}, message)),
});
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
await runOrchestrator(options, log, stop.signal, () => log.info('orchestrator ready'));
log.info('orchestrator stopped');
