import assert from 'node:assert/strict';
import { endpoints } from '../../../api/clearml/index.ts';
import { routes } from '../../../api/native/index.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';

describe('the OpenAPI document', () => {
  let server: TestApi;
  let document: any;
  before(async () => {
    server = await startTestApi();
    document = (await server.request('GET', '/api/openapi.json')).body;
  });
  after(() => server.release());

  it('describes every endpoint and every route', () => {
    assert.equal(document.openapi, '3.1.0');
    for (const { name } of endpoints) assert.ok(document.paths[`/${name}`]?.post, name);
    for (const { method, path } of routes) {
      const templated = `/api${path.replaceAll(/:(\w+)/g, '{$1}')}`;
      assert.ok(document.paths[templated]?.[method], `${method} ${templated}`);
    }
  });

  it('names every parameter of a path', () => {
    for (const [path, operations] of Object.entries<any>(document.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values<any>(operations)) {
        const given = (operation.parameters ?? []).filter((one: any) => one.in === 'path').map((one: any) => one.name);
        assert.deepEqual(given.toSorted(), wanted.toSorted(), path);
      }
    }
  });

  it('resolves all its references', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      assert.ok(document.components.schemas[name as string], name);
    }
  });

  it('says which fields a request needs, and of which type they are', () => {
    const { schema } = document.paths['/tasks.create'].post.requestBody.content['application/json'];
    assert.deepEqual(schema.required, ['name']);
    assert.equal(schema.properties.type.enum.length, 12);
    assert.deepEqual(document.paths['/login.supported_modes'].post.security, []);
  });

  it('has a summary and an operation id of its own for each', () => {
    const operations = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path));
    assert.ok(operations.every((operation) => operation.summary.length > 5));
    assert.equal(new Set(operations.map((operation) => operation.operationId)).size, operations.length);
  });
});
