import type {
  AutoscalerView,
  MachineView,
  ScalerEventView,
  ScalerSampleView,
} from '../../../workflows/contracts/autoscaler-api.ts';
import type { MachineState } from '../../../workflows/domain/autoscaler/snapshot.ts';
import type { FakeTask } from './data.ts';

/** Made-up autoscalers: one on EC2 whose spot machines are refused, one on Docker that is paused, one that is stopped. */

export interface FakeScaler {
  view: AutoscalerView;
  machines: MachineView[];
  events: ScalerEventView[];
  samples: ScalerSampleView[];
  consoles: Record<string, string>;
  /** What was asked of it, in order. */
  calls: { action: string; body: Record<string, any> }[];
}

const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const ago = (seconds: number): string => at(-seconds);
export const scalerId = (index: number): string => `f${index}`.padStart(32, '0');
export const machineId = (index: number): string => `9${index}`.padStart(32, '0');

const CAPACITY =
  'We currently do not have sufficient g4dn.xlarge capacity in the Availability Zone you requested (us-west-2c). (InsufficientInstanceCapacity)';

export function makeScalers(tasks: FakeTask[]): FakeScaler[] {
  return [makeEc2(tasks), makeDocker(), makeStopped()];
}

const CONFIGURATION = {
  configurations: {
    extra_clearml_conf: '***',
    extra_trains_conf: '',
    extra_vm_bash_script: '***',
    queues: {
      'gpu-large': [
        ['aws4gpu-spot', 3],
        ['aws4gpu', 1],
      ],
      default: [['aws4gpu', 2]],
    },
    resource_configurations: {
      'aws4gpu-spot': {
        ami_id: 'ami-04129d3de24f88348',
        availability_zone: ['us-west-2c', 'us-west-2a'],
        instance_type: 'g4dn.xlarge',
        is_spot: true,
        ebs_volume_size: 100,
        tags: { team: 'vision' },
      },
      aws4gpu: { ami_id: 'ami-04129d3de24f88348', availability_zone: 'us-west-2c', instance_type: 'g4dn.xlarge', is_spot: false },
    },
  },
  hyper_params: {
    cloud_credentials_key: '***',
    cloud_credentials_region: 'us-west-2',
    cloud_credentials_secret: '***',
    cloud_provider: '',
    default_docker_image: '',
    git_user: 'bot',
    git_pass: '***',
    max_idle_time_min: 10,
    max_spin_up_time_min: 30,
    polling_interval_time_min: 5,
    use_credentials_chain: false,
    workers_prefix: 'dynamic_worker',
  },
  perdura: { max_instances: 6, budget: { cost_per_day: 20, at_limit: 'drain' }, warm_pool: { 'gpu-large': 1 } },
};

function makeEc2(tasks: FakeTask[]): FakeScaler {
  const machines = makeMachines(tasks);
  return {
    view: {
      id: scalerId(0),
      name: 'gpu fleet',
      provider: 'ec2',
      status: 'running',
      user: 'admin',
      created: ago(86_400 * 3),
      queues: [
        {
          name: 'gpu-large',
          waiting: 5,
          warm: 1,
          resources: [
            {
              resource: 'aws4gpu-spot',
              instanceType: 'g4dn.xlarge',
              spot: true,
              max: 3,
              machines: 2,
              hourlyPrice: 0.1578,
              backoff: { until: at(600), reason: CAPACITY },
            },
            resource({ max: 1, machines: 1 }),
          ],
        },
        { name: 'default', waiting: 0, warm: 0, resources: [resource({ max: 2, machines: 2 })] },
      ],
      machines: countStates(machines),
      maxMachines: 6,
      spentToday: { hours: 21.4, cost: 9.37 },
      budget: { hoursPerDay: null, costPerDay: 20, atLimit: 'drain' },
      lastLook: ago(4),
      nextLook: at(236),
      notes: [
        { queue: 'gpu-large', resource: null, text: 'no machine for 3 tasks' },
        { queue: 'gpu-large', resource: 'aws4gpu-spot', text: `refused by the cloud, next try ${at(600)}: ${CAPACITY}` },
        { queue: 'gpu-large', resource: 'aws4gpu', text: 'machines of aws4gpu for this queue: 1 of 1' },
      ],
      cloudError: null,
      configuration: CONFIGURATION,
      total: { hours: 412.7, cost: 171.2, machines: 143, neverJoined: 3, tasks: 890 },
    },
    machines,
    events: makeEvents(),
    samples: makeSamples(),
    consoles: { [machineId(0)]: CONSOLE, [machineId(6)]: `${CONSOLE}\x1b[31mscript failed: exit code 1\x1b[0m\npowering off\n` },
    calls: [],
  };
}

const resource = ({ max, machines }: { max: number; machines: number }) => ({
  resource: 'aws4gpu',
  instanceType: 'g4dn.xlarge',
  spot: false,
  max,
  machines,
  hourlyPrice: 0.526,
  backoff: null,
});

const CONSOLE = Array.from(
  { length: 60 },
  (_, index) => `[   ${index}.20${index}] cloud-init: step ${index} of the set-up\r\n`,
).join('');

interface MachinePart extends Partial<MachineView> {
  index: number;
  state: MachineView['state'];
  age: number;
}

function makeMachine({ index, state, age, ...part }: MachinePart): MachineView {
  const cloudId = `i-0b1c2d3e4f5a6b7${index}`;
  const joined = ['idle', 'busy', 'silent', 'ended'].includes(state);
  return {
    id: machineId(index),
    worker: joined ? `dynamic_worker:aws4gpu:g4dn.xlarge:${cloudId}` : null,
    queue: 'gpu-large',
    resource: 'aws4gpu',
    instanceType: 'g4dn.xlarge',
    spot: false,
    zone: 'us-west-2c',
    cloudId: state === 'launching' ? null : cloudId,
    state,
    since: ago(age / 2),
    task: null,
    tasks: joined ? 3 : 0,
    created: ago(age),
    launched: state === 'launching' ? null : ago(age - 2),
    joined: joined ? ago(age - 70) : null,
    ended: null,
    interrupted: false,
    hours: age / 3600,
    cost: (age / 3600) * 0.526,
    why: 'waiting: 5 tasks of gpu-large, 2 machines free or on the way',
    endReason: null,
    endWhy: null,
    error: null,
    hasConsole: state !== 'launching',
    ...part,
  };
}

function makeMachines(tasks: FakeTask[]): MachineView[] {
  const spot = { resource: 'aws4gpu-spot', spot: true };
  const task = { id: tasks[0]!.id, name: tasks[0]!.name };
  return [
    makeMachine({ index: 0, state: 'busy', age: 5400, task, ...spot }),
    makeMachine({
      index: 1,
      state: 'busy',
      age: 3100,
      task: { id: tasks[2]!.id, name: tasks[2]!.name },
      interrupted: true,
      ...spot,
    }),
    makeMachine({ index: 2, state: 'idle', age: 2000, queue: 'default' }),
    makeMachine({ index: 3, state: 'starting', age: 45 }),
    makeMachine({ index: 4, state: 'launching', age: 3, queue: 'default', why: 'warm pool of default: 1 kept ready' }),
    makeMachine({
      index: 5,
      state: 'ended',
      age: 9000,
      ended: ago(2400),
      hours: 1.83,
      cost: 0.96,
      endReason: 'idle',
      endWhy: 'it had no task for 10 min (limit 10 min)',
    }),
    makeMachine({
      index: 6,
      state: 'ended',
      age: 12_000,
      ended: ago(11_000),
      hours: 0.28,
      cost: 0.15,
      worker: null,
      joined: null,
      tasks: 0,
      endReason: 'spin-up',
      endWhy: 'its agent has not joined within 30 min',
      error: 'extra_vm_bash_script failed with exit code 1',
    }),
  ];
}

/** As the server counts them. */
export function countStates(machines: MachineView[]): Partial<Record<MachineState, number>> {
  const counts: Partial<Record<MachineState, number>> = {};
  for (const { state } of machines) if (state !== 'ended') counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function makeEvents(): ScalerEventView[] {
  const event = (id: number, seconds: number, kind: string, text: string, part: Partial<ScalerEventView> = {}) => ({
    id,
    at: ago(seconds),
    machine: null,
    kind,
    text,
    actor: 'autoscaler',
    ...part,
  });
  return [
    event(9, 3, 'launch', 'aws4gpu for default: warm pool of default: 1 kept ready', { machine: machineId(4) }),
    event(8, 4, 'refused', `aws4gpu-spot: ${CAPACITY}`),
    event(7, 45, 'launch', 'aws4gpu for gpu-large: waiting: 5 tasks of gpu-large, 2 machines free or on the way', {
      machine: machineId(3),
    }),
    event(6, 70, 'interrupted', 'the cloud takes it back in 2 min', { machine: machineId(1) }),
    event(5, 900, 'change', 'dollars per day: none → 20', { actor: 'admin' }),
    event(4, 2400, 'end', 'it had no task for 10 min (limit 10 min)', { machine: machineId(5) }),
    event(3, 5330, 'joined', 'its agent is there', { machine: machineId(0) }),
    event(2, 5400, 'launch', 'aws4gpu-spot for gpu-large: waiting: 9 tasks of gpu-large, 0 machines free or on the way', {
      machine: machineId(0),
    }),
    event(1, 86_400 * 3, 'change', 'started', { actor: 'admin' }),
  ];
}

function makeSamples(): ScalerSampleView[] {
  return Array.from({ length: 60 }, (_, index) => {
    const busy = Math.max(0, Math.round(3 + 3 * Math.sin(index / 9)));
    const starting = index % 17 < 2 ? 2 : 0;
    return {
      at: ago((60 - index) * 60),
      waiting: Math.max(0, Math.round(6 + 6 * Math.sin(index / 9 + 1))),
      starting,
      idle: index % 11 < 3 ? 1 : 0,
      busy,
      costPerHour: (busy + starting) * 0.526,
    };
  });
}

function makeDocker(): FakeScaler {
  return {
    view: {
      ...makeEc2View('paused'),
      id: scalerId(1),
      name: 'this laptop',
      provider: 'docker',
      notes: [{ queue: null, resource: null, text: '2 tasks waiting, but the scaler is paused: nothing is launched' }],
      queues: [
        {
          name: 'services',
          waiting: 2,
          warm: 0,
          resources: [
            { resource: 'local', instanceType: 'docker', spot: false, max: 2, machines: 0, hourlyPrice: null, backoff: null },
          ],
        },
      ],
      configuration: {
        configurations: { queues: { services: [['local', 2]] }, resource_configurations: { local: { image: 'python:3.12' } } },
        hyper_params: { cloud_provider: 'docker', max_idle_time_min: 5, max_spin_up_time_min: 5, polling_interval_time_min: 1 },
      },
    },
    ...NOTHING(),
  };
}

const makeStopped = (): FakeScaler => ({
  view: { ...makeEc2View('stopped'), id: scalerId(2), name: 'nightly', lastLook: ago(7200), nextLook: null },
  ...NOTHING(),
});

const makeEc2View = (status: AutoscalerView['status']): AutoscalerView => ({
  id: '',
  name: '',
  provider: 'ec2',
  status,
  user: 'admin',
  created: ago(86_400),
  queues: [{ name: 'default', waiting: 0, warm: 0, resources: [resource({ max: 2, machines: 0 })] }],
  machines: {},
  maxMachines: 2,
  spentToday: { hours: 0.4, cost: 0 },
  budget: { hoursPerDay: 8, costPerDay: null, atLimit: 'end' },
  lastLook: ago(20),
  nextLook: at(40),
  notes: [],
  cloudError: null,
  configuration: CONFIGURATION,
  total: { hours: 12, cost: 0, machines: 9, neverJoined: 0, tasks: 31 },
});

const NOTHING = (): Omit<FakeScaler, 'view'> => ({ machines: [], events: [], samples: [], consoles: {}, calls: [] });
