import { definePipeline } from '../../../sdk/index.ts';

export default definePipeline({ name: 'failing', project: 'cli' }, (p) => {
  const fails = p.task('fails', { code: 'raise SystemExit(3)\n' });
  p.task('after', { code: 'print()\n', parents: [fails] });
});
