import { type GceFault, startTestGce } from './gce.ts';
import type { GceInstance } from './simulated-gce.ts';
import { byChance, type LivingMachine, type SoakCloud } from './soak-cloud.ts';

const FAULTS: { action: string; probability: number; fault: GceFault }[] = [
  { action: 'insert', probability: 0.06, fault: { operation: 'ZONE_RESOURCE_POOL_EXHAUSTED' } },
  { action: 'insert', probability: 0.06, fault: { status: 403, reason: 'rateLimitExceeded' } },
  { action: 'insert', probability: 0.06, fault: { status: 503, reason: 'backendError' } },
  { action: 'insert', probability: 0.12, fault: 'cut before' },
  { action: 'insert', probability: 0.2, fault: 'cut after' },
  { action: 'operation', probability: 0.15, fault: 'cut after' },
  { action: 'get', probability: 0.1, fault: 'cut after' },
  { action: 'list', probability: 0.1, fault: { status: 403, reason: 'rateLimitExceeded' } },
  { action: 'list', probability: 0.1, fault: 'cut after' },
  { action: 'delete', probability: 0.15, fault: 'cut before' },
  { action: 'delete', probability: 0.15, fault: 'cut after' },
];
const SHOWN_AFTER_MS = 300;

/** Compute Engine, simulated. */
export async function startSoakGce(): Promise<SoakCloud> {
  const gce = await startTestGce();
  return {
    alive: async () => gce.instances().filter(runs).map(toLiving),
    // One that has stopped costs its disk.
    left: async () => gce.instances().map(({ name, status }) => `${name} ${status}`),
    failAtRandom(luck) {
      gce.cloud.lagMs = SHOWN_AFTER_MS;
      gce.inject(...byChance(FAULTS, luck));
    },
    heal: () => gce.heal(),
    async harm(cloudId) {
      const name = cloudId.split('.')[0]!;
      const what = Math.random();
      if (what < 0.4) gce.cloud.set(name, 'TERMINATED');
      else gce.cloud.preempt(name, { done: what < 0.7 });
    },
    hyperParams: { cloud_provider: 'gcp', cloud_credentials_secret: gce.serviceAccountKey },
    resource: (fields) => ({
      machine_type: 'n1-standard-8',
      image: 'projects/p/global/images/i',
      zone: 'us-central1-a, us-central1-b',
      ...fields,
    }),
    release: () => gce.release(),
  };
}

const runs = ({ status }: GceInstance): boolean => status === 'PROVISIONING' || status === 'RUNNING';

function toLiving({ name, zone, labels }: GceInstance): LivingMachine {
  const { perdura_scaler: scaler = '', perdura_machine: machine = '' } = labels;
  return { cloudId: `${name}.${zone.split('/').at(-1)}`, scaler, machine };
}
