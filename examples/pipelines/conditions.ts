import { above, atMost, boolean, definePipeline, isTrue } from 'perdura/sdk';

/** One of two branches; the other is skipped with all that follows from it. */
export default definePipeline(
  {
    name: 'conditions',
    project: 'Perdura examples',
    parameters: { publish: boolean({ default: true, description: 'publish a good result' }) },
    defaults: { packages: [] },
  },
  (p) => {
    const measure = p.run('measure', async () => ({ accuracy: 0.93 }));
    const good = p.task('good', { parents: [measure], when: above(measure.result.accuracy, 0.9), code: 'print("good")\n' });
    p.task('bad', { parents: [measure], when: atMost(measure.result.accuracy, 0.9), code: 'print("bad")\n' });
    p.task('publish', { parents: [good], when: isTrue(p.parameters.publish), code: 'print("publishes")\n' });
  },
);
