import type { KnownResources } from '../autoscaler/config/policy.ts';
import type { ScalerConfiguration } from '../autoscaler/config/scaler-configuration.ts';
import { CloudRefusal, type MachineProvider } from '../autoscaler/providers/provider.ts';
import type { AutoscalerActivities } from '../workflows/contracts/autoscaler.ts';
import type { CloudMachine } from '../workflows/contracts/cloud-machine.ts';
import { type MachineOrder, readConfiguration, readOrder } from './db/autoscalers/launch-order.ts';
import { findConsole, keepConsole, listOpenMachines } from './db/autoscalers/machine-console.ts';
import { noteEnd } from './db/autoscalers/note-end.ts';
import { noteLaunched, noteRefused } from './db/autoscalers/note-launch.ts';
import { planMachines } from './db/autoscalers/plan-machines.ts';
import { noteCloudSeen, seeMachines } from './db/autoscalers/see-machines.ts';
import type { Db } from './db/orm.ts';
import { readConsole } from './read-console.ts';

export interface AutoscalerContext {
  db: Db;
  /** Address of the API as machines reach it, unless the configuration names another. */
  serverUrl: string;
  createProvider(configuration: ScalerConfiguration): MachineProvider | Promise<MachineProvider>;
  known(configuration: ScalerConfiguration): KnownResources;
  now?: () => Date;
}

/** A cloud may list a machine that it has launched only after a while. */
const LISTED_AFTER_MS = 60_000;

/** What the workflows of scalers ask: of one database, and of the clouds. */
export function createAutoscalerActivities(context: AutoscalerContext): AutoscalerActivities {
  const { db, known, now = () => new Date() } = context;
  return {
    planMachines: (input) => planMachines(db, { input, known, now: now() }),
    seeCloud: ({ scaler }) => seeCloud(context, scaler, now),
    async launchMachine(machine) {
      const order = await readOrder(db, machine, 'planned');
      if (order) await withProvider(context, order.configuration, (provider) => launch(context, provider, order, now));
    },
    async endMachine(machine) {
      const order = await readOrder(db, machine, 'ending');
      if (order) await withProvider(context, order.configuration, (provider) => end(db, provider, order, now));
    },
    async keepConsole(machine) {
      const found = await findConsole(db, machine);
      if (!found) return;
      const { configuration, cloudId } = found;
      await withProvider(context, configuration, (provider) => keepConsoleOf(db, provider, { machine, cloudId }));
    },
  };
}

async function launch(
  context: AutoscalerContext,
  provider: MachineProvider,
  order: MachineOrder,
  now: () => Date,
): Promise<void> {
  const { machine, scaler, scalerName, resource, configuration, joinToken } = order;
  if (!resource || joinToken === null)
    return noteRefused(context.db, machine, { reason: 'its resource was taken out of the configuration', now: now() });
  const name = `${configuration.hyper_params.workers_prefix}-${scalerName}-${resource.name}`;
  const serverUrl = configuration.perdura.server_url ?? context.serverUrl;
  try {
    const launched = await provider.launch({ machine, scaler, name, resource, serverUrl, joinToken });
    await noteLaunched(context.db, machine, launched);
  } catch (error) {
    // Asked too often: the same is asked again, a little later.
    if (!(error instanceof CloudRefusal) || error.kind === 'throttled') throw error;
    await noteRefused(context.db, machine, { reason: error.message, now: now() });
  }
}

async function end(db: Db, provider: MachineProvider, order: MachineOrder, now: () => Date): Promise<void> {
  const cloudId = order.cloudId ?? (await findByTag(provider, order));
  // Too early to say that there is none: it stays to be ended, and the next look has it looked for again.
  if (cloudId === null && now().getTime() - order.created.getTime() < LISTED_AFTER_MS) return;
  // It tells how a machine came to nothing; that it cannot be had must not keep the machine alive.
  const console = cloudId === null ? null : await readConsole(provider, cloudId).catch(() => null);
  if (cloudId !== null) await provider.end(cloudId);
  await noteEnd(db, order.machine, { console, gone: null, now: now() });
}

/** Its launch may have taken effect without anybody having heard of it. */
async function findByTag(provider: MachineProvider, { scaler, machine }: MachineOrder): Promise<string | null> {
  return (await provider.list(scaler)).find((one) => one.machine === machine)?.cloudId ?? null;
}

async function seeCloud(context: AutoscalerContext, scaler: string, now: () => Date): Promise<void> {
  const { db } = context;
  const configuration = await readConfiguration(db, scaler);
  if (!configuration) return;
  const error = await withProvider(context, configuration, async (provider) => {
    const seen = await provider.list(scaler);
    for (const machine of await endedByThemselves(db, scaler, seen)) {
      await keepConsoleOf(db, provider, machine).catch(() => undefined);
      // What it leaves there goes with it: a disk, or a container that has stopped.
      await provider.end(machine.cloudId);
    }
    const stray = await seeMachines(db, { scaler, seen, now: now() });
    for (const cloudId of stray) await provider.end(cloudId);
  }).then(
    () => null,
    (failure: Error) => failure.message,
  );
  await noteCloudSeen(db, { scaler, error, now: now() });
}

async function keepConsoleOf(
  db: Db,
  provider: MachineProvider,
  { machine, cloudId }: Pick<CloudMachine, 'machine' | 'cloudId'>,
): Promise<void> {
  const text = await readConsole(provider, cloudId);
  if (text !== null) await keepConsole(db, machine, text);
}

/** Machines that the cloud shows as gone and the records as alive: what they printed may say why. */
async function endedByThemselves(db: Db, scaler: string, seen: CloudMachine[]): Promise<CloudMachine[]> {
  const gone = seen.filter(({ state }) => state === 'gone' || state === 'ending');
  const open = gone.length === 0 ? [] : await listOpenMachines(db, scaler);
  return gone.filter(({ machine }) => open.includes(machine));
}

async function withProvider<T>(
  { createProvider }: AutoscalerContext,
  configuration: ScalerConfiguration,
  work: (provider: MachineProvider) => Promise<T>,
): Promise<T> {
  const provider = await createProvider(configuration);
  try {
    return await work(provider);
  } finally {
    await provider.close();
  }
}
