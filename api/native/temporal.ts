import type { TemporalLocation } from '../../workflows/contracts/pipeline-hooks.ts';
import { defineRoute } from './route.ts';

const temporal = defineRoute({
  method: 'get',
  path: '/temporal',
  needs: 'serve',
  summary: 'Where Temporal is, for workers of pipelines and sweeps',
  async handle({ api }): Promise<TemporalLocation> {
    const { address, namespace } = api.options.temporal;
    return { address, namespace };
  },
});

export const temporalRoutes = [temporal];
