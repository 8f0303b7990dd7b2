import { definePipeline } from 'perdura/sdk';

/** Waits for `perdura pipeline signal RUN data-is-there`, at most ten minutes, then ten seconds more. */
export default definePipeline({ name: 'wait', project: 'Perdura examples', defaults: { packages: [] } }, (p) => {
  const arrived = p.wait('data', { signal: 'data-is-there', time: '10m' });
  const pause = p.wait('pause', { parents: [arrived], time: '10s' });
  p.task('work', { parents: [pause], code: 'print("works")\n' });
});
