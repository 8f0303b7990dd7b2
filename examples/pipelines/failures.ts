import { definePipeline } from 'perdura/sdk';

/** What happens when a step fails: it is tried again, its branch ends or goes on, and other branches are not touched. */
export default definePipeline({ name: 'failures', project: 'Perdura examples', defaults: { packages: [] } }, (p) => {
  p.run('third time lucky', { retries: 2 }, async ({ attempt }) => {
    if (attempt < 3) throw new Error(`attempt ${attempt} fails`);
    return { attempt };
  });
  const optional = p.task('optional', {
    code: 'raise SystemExit("fails, and the next step runs all the same")\n',
    continueOnFail: true,
  });
  p.task('after optional', { parents: [optional], code: 'print("runs")\n' });
  const branch = p.task('branch', {
    code: 'raise SystemExit("fails, and what follows is skipped")\n',
    continueOnFail: true,
    skipChildrenOnFail: true,
  });
  p.task('after branch', { parents: [branch], code: 'print("is skipped")\n' });
  p.task('slow', { code: 'import time\ntime.sleep(600)\n', timeLimit: '2s', continueOnFail: true, continueOnAbort: true });
});
