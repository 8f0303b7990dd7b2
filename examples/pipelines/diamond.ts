import { definePipeline, integer } from 'perdura/sdk';

/** Four steps: B and C start when A has ended, D when both have. Needs no worker and no packages: `perdura pipeline run examples/pipelines/diamond.ts`. */
export default definePipeline(
  {
    name: 'diamond',
    project: 'Perdura examples',
    description: 'Two steps side by side between one before and one after',
    parameters: { seconds: integer({ default: 1, description: 'how long each step takes' }) },
    defaults: { packages: [] },
  },
  (p) => {
    const code = 'import os, time\nprint("works for", os.environ.get("SECONDS", "1"), "s")\ntime.sleep(1)\n';
    const parameters = { 'Args/seconds': p.parameters.seconds };
    const a = p.task('a', { code, parameters });
    const b = p.task('b', { code, parameters, parents: [a] });
    const c = p.task('c', { code, parameters, parents: [a] });
    p.task('d', { code, parameters, parents: [b, c] });
  },
);
