import { z } from 'zod';
import { endpoints } from '../clearml/index.ts';
import { createOpenApi } from '../clearml/openapi.ts';
import { defineRoute, type Route } from './route.ts';

/** The route that describes all the others; `routes` is asked for when they all are there. */
export function openApiRoute(routes: () => readonly Route[]): Route {
  let document: object | undefined;
  return defineRoute({
    method: 'get',
    path: '/openapi.json',
    needs: 'nothing',
    summary: 'This document',
    response: z.record(z.string(), z.unknown()),
    async handle() {
      document ??= createOpenApi({ endpoints, routes: routes() });
      return document;
    },
  });
}
