import assert from 'node:assert/strict';
import { PythonInstallation } from '../support/python-installation.ts';

interface Trial {
  id: string;
  status: string;
  hyperparams: { General: { x: { value: string } } };
}

describe("a search of ClearML's own HyperParameterOptimizer", function () {
  this.timeout(900_000);
  let python: PythonInstallation;
  before(async function () {
    python = await PythonInstallation.start(this);
    for (const name of ['one', 'two']) await python.startAgent(name, 'trials');
  });
  after(() => python?.release());

  it('tells its callback of each trial once, with its objective and parameters, and knows the best', async () => {
    await python.run('optimized.py');
    const [base] = await python.tasks({ name: 'optimized' });
    await python.run('optimizer.py', { BASE: base!.id });
    const [optimizer] = await python.tasks({ name: '^optimizer' });
    const trials = await python.tasks<Trial>({ parent: [optimizer!.id] }, 'status', 'hyperparams');
    const byId = new Map(trials.map((trial) => [trial.id, trial]));
    assert.deepEqual(
      trials.map(({ status, hyperparams }) => [status, hyperparams.General.x.value]).toSorted(),
      ['-1', '-2', '-3', '1', '2', '4'].map((x) => ['completed', x]).toSorted(),
    );

    const notes = await python.notes();
    const ended = notes.filter((line) => line.startsWith('ended ')).map((line) => line.split(' '));
    assert.deepEqual(ended.map(([, id]) => id).toSorted(), [...byId.keys()].toSorted());
    for (const [, id, objective, x] of ended) {
      assert.equal(byId.get(id!)?.hyperparams.General.x.value, x);
      assert.equal(Number(objective), Number(x) ** 2);
    }
    const best = notes
      .find((line) => line.startsWith('best '))!
      .split(' ')
      .slice(1);
    const squares = best.map((id) => Number(byId.get(id)?.hyperparams.General.x.value) ** 2);
    assert.deepEqual(squares, [1, 1, 4]);
  });
});
