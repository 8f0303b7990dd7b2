import type { HttpClient } from '../../sdk/http-client.ts';

/** Reads its parameter and reports its objective by the API alone: nothing has to be installed for it. */
const TRIAL = `
import json, os, time, urllib.request
host, task, token = (os.environ[name] for name in ("CLEARML_API_HOST", "CLEARML_TASK_ID", "CLEARML_AUTH_TOKEN"))
def call(endpoint, body):
    headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
    request = urllib.request.Request(host + "/v2.23/" + endpoint, json.dumps(body).encode(), headers)
    for attempt in range(100):
        try:
            return json.load(urllib.request.urlopen(request, timeout=10))["data"]
        except OSError:
            time.sleep(0.3)
x = float(call("tasks.get_by_id", {"task": task})["task"]["hyperparams"]["Args"]["x"]["value"])
time.sleep(1)
call("events.add", {"type": "training_stats_scalar", "task": task, "metric": "loss", "variant": "val", "iter": 0, "value": (x - 3) ** 2, "timestamp": int(time.time() * 1000)})
print("reported", x, flush=True)
`;

/** The base task of a sweep over whole numbers, in a project of its own. Answers its id. */
export async function createTrialTask({ call }: HttpClient, projectName: string): Promise<string> {
  const { id: project } = await call<{ id: string }>('projects.create', { name: projectName, description: '' });
  const hyperparams = { Args: { x: { section: 'Args', name: 'x', value: '0', type: 'float' } } };
  const script = { binary: 'python3', entry_point: 'trial.py', working_dir: '.', diff: TRIAL, repository: '' };
  return (await call<{ id: string }>('tasks.create', { name: 'base', type: 'training', project, script, hyperparams })).id;
}

interface TrialSweep {
  base: string;
  queue: string;
  limits: object;
  /** Random by default. */
  strategy?: object;
}

/** A sweep of trials of that task, whose objective is best at 3. Answers its id. */
export async function submitTrials(client: HttpClient, sweep: TrialSweep): Promise<string> {
  const spec = {
    ...{ name: 'study', project: sweep.queue, baseTask: sweep.base, queue: sweep.queue },
    space: { 'Args/x': { kind: 'integer', min: 1, max: 100 } },
    objectives: [{ title: 'loss', series: 'val', sign: 'min' }],
    strategy: sweep.strategy ?? { kind: 'random', seed: 1 },
    limits: sweep.limits,
  };
  return (await client.request<{ sweep: string }>('POST', '/api/sweeps', { spec })).sweep;
}
