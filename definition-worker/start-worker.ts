import { hostname } from 'node:os';
import { Worker } from '@temporalio/worker';
import { superviseWorker } from '../agent-worker/temporal/supervise-worker.ts';
import type { HttpClient } from '../sdk/http-client.ts';
import type { TemporalLocation } from '../workflows/contracts/pipeline-hooks.ts';
import type { Say } from './within-activity.ts';

export interface ServedQueue {
  taskQueue: string;
  activities: object;
}

export interface StartWorkerInput {
  client: HttpClient;
  queues: ServedQueue[];
  say: Say;
  /** Ends it: nothing more is taken, and what is at work has some seconds to come to its end. */
  signal: AbortSignal;
}

export interface DefinitionWorker {
  /** Resolves when every queue is served. */
  serving: Promise<unknown>;
  ended: Promise<unknown>;
}

/** This process, as consoles and Temporal Web name it. */
export const workerName = (): string => `definition@${hostname()}:${process.pid}`;

/** Serves task queues of definitions until told to end; goes on by itself when Temporal was away. Throws ApiError or ServerUnreachableError. */
export async function startWorker({ client, queues, say, signal }: StartWorkerInput): Promise<DefinitionWorker> {
  const { address, namespace } = await client.request<TemporalLocation>('GET', '/api/temporal', undefined, { signal });
  const workers = queues.map(({ taskQueue, activities }) => {
    const { promise: serving, resolve: onPolling } = Promise.withResolvers<void>();
    const ended = superviseWorker({
      name: `worker of ${taskQueue}`,
      address,
      create: (connection) =>
        Worker.create({
          connection,
          namespace,
          taskQueue,
          identity: workerName(),
          activities,
          // A heartbeat brings the answer that the call was cancelled.
          maxHeartbeatThrottleInterval: '1 second',
          defaultHeartbeatThrottleInterval: '1 second',
          shutdownGraceTime: '5 seconds',
          shutdownForceTime: '10 seconds',
        }),
      onPolling,
      signal,
      log: { warn: say },
    });
    return { serving, ended };
  });
  return {
    serving: Promise.all(workers.map(({ serving }) => serving)),
    ended: Promise.all(workers.map(({ ended }) => ended)),
  };
}
