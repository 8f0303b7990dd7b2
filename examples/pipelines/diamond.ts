import { definePipeline, integer } from 'perdura/sdk';

/** Four steps without packages: `b` and `c` start when `a` has ended, `d` when both have. */
export default definePipeline(
  {
    name: 'diamond',
    project: 'Perdura examples',
    description: 'Two steps side by side between one before and one after',
    parameters: { seconds: integer({ default: 1, description: 'how long each step takes' }) },
    defaults: { packages: [] },
  },
  (p) => {
    const work = (name: string) => `import time\nprint("${name} works")\ntime.sleep(1)\n`;
    const a = p.task('a', { code: work('a') });
    const b = p.task('b', { code: work('b'), parents: [a] });
    const c = p.task('c', { code: work('c'), parents: [a] });
    p.task('d', { code: work('d'), parents: [b, c] });
  },
);
