import { optunaFolder } from '../activities/optuna/environment.ts';
import { readNumber, readSecret, readUrl } from '../activities/settings.ts';

/** Settings of the orchestrator, compiled once at start. */
export interface OrchestratorOptions {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  /** How long an agent may be out of reach before its runs are lost. */
  agentLostAfterMs: number;
  /** How long a stock agent may be silent before its run is lost. */
  stockLostAfterMs: number;
  /** How long a process that its user has started himself may be silent before it counts as ended. */
  localLostAfterMs: number;
  /** Address of the API, as machines of autoscalers reach it. */
  serverUrl: string;
  /** Where Optuna's environments are kept. */
  optunaDir: string;
  logLevel: string;
}

export function compileOrchestratorOptions(env: NodeJS.ProcessEnv): OrchestratorOptions {
  const seconds = (name: string, fallback: number) => readNumber(env, name, { fallback, min: 1, max: 86_400 }) * 1000;
  return {
    databaseUrl: readSecret(env, 'PERDURA_DATABASE_URL'),
    temporalAddress: env.PERDURA_TEMPORAL_ADDRESS || '127.0.0.1:7233',
    temporalNamespace: env.PERDURA_TEMPORAL_NAMESPACE || 'default',
    agentLostAfterMs: seconds('PERDURA_AGENT_LOST_AFTER', 30),
    stockLostAfterMs: seconds('PERDURA_STOCK_AGENT_LOST_AFTER', 120),
    localLostAfterMs: seconds('PERDURA_LOCAL_RUN_LOST_AFTER', 7200),
    serverUrl: readUrl(env, 'PERDURA_API_URL') ?? 'http://127.0.0.1:8008',
    optunaDir: optunaFolder(env),
    logLevel: env.PERDURA_LOG_LEVEL || 'info',
  };
}
