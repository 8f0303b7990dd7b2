import assert from 'node:assert/strict';
import { definePipeline } from '../../sdk/index.ts';
import { readRun, submitPipeline } from '../../sdk/pipelines/runs.ts';
import { eventually } from '../support/eventually.ts';
import { PythonInstallation } from '../support/python-installation.ts';

interface PipelineTask {
  id: string;
  status: string;
  name: string;
  execution?: { artifacts?: { key: string }[] };
  models?: { output?: { name: string }[] };
}

/** The SDK alone takes seconds to start, in each step anew. */
const DEADLINE = { deadlineMs: 300_000 };

const GIVE = `
from clearml import PipelineController, Task
Task.init()
PipelineController.upload_artifact("shared", {"from": "a step"})
open("weights.bin", "w").write("www")
PipelineController.upload_model("weights", "weights.bin")
`;

describe("pipelines of ClearML's own SDK", function () {
  this.timeout(900_000);
  let python: PythonInstallation;
  before(async function () {
    python = await PythonInstallation.start(this, { packages: ['numpy', 'pandas'], env: { MODE: 'remote' } });
    for (const name of ['steps-one', 'steps-two']) await python.startAgent(name, 'steps');
    await python.startAgent('services-one', 'services');
  });
  after(() => python?.release());

  const controllers = (name: string) =>
    python.tasks<PipelineTask>(
      { type: ['controller'], name: `^${name}` },
      ...['status', 'name', 'execution.artifacts', 'models.output'],
    );
  const given = ({ execution, models }: PipelineTask) => [
    execution?.artifacts?.map(({ key }) => key).filter((key) => key === 'shared'),
    models?.output?.map(({ name }) => name),
  ];

  it('by decorators branch and repeat upon values of every kind, in one process, in processes, and on queues', async () => {
    for (const MODE of ['debug', 'local', 'remote']) await python.run('decorated-pipeline.py', { MODE });
    const end = (mode: string) => `${mode}: 24 45 345 3 ['int64', 'int64', 'int', 'str', 'float']`;
    await eventually('the last has ended', async () => (await python.notes()).length >= 3, DEADLINE);
    assert.deepEqual(await python.notes(), [end('debug'), end('local'), end('remote')]);
    await eventually(
      'its run has completed',
      async () => (await controllers('decorated')).every(({ status }) => status === 'completed'),
      DEADLINE,
    );
    // One run each: the program that moved to a queue is the run that went on there.
    const runs = await controllers('decorated');
    assert.equal(runs.length, 3);
    const steps = await python.tasks<PipelineTask & { script: { diff: string } }>(
      { parent: [runs[0]!.id] },
      'name',
      'script.diff',
    );
    assert.deepEqual(steps.map(({ name }) => name).toSorted(), ['add', 'add', 'improve', 'improve', 'improve', 'make', 'make']);
    for (const { name, script } of steps) assert.match(script.diff, new RegExp(`def ${name}\\(`));
  });

  it('by functions have their steps in processes of their own, which give the run an artifact and a model', async () => {
    await python.run('function-pipeline.py');
    const [run] = await controllers('functions');
    assert.equal(run?.status, 'completed');
    assert.deepEqual(given(run!), [['shared'], ['weights']]);
    const view = await readRun(python.installation.client, run!.id);
    assert.deepEqual(
      view.nodes.map(({ name, state }) => [name, state]),
      [
        ['prepare', 'completed'],
        ['train', 'completed'],
      ],
    );
  });

  it('may be what a step of a pipeline of ours uses: it gives the run an artifact and a model in the same way', async () => {
    const definition = definePipeline({ name: 'giving', project: 'soak', defaults: { queue: 'steps' } }, (p) => {
      p.task('give', { code: GIVE });
    });
    const { run } = await submitPipeline(python.installation.client, definition);
    await eventually(
      'it completes',
      async () => (await readRun(python.installation.client, run)).status === 'completed',
      DEADLINE,
    );
    const [task] = await python.tasks<PipelineTask>({ id: [run] }, 'status', 'execution.artifacts', 'models.output');
    assert.deepEqual(given(task!), [['shared'], ['weights']]);
  });
});
