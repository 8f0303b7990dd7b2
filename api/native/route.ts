import type { Context } from 'koa';
import type { z } from 'zod';
import type { Need } from '../../workflows/domain/rights.ts';
import type { ApiContext, Principal } from '../context.ts';

export interface RouteCall<Params, Query, Body> {
  api: ApiContext;
  principal: Principal;
  params: Params;
  query: Query;
  body: Body;
  ctx: Context;
}

/** One route under `/api`: for the web UI, the CLI, the agents. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api`, such as `/tasks/:id/attempts`. */
  path: string;
  /** Whoever has no right to it is refused before the request is looked at. */
  needs: Need;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response?: z.ZodType;
  /** The answer's JSON; undefined when the handler has written `ctx.body` itself. */
  handle(call: RouteCall<never, never, never>): Promise<unknown>;
}

interface TypedRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends Omit<Route, 'handle'> {
  params?: P;
  query?: Q;
  body?: B;
  handle(call: RouteCall<z.output<P>, z.output<Q>, z.output<B>>): Promise<unknown>;
}

/** Keeps the types of parameters, query and body for the handler. */
export const defineRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(route: TypedRoute<P, Q, B>): Route =>
  route as unknown as Route;
