import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { type Need, rolesFor } from '../../workflows/domain/rights.ts';
import type { Route } from '../native/route.ts';
import type { Endpoint } from './endpoint.ts';
import { API_VERSION } from './versions.ts';

const JSON_TYPE = 'application/json';

const endpointMeta = z.object({
  id: z.string(),
  trx: z.string(),
  endpoint: z.object({ name: z.string(), requested_version: z.string(), actual_version: z.string() }),
  result_code: z.int(),
  result_subcode: z.int(),
  result_msg: z.string(),
  error_stack: z.null(),
  error_data: z.record(z.string(), z.unknown()),
});

const refusedEndpoint = z
  .object({ meta: endpointMeta, data: z.object({}) })
  .meta({ id: 'RefusedEndpoint', description: 'The call was refused; `meta.result_msg` says why, and nothing was changed' });

const refusedRoute = z
  .object({ error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }) })
  .meta({ id: 'RefusedRoute', description: 'The call was refused, and nothing was changed' });

/** One OpenAPI document of everything that the API serves. */
export function createOpenApi({ endpoints, routes }: { endpoints: readonly Endpoint[]; routes: readonly Route[] }): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Perdura',
      version: API_VERSION,
      description: "ClearML's API (`/<service>.<action>`) and the native one (`/api/...`)",
    },
    security: [{ basic: [] }, { bearer: [] }],
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
    },
    paths: mergePaths([...endpoints.map(endpointPath), ...routes.map(routePath)]),
  });
}

type PathEntry = [path: string, method: Route['method'], operation: ZodOpenApiOperationObject];

function mergePaths(entries: PathEntry[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [path, method, operation] of entries) paths[path] = { ...paths[path], [method]: operation };
  return paths;
}

const openness = (needs: Need): ZodOpenApiOperationObject | object =>
  needs === 'nothing' ? { security: [] } : { description: `For users with the role ${rolesFor(needs)}.` };

/** Clients call an action by any method, as a rule by GET with a body; a document can say POST alone. */
function endpointPath({ name, needs, summary, request, response }: Endpoint): PathEntry {
  const data = response ?? z.record(z.string(), z.unknown());
  const answer = z.object({ meta: endpointMeta, data });
  const operation: ZodOpenApiOperationObject = {
    operationId: name,
    summary,
    tags: [name.slice(0, name.indexOf('.'))],
    ...openness(needs),
    requestBody: { required: true, content: { [JSON_TYPE]: { schema: request } } },
    responses: {
      200: { description: 'Done', content: { [JSON_TYPE]: { schema: answer } } },
      default: { description: 'Refused', content: { [JSON_TYPE]: { schema: refusedEndpoint } } },
    },
  };
  return [`/${name}`, 'post', operation];
}

function routePath({ method, path, needs, summary, params, query, body, response }: Route): PathEntry {
  const operation: ZodOpenApiOperationObject = {
    operationId: `${method} ${path}`,
    summary,
    tags: [path.split('/')[1] ?? ''],
    ...openness(needs),
    requestParams: {
      ...(params ? { path: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { [JSON_TYPE]: { schema: body } } } } : {}),
    responses: {
      200: { description: 'Done', ...(response ? { content: { [JSON_TYPE]: { schema: response } } } : {}) },
      default: { description: 'Refused', content: { [JSON_TYPE]: { schema: refusedRoute } } },
    },
  };
  return [`/api${path.replaceAll(/:(\w+)/g, '{$1}')}`, method, operation];
}
