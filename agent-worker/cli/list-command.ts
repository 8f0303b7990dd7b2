import { resolveConnection } from '../../sdk/connection.ts';
import { createClient } from '../../sdk/http-client.ts';

interface WorkerView {
  id: string;
  task?: { id: string; name?: string } | null;
  queues?: { id: string; name?: string }[];
  last_activity_time?: string;
}

/** `agent list`: every worker that the server knows. */
export async function listWorkers({ configFile, json }: { configFile: string | undefined; json?: boolean }): Promise<void> {
  const client = createClient(await resolveConnection({ configFile, env: process.env }));
  const { workers } = await client.call<{ workers: WorkerView[] }>('workers.get_all', { last_seen: 0 }, { attempts: 3 });
  process.stdout.write(json ? `${JSON.stringify(workers, null, 2)}\n` : describe(workers));
}

function describe(workers: WorkerView[]): string {
  if (workers.length === 0) return 'no worker is registered\n';
  return workers
    .map(({ id, queues = [], task, last_activity_time }) => {
      const serves = queues.map((queue) => queue.name ?? queue.id).join(', ') || 'no queue';
      const doing = task ? `runs ${task.name ?? task.id}` : 'is free';
      return `${id}: serves ${serves}, ${doing}, last heard ${last_activity_time ?? 'never'}\n`;
    })
    .join('');
}
