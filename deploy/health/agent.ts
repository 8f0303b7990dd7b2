import { readAgentOptions } from '../../agent-worker/cli/daemon-options.ts';
import { openDaemonRegistry } from '../../agent-worker/cli/daemon-registry.ts';
import { createClient } from '../../sdk/http-client.ts';

/** An agent is heard every ten seconds. */
const RECENT_SECONDS = 45;

/** Exits with 0 while the server hears the agent in this container. */
const options = await readAgentOptions({ queue: [], childReportTags: [], logLevel: 'INFO' }, process.env);
const [daemon] = openDaemonRegistry(options.stateDir).list();
const { workers } = await createClient(options.connection).call<{ workers: { id: string }[] }>(
  'workers.get_all',
  { last_seen: RECENT_SECONDS },
  { attempts: 1, timeoutMs: 4000 },
);
process.exitCode = workers.some(({ id }) => id === daemon?.worker) ? 0 : 1;
