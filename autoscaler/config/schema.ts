import { z } from 'zod';
import { isTimeZone } from '../../workflows/domain/wall-clock.ts';
import { flag, optional, optionalText, positive, section, text, whole } from './fields.ts';
import { dockerResource, ec2Resource, gcpResource, type UnnamedResource } from './resource-schema.ts';

/** The form of a scaler's file; `parse.ts` says whether its parts fit each other. */

const PROVIDERS = ['', 'aws', 'docker', 'gcp'] as const;
const PROVIDER = '"" (AWS), aws, docker, gcp';

export const provider = z
  .enum(PROVIDERS, { error: PROVIDER })
  .nullish()
  .transform((name) => name ?? '');

const minutes = (fallback: number) =>
  positive()
    .nullish()
    .transform((value) => value ?? fallback);

const hyperParams = section({
  cloud_credentials_key: text(),
  cloud_credentials_project: text(),
  cloud_credentials_region: text(),
  cloud_credentials_secret: text(),
  cloud_credentials_token: text(),
  cloud_provider: provider,
  default_docker_image: text(),
  git_user: text(),
  git_pass: text(),
  max_idle_time_min: minutes(15),
  max_spin_up_time_min: minutes(30),
  polling_interval_time_min: minutes(5),
  use_credentials_chain: flag(false),
  workers_prefix: text('dynamic_worker').refine((prefix) => /^[^:/\s]+$/.test(prefix), {
    error: 'text without colons, slashes and spaces',
  }),
  /** ClearML gives all machines of a scaler one profile; here each resource may have its own. */
  use_iam_instance_profile: flag(false),
  iam_name: optionalText(),
  iam_arn: optionalText(),
});

const PAIR = 'a resource and how many of it at most, such as [aws4gpu, 3]';
const RESOURCES = `a list of pairs: ${PAIR}`;

/** Queue to pairs of resource and maximum. */
export const queues = z.record(
  z.string().min(1, { error: 'a name that is not empty' }),
  z.array(z.tuple([z.string({ error: PAIR }), whole(0)], { error: PAIR }), { error: RESOURCES }).min(1, { error: RESOURCES }),
  { error: 'a map of queues, such as {gpu_queue: [[aws4gpu, 3]]}' },
);

const RESOURCE_MAP = 'a map of resources by their name';

const configurations = (resource: z.ZodType<UnnamedResource>) =>
  section({
    extra_clearml_conf: text(),
    extra_trains_conf: text(),
    extra_vm_bash_script: text(),
    queues: queues.refine((value) => Object.keys(value).length > 0, { error: 'at least one queue' }),
    resource_configurations: z.record(
      z.string().regex(/^[^:/\s]+$/, { error: 'names without colons, slashes and spaces' }),
      resource,
      { error: RESOURCE_MAP },
    ),
  });

export const warmPool = z.record(z.string(), whole(0), {
  error: 'queues and how many machines to keep ready, such as {gpu_queue: 1}',
});

const optionalWarmPool = warmPool.nullish().transform((pool) => pool ?? {});

const AT_LIMIT = 'end (their tasks go back to their queues) or drain (they finish what they run)';
export const atLimit = z.enum(['end', 'drain'], { error: AT_LIMIT });

const budget = section({
  hours_per_day: optional(positive()),
  cost_per_day: optional(positive()),
  at_limit: atLimit.nullish().transform((value) => value ?? 'end'),
});

const time = (most: RegExp, error: string) => z.string({ error }).regex(most, { error });

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = `days of the week: ${DAYS.join(', ')}, or 0 (Sunday) to 6`;

const day = z.union([z.number().int().min(0).max(6), z.enum(DAYS).transform((name) => DAYS.indexOf(name))], { error: DAY });

const schedule = section({
  days: z.array(day, { error: DAY }).min(1, { error: DAY }),
  from: time(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time from 00:00 to 23:59, in quotes'),
  to: time(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time from 00:00 to 24:00, in quotes'),
  timezone: text('UTC').refine(isTimeZone, { error: 'a name of the time zone database, such as Europe/Berlin' }),
  warm_pool: warmPool,
}).refine(({ from, to }) => from !== to, { error: 'a time other than "from"', path: ['to'] });

const perdura = section({
  priority: z
    .array(z.string(), { error: 'a list of queues' })
    .nullish()
    .transform((value) => value ?? []),
  max_instances: optional(whole(0)),
  budget: budget.nullish().transform((value) => value ?? budget.parse({})),
  warm_pool: optionalWarmPool,
  schedules: z
    .array(schedule, { error: 'a list of schedules' })
    .nullish()
    .transform((value) => value ?? []),
  server_url: optionalText().refine((url) => url === null || /^https?:\/\/\S+$/.test(url), {
    error: 'an address such as http://my-server:8008',
  }),
});

const file = (resource: z.ZodType<UnnamedResource>) =>
  section({
    configurations: configurations(resource),
    hyper_params: hyperParams,
    perdura: perdura.nullish().transform((value) => value ?? perdura.parse({})),
  });

export const FILES = { ec2: file(ec2Resource), docker: file(dockerResource), gcp: file(gcpResource) };
