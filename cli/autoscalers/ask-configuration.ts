import { say } from '../output.ts';
import { AWS_QUESTIONS } from './ask-aws.ts';
import { GCP_QUESTIONS } from './ask-gcp.ts';
import type { CloudQuestions, Questions } from './questions.ts';

/** The clouds that the wizard knows. */
export const WIZARD_CLOUDS = { aws: AWS_QUESTIONS, gcp: GCP_QUESTIONS };

/** What ClearML's wizard asks for, in its order, as its file has it. */
export async function askConfiguration(questions: Questions, cloud: CloudQuestions): Promise<Record<string, unknown>> {
  const credentials = await cloud.askCredentials(questions);
  const git = await askGit(questions);
  const default_docker_image = await questions.text('Default docker image for tasks (none: leave blank)');
  const resource_configurations = await askResources(questions, cloud);
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
      default_docker_image,
      ...git,
      max_idle_time_min: await questions.count('Minutes without a task after which a machine ends', 15),
      max_spin_up_time_min: 30,
      polling_interval_time_min: await questions.count('Minutes between two looks, where nothing happens before', 5),
      workers_prefix: 'dynamic_worker',
    },
  };
}

async function askGit(questions: Questions) {
  const git_user = await questions.text("Git user for cloning repositories (blank: the machine's own keys)");
  return { git_user, git_pass: git_user === '' ? '' : await questions.secret(`Password or token of ${git_user}`) };
}

async function askResources(questions: Questions, cloud: CloudQuestions): Promise<Record<string, object>> {
  const resources: Record<string, object> = {};
  say('\nThe kinds of machines:');
  do {
    const resource = await cloud.askResource(questions);
    const name = await questions.required(`A name for this kind of machine, such as ${cloud.example}`, (answer) => {
      if (/[:/\s]/.test(answer)) return 'a name without colons, slashes and spaces is needed';
      return answer in resources ? `there is ${answer} already` : undefined;
    });
    resources[name] = resource;
  } while (await questions.yes('Another kind of machine?'));
  return resources;
}

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
