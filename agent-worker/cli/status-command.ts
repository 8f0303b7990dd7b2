import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { FORCE_PROPERTY, forcedByTags, type HoursFacts, type OnOff } from '../../workflows/domain/working-hours/activity.ts';
import { describeSchedule } from '../../workflows/domain/working-hours/schedule.ts';
import { viewHours } from '../../workflows/domain/working-hours/view-hours.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import type { DaemonCommandOptions } from './daemon-options.ts';
import { openDaemonRegistry } from './daemon-registry.ts';
import { describeHours } from './describe-hours.ts';
import { matchDaemons, wantedBy } from './match-daemons.ts';

/** `agent daemon --status`: whether an agent with these options takes tasks now, from which queue, and which rule decides. */
export async function showStatus({ command, options }: { command: DaemonCommandOptions; options: AgentOptions }): Promise<void> {
  const client = createClient(options.connection);
  const worker = findWorker(command, options);
  const [queues, forced] = await Promise.all([findQueues(client, options.queues), readForced(client, worker)]);
  const forcedQueues = Object.fromEntries(
    queues.flatMap(({ id, tags = [] }): [string, OnOff][] => {
      const side = forcedByTags(tags);
      return side ? [[id, side]] : [];
    }),
  );
  const facts: HoursFacts = { schedule: options.schedule, forced, forcedQueues };
  const now = new Date();
  const lines = [
    `worker: ${worker ?? 'no agent with these options runs on this machine'}`,
    `schedule: ${options.schedule ? describeSchedule(options.schedule) : 'none'}`,
    ...queues.map(({ id, name }) => describeHours(name, viewHours(facts, id, now))),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The worker id of the agent that runs, or that such an agent would have. */
function findWorker(command: DaemonCommandOptions, options: AgentOptions): string | null {
  const daemons = openDaemonRegistry(options.stateDir).list();
  const planned = options.worker.kind === 'exact' ? options.worker.id : null;
  try {
    return matchDaemons(daemons, wantedBy(command, options), [])[0]?.worker ?? planned;
  } catch {
    return planned;
  }
}

interface Queue {
  id: string;
  name: string;
  tags?: string[];
}

async function findQueues(client: HttpClient, wanted: string[]): Promise<Queue[]> {
  const { queues } = await client.call<{ queues: Queue[] }>('queues.get_all_ex', {}, { attempts: 3 });
  return wanted.map((queue) => {
    const found = queues.find(({ id, name }) => id === queue || name === queue);
    if (!found) throw new Error(`queue "${queue}" does not exist`);
    return found;
  });
}

interface Property {
  key: string;
  value: OnOff;
  /** Seconds that are left. */
  expiry: number | null;
}

async function readForced(client: HttpClient, worker: string | null): Promise<HoursFacts['forced']> {
  if (worker === null) return null;
  const answer = await client.call<{ runtime_properties: Property[] }>(
    'workers.get_runtime_properties',
    { worker },
    { attempts: 3 },
  );
  const property = answer.runtime_properties.find(({ key }) => key === FORCE_PROPERTY);
  if (!property) return null;
  const { value, expiry } = property;
  return { value, expires: expiry === null ? null : new Date(Date.now() + expiry * 1000).toISOString() };
}
