import { definePipeline, item } from 'perdura/sdk';
import inner from './diamond.ts';

/** Three runs of another pipeline side by side, each with its own page, then a step after all of them. */
export default definePipeline({ name: 'nested', project: 'Perdura examples', defaults: { packages: [] } }, (p) => {
  const diamonds = p.pipeline('diamond', inner, { map: [1, 2, 3], parameters: { seconds: item } });
  p.run('done', { parents: [diamonds], arguments: { runs: diamonds.id } }, async ({ log }, { runs }) => {
    log(`runs ${runs.join(', ')}`);
    return { runs: runs.length };
  });
});
