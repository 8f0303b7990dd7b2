import type { TemporalLocation } from '../../workflows/contracts/pipeline-hooks.ts';
import { refuseRunToken } from './refuse-run-token.ts';
import { defineRoute } from './route.ts';

const temporal = defineRoute({
  method: 'get',
  path: '/temporal',
  summary: 'Where Temporal is, for workers of pipelines and sweeps',
  async handle({ api, principal }): Promise<TemporalLocation> {
    refuseRunToken(principal);
    const { address, namespace } = api.options.temporal;
    return { address, namespace };
  },
});

export const temporalRoutes = [temporal];
