import assert from 'node:assert/strict';
import { definePipeline } from '../../sdk/index.ts';
import { readRun, submitPipeline } from '../../sdk/pipelines/runs.ts';
import { eventually } from '../support/eventually.ts';
import { PythonInstallation } from '../support/python-installation.ts';

interface MovedTask {
  id: string;
  status: string;
  last_worker?: string;
  last_metrics?: Record<string, Record<string, { value: number }>>;
  script: { diff: string };
  hyperparams: { General: { lr: { value: string } } };
  execution?: { artifacts?: { key: string }[] };
}

const DEADLINE = { deadlineMs: 240_000 };

describe("a program that calls execute_remotely of ClearML's own SDK", function () {
  this.timeout(900_000);
  let python: PythonInstallation;
  before(async function () {
    python = await PythonInstallation.start(this);
    await python.startAgent('one', 'moved');
  });
  after(() => python?.release());

  const taskOf = async (filter: object) =>
    (
      await python.tasks<MovedTask>(
        filter,
        ...['status', 'last_worker', 'last_metrics', 'script.diff', 'hyperparams', 'execution.artifacts'],
      )
    )[0]!;
  const artifacts = ({ execution }: MovedTask) => execution?.artifacts?.map(({ key }) => key);

  it('ends here with success, and runs once as a whole on the queue, with what it has done before the call', async () => {
    await python.run('moving-script.py', { QUEUE: 'moved' });
    const task = await eventually(
      'it has completed there',
      async () => {
        const found = await taskOf({ name: 'moves away' });
        return found.status === 'completed' ? found : null;
      },
      DEADLINE,
    );
    assert.deepEqual(await python.notes(), ['before', 'before', 'after, with lr 0.1']);
    assert.equal(task.last_worker, 'one:cpu:0');
    assert.deepEqual(artifacts(task), ['early']);
    const values = Object.values(task.last_metrics ?? {}).flatMap((variants) =>
      Object.values(variants).map(({ value }) => value),
    );
    assert.ok(values.includes(8));
  });

  it('is only registered without a queue: a draft with code and parameters, which a step of a pipeline may be based upon', async () => {
    await python.run('moving-script.py');
    const draft = await taskOf({ name: 'moves away' });
    assert.equal(draft.status, 'created');
    assert.match(draft.script.diff, /execute_remotely/);
    assert.equal(draft.hyperparams.General.lr.value, '0.1');

    const definition = definePipeline({ name: 'based', project: 'soak' }, (p) => {
      p.task('moved', { base: draft.id, queue: 'moved', parameters: { 'General/lr': 0.5 } });
    });
    const { run } = await submitPipeline(python.installation.client, definition);
    await eventually(
      'it completes',
      async () => (await readRun(python.installation.client, run)).status === 'completed',
      DEADLINE,
    );
    assert.equal((await python.notes()).at(-1), 'after, with lr 0.5');
    assert.equal((await taskOf({ id: [draft.id] })).status, 'created');
  });
});
