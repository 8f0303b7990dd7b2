import { readNumber, readSecret } from '../activities/settings.ts';

/** Settings of the orchestrator, compiled once at start. */
export interface OrchestratorOptions {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  /** How long an agent may be out of reach before its runs are lost. */
  agentLostAfterMs: number;
  /** How long a stock agent or a process of the user's may be silent before its run is lost. */
  externalLostAfterMs: number;
  logLevel: string;
}

export function compileOrchestratorOptions(env: NodeJS.ProcessEnv): OrchestratorOptions {
  const seconds = (name: string, fallback: number) => readNumber(env, name, { fallback, min: 1, max: 86_400 }) * 1000;
  return {
    databaseUrl: readSecret(env, 'PERDURA_DATABASE_URL'),
    temporalAddress: env.PERDURA_TEMPORAL_ADDRESS || '127.0.0.1:7233',
    temporalNamespace: env.PERDURA_TEMPORAL_NAMESPACE || 'default',
    agentLostAfterMs: seconds('PERDURA_AGENT_LOST_AFTER', 30),
    externalLostAfterMs: seconds('PERDURA_EXTERNAL_LOST_AFTER', 120),
    logLevel: env.PERDURA_LOG_LEVEL || 'info',
  };
}
