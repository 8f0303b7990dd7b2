import { definePipeline, integer } from 'perdura/sdk';

/**
 * The second run takes the results of the first in no time; `--parameter seed=2` makes both steps again, and `--ignore-cache` too. The run's
 * page and `perdura pipeline show` say why a step was taken from the cache or not.
 */
export default definePipeline(
  {
    name: 'cache',
    project: 'Perdura examples',
    parameters: { seed: integer({ default: 1 }) },
    defaults: { packages: [], cache: true },
  },
  (p) => {
    const prepare = p.task('prepare', { code: 'print("prepares")\n', parameters: { 'Args/seed': p.parameters.seed } });
    p.task('train', {
      parents: [prepare],
      code: 'print("trains")\n',
      parameters: { 'Args/seed': prepare.parameter('Args/seed') },
    });
  },
);
