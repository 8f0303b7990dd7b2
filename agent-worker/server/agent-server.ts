import type { Logger } from 'pino';
import type { HttpClient } from '../../sdk/http-client.ts';
import type {
  ClaimRequest,
  ClaimResponse,
  ConsoleChunkRequest,
  ConsoleChunkResponse,
  HeartbeatRequest,
  HeartbeatResponse,
  InstalledRequirements,
  RegisterAgentRequest,
  RegisterAgentResponse,
  RunSpec,
  StageReport,
} from '../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { isRefusal, isRefusalOrStranger, untilAnswered } from './until-answered.ts';

/** The server as an agent sees it. What takes a signal is retried until the server answers; a refusal is an ApiError. */
export interface AgentServer {
  /** Enters an agent that has just started: unlike later, bad credentials are refused. */
  register(request: RegisterAgentRequest, signal: AbortSignal): Promise<RegisterAgentResponse>;
  /** Enters it again. */
  renew(request: RegisterAgentRequest, signal: AbortSignal): Promise<RegisterAgentResponse>;
  heartbeat(worker: string, request: HeartbeatRequest): Promise<HeartbeatResponse>;
  /** Made once: a claim whose answer was lost comes back as a stage of a run that nobody expected. */
  claim(worker: string, request: ClaimRequest): Promise<ClaimResponse>;
  unregister(worker: string, instance: string): Promise<void>;
  spec(run: RunRef, signal: AbortSignal): Promise<RunSpec>;
  release(run: RunRef): Promise<void>;
  sendConsole(run: RunRef, chunk: ConsoleChunkRequest, signal: AbortSignal): Promise<ConsoleChunkResponse>;
  reportStage(run: RunRef, report: StageReport, signal: AbortSignal): Promise<void>;
  putRequirements(run: RunRef, requirements: InstalledRequirements, signal: AbortSignal): Promise<void>;
  /** Asks the server to stop a task, as a user does. */
  stopTask(taskId: string): Promise<void>;
}

const ONCE = { attempts: 1, timeoutMs: 30_000 } as const;
const SHORTLY = { attempts: 3, timeoutMs: 5_000 } as const;

export function createAgentServer(client: HttpClient, log: Logger): AgentServer {
  /** One request, repeated until it is answered. */
  const ask = <T>(signal: AbortSignal, method: string, path: string, body?: unknown, isFinal = isRefusal): Promise<T> =>
    untilAnswered(() => client.request<T>(method, path, body, { ...ONCE, signal }), {
      signal,
      log,
      what: `${method} ${path}`,
      isFinal,
    });

  return {
    register: (request, signal) => ask(signal, 'POST', '/api/agents/register', request, isRefusalOrStranger),
    renew: (request, signal) => ask(signal, 'POST', '/api/agents/register', request),
    heartbeat: (worker, request) => client.request('POST', agentPath(worker, 'heartbeat'), request, SHORTLY),
    claim: (worker, request) => client.request('POST', agentPath(worker, 'claim'), request, { ...ONCE, timeoutMs: 10_000 }),
    unregister: (worker, instance) => client.request('POST', agentPath(worker, 'unregister'), { instance }, SHORTLY),
    spec: (run, signal) => ask(signal, 'GET', runPath(run)),
    release: (run) => client.request('POST', runPath(run, '/release'), {}, SHORTLY),
    sendConsole: (run, chunk, signal) => ask(signal, 'POST', runPath(run, '/console'), chunk),
    reportStage: (run, report, signal) => ask(signal, 'POST', runPath(run, '/stages'), report),
    putRequirements: (run, requirements, signal) => ask(signal, 'PUT', runPath(run, '/requirements'), requirements),
    async stopTask(task) {
      await client.call('tasks.stop', { task, status_reason: 'the agent was stopped' }, SHORTLY);
    },
  };
}

const agentPath = (worker: string, action: string): string => `/api/agents/${encodeURIComponent(worker)}/${action}`;

const runPath = ({ taskId, attempt }: RunRef, rest = ''): string => `/api/runs/${taskId}/${attempt}${rest}`;
