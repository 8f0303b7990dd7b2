import { say } from '../output.ts';
import type { Questions } from './questions.ts';

/** What ClearML's wizard asks for, in its order, as its file has it. */
export async function askConfiguration(questions: Questions): Promise<Record<string, unknown>> {
  const credentials = await askCredentials(questions);
  const git = await askGit(questions);
  const default_docker_image = await questions.text('Default docker image for tasks (none: leave blank)');
  const resource_configurations = await askResources(questions);
  const extra_vm_bash_script = await questions.lines('Bash script that runs on each new machine before its agent:');
  const extra_clearml_conf = await questions.lines("What is added to each machine's clearml.conf:");
  const queues = await askQueues(questions, resource_configurations);
  return {
    configurations: {
      extra_clearml_conf,
      extra_trains_conf: '',
      extra_vm_bash_script,
      queues,
      resource_configurations,
    },
    hyper_params: {
      ...credentials,
      cloud_provider: '',
      default_docker_image,
      ...git,
      max_idle_time_min: await questions.count('Minutes without a task after which a machine ends', 15),
      max_spin_up_time_min: 30,
      polling_interval_time_min: await questions.count('Minutes between two looks, where nothing happens before', 5),
      workers_prefix: 'dynamic_worker',
    },
  };
}

async function askCredentials(questions: Questions) {
  const key = await questions.text(
    'AWS access key ID (blank: as the AWS tools find it on the server: environment, ~/.aws, role of the machine)',
  );
  return {
    cloud_credentials_key: key,
    cloud_credentials_secret: key === '' ? '' : await questions.requiredSecret('AWS secret access key'),
    cloud_credentials_region: await questions.text('AWS region', 'us-east-1'),
    use_credentials_chain: key === '',
  };
}

async function askGit(questions: Questions) {
  const git_user = await questions.text("Git user for cloning repositories (blank: the machine's own keys)");
  return { git_user, git_pass: git_user === '' ? '' : await questions.secret(`Password or token of ${git_user}`) };
}

async function askResources(questions: Questions): Promise<Record<string, object>> {
  const resources: Record<string, object> = {};
  say('\nThe kinds of machines:');
  do {
    const resource = await askResource(questions);
    const name = await questions.required('A name for this kind of machine, such as aws4gpu', (answer) => {
      if (/[:/\s]/.test(answer)) return 'a name without colons, slashes and spaces is needed';
      return answer in resources ? `there is ${answer} already` : undefined;
    });
    resources[name] = resource;
  } while (await questions.yes('Another kind of machine?'));
  return resources;
}

async function askResource(questions: Questions) {
  const groups = () => questions.list('A security group (none: leave blank)', 'Another security group?');
  return {
    instance_type: await questions.text('Amazon instance type', 'g4dn.4xlarge'),
    is_spot: await questions.yes('Spot machines?'),
    availability_zone: await questions.text('Availability zone, or several separated by commas', 'us-east-1b'),
    ami_id: await questions.text('Amazon machine image (Ubuntu or Debian)', 'ami-04c0416d6bd8e4b1f'),
    ebs_device_name: await questions.text('EBS device', '/dev/sda1'),
    ebs_volume_size: await questions.count('EBS volume size in GiB', 100),
    ebs_volume_type: await questions.text('EBS volume type', 'gp3'),
    key_name: (await questions.text('Name of the key pair (none: leave blank)')) || null,
    security_group_ids: nullIfEmpty(await groups()),
  };
}

const nullIfEmpty = (list: string[]): string[] | null => (list.length === 0 ? null : list);

type Queues = Record<string, [resource: string, max: number][]>;

async function askQueues(questions: Questions, resources: Record<string, object>): Promise<Queues> {
  const queues: Queues = {};
  say('\nThe queues, and how many machines of which kind each may have:');
  do {
    const name = await questions.required('A queue, such as aws_4gpu_machines', (answer) =>
      answer in queues ? `there is ${answer} already` : undefined,
    );
    queues[name] = await askPairs(questions, Object.keys(resources));
  } while (await questions.yes('Another queue?'));
  return queues;
}

async function askPairs(questions: Questions, resources: string[]): Promise<[string, number][]> {
  const pairs: [string, number][] = [];
  for (;;) {
    const left = resources.filter((name) => !pairs.some(([used]) => used === name));
    const resource = await questions.required(`Kind of machine: ${left.join(', ')}`, (answer) =>
      left.includes(answer) ? undefined : `one of ${left.join(', ')} is needed`,
    );
    pairs.push([resource, await questions.count(`Machines of ${resource} at a time, at most`)]);
    if (left.length === 1 || !(await questions.yes('Another kind of machine for this queue?'))) return pairs;
  }
}
