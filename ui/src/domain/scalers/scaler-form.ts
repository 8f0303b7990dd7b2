import { type ProviderKind, providerKindOf } from '../../../../autoscaler/config/provider-kind.ts';
import { provider } from '../../../../autoscaler/config/schema.ts';
import { HIDDEN, SECRET_NAMES } from '../../../../autoscaler/config/secrets.ts';
import { randomKey } from '../random-key.ts';
import { fieldText } from './field-text.ts';

export type Fields = Record<string, unknown>;

/**
 * An autoscaler's file as a form edits it. Fields hold what the file has, or the text that was typed; what the form has no field for
 * stays as it is. What is keyed by a name is a list, so that names can be typed.
 */
export interface ScalerForm {
  name: string;
  configurations: Fields;
  hyper_params: Fields;
  perdura: Fields;
  /** Sections that nobody knows: the check says so. */
  others: Fields;
  resources: ResourceDraft[];
  queues: QueueDraft[];
}

export interface ResourceDraft {
  key: string;
  name: string;
  fields: Fields;
}

export interface QueueDraft {
  key: string;
  name: string;
  pairs: { resource: string; max: string }[];
  /** Machines kept ready without a task. */
  warm: string;
}

export const providerOf = ({ hyper_params }: Pick<ScalerForm, 'hyper_params'>): ProviderKind =>
  providerKindOf(provider.safeParse(hyper_params.cloud_provider).data ?? '');

const STARTERS: Record<ProviderKind, { name: string; fields: Fields; hyper_params: Fields }> = {
  docker: {
    name: 'local',
    fields: { image: 'python:3.12', cpus: 2 },
    hyper_params: { cloud_provider: 'docker', max_idle_time_min: 5, max_spin_up_time_min: 5, polling_interval_time_min: 1 },
  },
  ec2: {
    name: 'aws4gpu',
    fields: {
      instance_type: 'g4dn.xlarge',
      is_spot: false,
      ebs_device_name: '/dev/sda1',
      ebs_volume_size: 100,
      ebs_volume_type: 'gp3',
    },
    hyper_params: {
      cloud_provider: '',
      cloud_credentials_region: 'us-west-2',
      use_credentials_chain: true,
      max_idle_time_min: 10,
      max_spin_up_time_min: 30,
      polling_interval_time_min: 5,
    },
  },
  gcp: {
    name: 'gcp4gpu',
    fields: { machine_type: 'n1-standard-8', gpu_type: 'nvidia-tesla-t4', gpu_count: 1, is_spot: false, disk_size_gb: 100 },
    hyper_params: {
      cloud_provider: 'gcp',
      use_credentials_chain: true,
      max_idle_time_min: 10,
      max_spin_up_time_min: 30,
      polling_interval_time_min: 5,
    },
  },
};

export const newResource = (provider: ProviderKind, name: string): ResourceDraft => ({
  key: randomKey(),
  name,
  fields: STARTERS[provider].fields,
});

export const newQueue = (name: string, resource: string): QueueDraft => ({
  key: randomKey(),
  name,
  pairs: [{ resource, max: '1' }],
  warm: '',
});

/** Where a form begins: one resource, and one queue that uses it. */
export function newForm(provider: ProviderKind): ScalerForm {
  const { name, hyper_params } = STARTERS[provider];
  return {
    name: '',
    configurations: {},
    hyper_params,
    perdura: {},
    others: {},
    resources: [newResource(provider, name)],
    queues: [{ ...newQueue('default', name), pairs: [{ resource: name, max: '2' }] }],
  };
}

/**
 * The form filled from a file. Secrets that the file only stands for are left empty, unless they are kept for the autoscaler whose they are.
 * @throws {Error} when it has no queues and resources where they should be
 */
export function formFromFile(file: unknown, name: string, { keepHidden = false } = {}): ScalerForm {
  const shown = keepHidden ? (fields: Fields) => fields : withoutHidden;
  const { configurations, hyper_params = {}, perdura = {}, ...others } = mapOf(file, 'the file');
  const { queues, resource_configurations, ...texts } = mapOf(configurations, 'configurations');
  const { warm_pool, priority, ...ours } = mapOf(perdura ?? {}, 'perdura');
  const warm = mapOf(warm_pool ?? {}, 'perdura.warm_pool');
  return {
    name,
    configurations: shown(texts),
    hyper_params: shown(mapOf(hyper_params ?? {}, 'hyper_params')),
    perdura: ours,
    others,
    resources: Object.entries(mapOf(resource_configurations, 'configurations.resource_configurations')).map(
      ([resource, fields]) => ({
        key: randomKey(),
        name: resource,
        fields: mapOf(fields, `configurations.resource_configurations.${resource}`),
      }),
    ),
    queues: byPriority(Object.entries(mapOf(queues, 'configurations.queues')), priority).map(([queue, pairs]) => ({
      key: randomKey(),
      name: queue,
      pairs: pairsOf(pairs, `configurations.queues.${queue}`),
      warm: fieldText(warm[queue]),
    })),
  };
}

function mapOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`${field} should be a map, as in ClearML's aws_autoscaler.yaml`);
}

function pairsOf(value: unknown, field: string): QueueDraft['pairs'] {
  if (!Array.isArray(value) || !value.every(Array.isArray))
    throw new Error(`${field} should be a list of pairs of a resource and its maximum, such as [[aws4gpu, 3]]`);
  return (value as unknown[][]).map(([resource, max]) => ({ resource: fieldText(resource), max: fieldText(max) }));
}

function byPriority<T>(entries: [string, T][], priority: unknown): [string, T][] {
  const order = Array.isArray(priority) ? priority : [];
  const rank = (queue: string) => (order.includes(queue) ? order.indexOf(queue) : order.length);
  return entries.toSorted(([a], [b]) => rank(a) - rank(b));
}

const withoutHidden = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => !(value === HIDDEN && (SECRET_NAMES as string[]).includes(key))),
  );
