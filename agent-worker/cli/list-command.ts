import { resolveConnection } from '../../sdk/connection.ts';
import { createClient } from '../../sdk/http-client.ts';
import { describeSchedule, type Schedule } from '../../workflows/domain/working-hours/schedule.ts';
import type { HoursText } from '../../workflows/domain/working-hours/view-hours.ts';
import { describeHours } from './describe-hours.ts';

interface WorkerView {
  id: string;
  online: boolean;
  draining: boolean;
  tasks: { id: string; name: string }[];
  queues: { id: string; name: string; hours: HoursText }[];
  schedule: Schedule | null;
  lastActivity: string;
}

/** `agent list`: every worker that the server knows. */
export async function listWorkers({ configFile, json }: { configFile: string | undefined; json?: boolean }): Promise<void> {
  const client = createClient(await resolveConnection({ configFile, env: process.env }));
  const { workers } = await client.request<{ workers: WorkerView[] }>('GET', '/api/workers', undefined, { attempts: 3 });
  process.stdout.write(json ? `${JSON.stringify(workers, null, 2)}\n` : describe(workers));
}

function describe(workers: WorkerView[]): string {
  if (workers.length === 0) return 'no worker is registered\n';
  return workers.map((worker) => `${[describeWorker(worker), ...describeQueues(worker)].join('\n')}\n`).join('');
}

function describeWorker({ id, online, draining, queues, tasks, schedule, lastActivity }: WorkerView): string {
  const serves = queues.map(({ name }) => name).join(', ') || 'no queue';
  const runs = tasks.length > 0 ? `runs ${tasks.map(({ name }) => name).join(', ')}` : 'is free';
  const state = online ? `${runs}${draining ? ', takes no more' : ''}` : 'is offline';
  return `${id}: serves ${serves}, ${state}${schedule ? `, ${describeSchedule(schedule)}` : ''}, last heard ${lastActivity}`;
}

/** Only where something else than the agent's own free will decides. */
const describeQueues = ({ queues }: WorkerView): string[] =>
  queues.filter(({ hours }) => hours.rule !== 'always').map(({ name, hours }) => `  ${describeHours(name, hours)}`);
