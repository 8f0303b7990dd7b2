import { definePipeline } from 'perdura/sdk';

/** Waits for a person, for days if need be, without holding an agent. A refusal fails the step, and `deploy` is not run. */
export default definePipeline({ name: 'approval', project: 'Perdura examples', defaults: { packages: [] } }, (p) => {
  const build = p.task('build', { code: 'print("builds")\n' });
  const approved = p.approval('release', { parents: [build], prompt: 'Deploy what was built?' });
  p.task('deploy', { parents: [approved], code: 'print("deploys")\n' });
});
