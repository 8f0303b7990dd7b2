import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { ApiError } from '../../sdk/http-client.ts';
import type { RegisterAgentRequest, RegisterAgentResponse } from '../../workflows/contracts/agent-api.ts';
import { isSelected } from '../machine/gpu-selection.ts';
import { readGpus } from '../machine/nvidia-smi.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import { AGENT_VERSION } from '../version.ts';
import type { AgentServer } from './agent-server.ts';
import { isRefusal } from './until-answered.ts';
import { takeWorkerFolder, type WorkerFolder, workerCandidates } from './worker-folder.ts';

export interface Registration {
  folder: WorkerFolder;
  answer: RegisterAgentResponse;
  /** Enters the agent again, after the server has forgotten it or one of its queues. */
  renew(signal: AbortSignal, options?: { createQueues: boolean }): Promise<RegisterAgentResponse>;
}

export interface RegisterInput {
  options: AgentOptions;
  server: AgentServer;
  signal: AbortSignal;
  log: Logger;
}

/** Finds a free worker id and enters the agent under it. Waits for a server that is away; throws what the server refuses. */
export async function registerAgent({ options, server, signal, log }: RegisterInput): Promise<Registration> {
  const workersDir = join(options.serverDir, 'workers');
  const request = await describeAgent(options);
  for (const worker of workerCandidates(workersDir, options.worker)) {
    const folder = await takeWorkerFolder(workersDir, worker, signal);
    if (!folder) {
      if (options.worker.kind === 'exact') throw new Error(`worker id "${worker}" is taken by another agent on this machine`);
      continue;
    }
    const complete = { ...request, worker, instance: folder.instance };
    try {
      const answer = await server.register(complete, signal);
      return { folder, answer, renew: (until, change) => server.renew({ ...complete, ...change }, until) };
    } catch (error) {
      folder.release();
      if (!isConflict(error) || options.worker.kind === 'exact') throw error;
      log.info(`worker id "${worker}" is taken by an agent elsewhere`);
    }
  }
  throw new Error('every worker id is taken');
}

const isConflict = (error: unknown): boolean => error instanceof ApiError && isRefusal(error) && error.status === 409;

async function describeAgent(options: AgentOptions): Promise<Omit<RegisterAgentRequest, 'worker' | 'instance'>> {
  const { selection } = options.gpus;
  const gpus = (await readGpus(options.env)).filter((gpu) => isSelected(selection, gpu));
  return {
    host: hostname(),
    pid: process.pid,
    queues: options.queues,
    createQueues: options.createQueues,
    slots: options.slots,
    gpus: gpus.map(({ index }) => index),
    servicesMode: options.servicesMode,
    version: AGENT_VERSION,
    tags: options.tags,
    schedule: options.schedule,
    dockerImage: options.containers?.image ?? null,
  };
}
