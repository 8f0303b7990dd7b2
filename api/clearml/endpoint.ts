import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Need } from '../../workflows/domain/rights.ts';
import type { ApiContext, Principal } from '../context.ts';
import type { JsonText } from './json-text.ts';

/** One call of a ClearML endpoint. */
export interface Call {
  api: ApiContext;
  principal: Principal;
  /** Header `X-ClearML-Worker`: host or worker id of the client. */
  worker: string;
  ip: string;
  /** Header `X-ClearML-Client`: name and version of a Python client; empty for any other. */
  client: string;
  /** Version in the path, such as 2.23; undefined when the path has none. */
  version: number | undefined;
}

/** An answer that is a file, without the envelope. */
export class Download {
  readonly fileName: string;
  /** Its media type. */
  readonly type: string;
  readonly content: Readable;

  constructor(input: { fileName: string; type: string; content: Readable }) {
    this.fileName = input.fileName;
    this.type = input.type;
    this.content = input.content;
  }
}

/** One action of ClearML's API: everything about it stands in one place, and the OpenAPI document is made from it. */
export interface Endpoint<Request extends z.ZodType = z.ZodType> {
  /** `service.action` */
  name: string;
  /** Whoever has no right to it is refused before the request is looked at. Clients call everything by any method, so that says nothing. */
  needs: Need;
  /** One line for the OpenAPI document. */
  summary: string;
  request: Request;
  /** Shape of `data` in the answer, for the OpenAPI document. */
  response?: z.ZodType;
  handle(call: Call, request: z.output<Request>): Promise<Record<string, unknown> | JsonText | Download>;
}

/** Keeps the request's type for the handler. */
export const defineEndpoint = <Request extends z.ZodType>(endpoint: Endpoint<Request>): Endpoint =>
  endpoint as unknown as Endpoint;
