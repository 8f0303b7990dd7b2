import { readFileSync } from 'node:fs';
import { definePipeline, integer, item, list } from 'perdura/sdk';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** A real training: data → train, once for each learning rate → evaluate → register the best. */
export default definePipeline(
  {
    name: 'digits',
    project: 'Perdura examples',
    description: "Reads handwritten digits: scikit-learn's own data, so that nothing is downloaded but packages",
    parameters: {
      epochs: integer({ default: 10, description: 'passes over the training data' }),
      rates: list<number>({ default: [0.0001, 0.001, 0.01], description: 'learning rates to try' }),
    },
    // One list for all steps, so that their environment is made once.
    defaults: { packages: read('../digits/requirements.txt').trim().split('\n') },
  },
  (p) => {
    const data = p.task('data', { code: read('digits/data.py'), cache: true });

    const train = p.task('train', {
      parents: [data],
      code: read('digits/train.py'),
      map: p.parameters.rates,
      parameters: { 'Args/data': data.artifact('digits').url, 'Args/lr': item, 'Args/epochs': p.parameters.epochs },
      monitor: { metrics: [{ title: 'accuracy', series: 'validation' }] },
    });

    const evaluate = p.task('evaluate', {
      parents: [train],
      code: read('digits/evaluate.py'),
      parameters: { 'Args/data': data.artifact('digits').url, 'Args/models': train.outputModel().id },
      monitor: { artifacts: ['best'] },
    });

    p.run('register', { parents: [evaluate] }, async ({ taskOf, client, log }) => {
      const artifact = await taskOf(evaluate).artifact('best');
      const best = await artifact.json<{ model: string; accuracy: number }>();
      await client.call('models.set_ready', { model: best.model, publish_task: false });
      log(`published the model ${best.model}, accuracy ${best.accuracy}`);
      return best;
    });
  },
);
