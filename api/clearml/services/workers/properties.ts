import { z } from 'zod';
import { runtimeProperties, setRuntimeProperties } from '../../../../activities/db/workers/runtime-properties.ts';
import { defineEndpoint } from '../../endpoint.ts';

const worker = z.string().min(1).describe('Worker id, such as host:gpu0');
const LONGEST_EXPIRY = 1_000_000_000;

const property = z.object({
  key: z.string().min(1).max(200),
  value: z.coerce.string().max(10_000),
  expiry: z.int().min(0).max(LONGEST_EXPIRY).nullish().describe('Seconds for which it stays; 0 takes it away'),
});

const set = defineEndpoint({
  name: 'workers.set_runtime_properties',
  needs: 'serve',
  summary: 'Sets properties of a worker; "force": "on" or "off" goes before its schedule',
  request: z.object({ worker, runtime_properties: z.array(property).max(100) }),
  async handle({ api }, { worker: id, runtime_properties: given }) {
    const properties = given.map(({ expiry = null, ...rest }) => ({ ...rest, expiry }));
    await setRuntimeProperties(api.db, { worker: id, properties, now: api.now() });
    return {};
  },
});

const get = defineEndpoint({
  name: 'workers.get_runtime_properties',
  needs: 'read',
  summary: 'The properties of a worker that have not expired',
  request: z.object({ worker }),
  response: z.object({ runtime_properties: z.array(property) }),
  async handle({ api }, { worker: id }) {
    return { runtime_properties: await runtimeProperties(api.db.em.fork(), { worker: id, now: api.now() }) };
  },
});

export const propertyEndpoints = [set, get];
