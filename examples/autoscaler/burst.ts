import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { submit } from '../../cli/autoscalers/start.ts';
import { connect } from '../../cli/connect.ts';
import { parseCount, withServerOptions } from '../../cli/option.ts';
import { say } from '../../cli/output.ts';
import { ApiError } from '../../sdk/api-error.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import { openProject } from '../../sdk/projects.ts';
import type { AutoscalerSummary } from '../../workflows/contracts/autoscaler-api.ts';

const NAME = 'docker';
const QUEUE = 'burst';
const FILE = fileURLToPath(new URL('./docker.yaml', import.meta.url));

/** Runs for some seconds and needs no packages, so that the machines are what there is to see. */
const SCRIPT = `import time
for second in range(15):
    print('working', second, flush=True)
    time.sleep(1)
`;

/** Starts an autoscaler of containers and gives it tasks, through the public API. */
const program = withServerOptions(
  new Command('burst').description('start an autoscaler of containers on this host and give it tasks to launch machines for'),
)
  .option('--file <path>', 'configuration of the autoscaler, with a queue "burst"', FILE)
  .option('--tasks <count>', 'how many tasks', parseCount, 10);

program.action(async ({ tasks: count, file, ...server }) => {
  try {
    const api = await connect(server);
    await submit(api, { ...server, file, name: NAME }).catch(alreadyAtWork);
    const project = await openProject(api, { name: 'Perdura examples' });
    const tasks: string[] = [];
    for (let index = 1; index <= count; index += 1) tasks.push(await enqueueOne(api, { project, name: `burst ${index}` }));
    say(`${count} tasks wait in the queue "${QUEUE}"`);
    await follow(api, tasks);
  } catch (error) {
    say(`burst: ${(error as Error).message}`);
    process.exitCode = 1;
  }
});

/** A second burst goes to the autoscaler of the first. */
function alreadyAtWork(error: unknown): void {
  if (!(error instanceof ApiError) || !error.message.includes('is at work')) throw error;
}

async function enqueueOne(api: HttpClient, { project, name }: { project: string; name: string }): Promise<string> {
  const script = { diff: SCRIPT, entry_point: 'work.py', working_dir: '.', binary: 'python3', requirements: { pip: '' } };
  const { id } = await api.call<{ id: string }>('tasks.create', { name, project, type: 'training', script });
  await api.call('tasks.enqueue', { task: id, queue_name: QUEUE });
  return id;
}

/** Says what changes until every task has ended. */
async function follow(api: HttpClient, ids: string[]): Promise<void> {
  let last = '';
  for (;;) {
    const { tasks } = await api.call<{ tasks: { status: string }[] }>('tasks.get_all', { id: ids, only_fields: ['status'] });
    const { autoscalers } = await api.request<{ autoscalers: AutoscalerSummary[] }>('GET', '/api/autoscalers');
    const machines = autoscalers.find(({ name }) => name === NAME)?.machines ?? {};
    const line = `tasks: ${count(tasks.map(({ status }) => status))}; machines: ${describe(machines)}`;
    if (line !== last) say(line);
    last = line;
    if (tasks.every(({ status }) => status === 'completed' || status === 'failed' || status === 'stopped')) return;
    await sleep(1000);
  }
}

const count = (words: string[]): string =>
  describe(Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length])));

const describe = (numbers: Record<string, number>): string =>
  Object.entries(numbers)
    .filter(([, number]) => number > 0)
    .map(([word, number]) => `${number} ${word}`)
    .join(', ') || 'none';

await program.parseAsync();
