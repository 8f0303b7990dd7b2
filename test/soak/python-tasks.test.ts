import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { PythonInstallation } from '../support/python-installation.ts';

interface RecordedTask {
  id: string;
  status: string;
  last_metrics: Record<string, Record<string, { metric: string; variant: string; value: number }>>;
}

const SUPPORT = join(import.meta.dirname, '../support');
const FIELDS = ['status', 'last_metrics'];

describe("a program with ClearML's own SDK", function () {
  this.timeout(900_000);
  let python: PythonInstallation;
  before(async function () {
    python = await PythonInstallation.start(this);
  });
  after(() => python?.release());

  const call = <T = unknown>(action: string, request: object) => python.installation.client.call<T>(action, request);
  const tasksLike = (filter: object) => python.tasks<RecordedTask>(filter, ...FIELDS);
  async function completed(filter: object): Promise<RecordedTask> {
    return eventually('it has completed', async () => (await tasksLike({ ...filter, status: ['completed', 'failed'] }))[0], {
      deadlineMs: 300_000,
    });
  }

  it('makes one project and twenty tasks when twenty copies begin at once', async () => {
    const script = join(python.folder, 'two-lines.py');
    await copyFile(join(SUPPORT, 'two-lines.py'), script);
    const copy = () => python.runScript(script, { cwd: python.folder, env: { CLEARML_TASK_NO_REUSE: '1' } });
    await Promise.all(Array.from({ length: 20 }, copy));
    const { projects } = await call<{ projects: { id: string; name: string }[] }>('projects.get_all', { name: '^begun' });
    assert.deepEqual(projects.map(({ name }) => name).sort(), ['begun', 'begun/at once']);
    const tasks = await tasksLike({ project: projects.map(({ id }) => id) });
    assert.deepEqual([tasks.length, new Set(tasks.map(({ status }) => status))], [20, new Set(['completed'])]);
  });

  it('has series of its machine when it has run for a minute', async () => {
    await python.run('watched-script.py');
    const { last_metrics } = await completed({ name: '^watched$' });
    const series = Object.values(last_metrics)
      .flatMap((variants) => Object.values(variants))
      .filter(({ metric }) => metric === ':monitor:machine')
      .map(({ variant }) => variant);
    for (const part of ['cpu_usage', 'memory_used_gb', 'disk_free_percent', 'network_rx_mbs', 'network_tx_mbs', 'io_read_mbs'])
      assert.ok(series.includes(part), `${part} is not among ${series.join(', ')}`);
  });
});
