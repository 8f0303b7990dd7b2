import { definePipeline, item, list } from 'perdura/sdk';

/** Trains the example that `npm start` comes with once for each learning rate, and says which did best. */
export default definePipeline(
  {
    name: 'rates',
    project: 'Perdura examples',
    parameters: { rates: list<number>({ default: [0.001, 0.01], description: 'learning rates to try' }) },
  },
  (p) => {
    const train = p.task('train', {
      base: { project: 'Perdura examples', name: 'digits: train a classifier' },
      map: p.parameters.rates, // one task for each, side by side
      parameters: { 'Args/lr': item, 'Args/epochs': 5 },
      retries: 2,
    });
    const accuracies = train.metric('accuracy', 'validation').max;
    p.run('best', { parents: [train], arguments: { accuracies } }, async ({ log }, given) => {
      log(`best accuracy: ${Math.max(...given.accuracies.map(Number))}`);
    });
  },
);
