import assert from 'node:assert/strict';
import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

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

describe('a sweep on a whole installation', function () {
  this.timeout(300_000);
  let installation: Installation;
  let base: string;
  before(async () => {
    installation = await startInstallation({ agents: true });
    const { call } = installation.client;
    const { id: project } = await call<{ id: string }>('projects.create', { name: 'faults', description: '' });
    const hyperparams = { Args: { x: { section: 'Args', name: 'x', value: '0', type: 'float' } } };
    const script = { binary: 'python3', entry_point: 'trial.py', working_dir: '.', diff: TRIAL, repository: '' };
    base = (await call<{ id: string }>('tasks.create', { name: 'base', type: 'training', project, script, hyperparams })).id;
  });
  after(() => installation?.release());

  const submit = async (limits: object): Promise<string> => {
    const spec = {
      ...{ name: 'study', project: 'faults', baseTask: base, queue: 'default' },
      space: { 'Args/x': { kind: 'integer', min: 1, max: 100 } },
      objectives: [{ title: 'loss', series: 'val', sign: 'min' }],
      strategy: { kind: 'random', seed: 1 },
      limits,
    };
    return (await installation.client.request<{ sweep: string }>('POST', '/api/sweeps', { spec })).sweep;
  };
  const view = (sweep: string) => installation.client.request<SweepView>('GET', `/api/sweeps/${sweep}`);
  const ended = (sweep: string) =>
    eventually('the sweep ends', async () => (await view(sweep).catch(() => null))?.status === 'completed', {
      deadlineMs: 200_000,
      everyMs: 200,
    });
  const trialsOf = async (sweep: string) =>
    (await installation.client.request<{ trials: TrialView[] }>('GET', `/api/sweeps/${sweep}/trials`)).trials;

  it('has its trials run by an agent, and goes on where it was after kill -9 of the orchestrator, of Temporal and of the API', async () => {
    const sweep = await submit({ maxTrials: 8, maxConcurrent: 2 });
    for (const [service, done] of [
      ['orchestrator', 2],
      ['temporal', 4],
      ['api', 6],
    ] as const) {
      await eventually(
        `${done} trials have ended`,
        async () => ((await view(sweep).catch(() => null))?.trials.completed ?? 0) >= done,
        {
          deadlineMs: 120_000,
          everyMs: 100,
        },
      );
      await installation.kill(service);
    }
    await ended(sweep);
    const trials = await trialsOf(sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: 8 }, (_, number) => [number, 'completed']),
    );
    for (const { task, parameters, values } of trials) {
      assert.deepEqual(values, [((parameters['Args/x'] as number) - 3) ** 2]);
      const { attempts } = await installation.client.request<{ attempts: unknown[] }>('GET', `/api/tasks/${task}/attempts`);
      assert.equal(attempts.length, 1, `trial ${task} ran once`);
    }
    assert.equal(new Set(trials.map(({ parameters }) => parameters['Args/x'])).size, 8);
  });
});
