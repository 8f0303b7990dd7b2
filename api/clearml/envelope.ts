import { randomUUID } from 'node:crypto';
import type { JsonText } from './json-text.ts';
import { API_VERSION } from './versions.ts';

export interface EnvelopeInput {
  endpoint: string;
  version: number | undefined;
  code?: number;
  subcode?: number;
  message?: string;
  errorData?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/** The envelope around what is JSON already. */
export function envelopeAround({ text }: JsonText, input: Omit<EnvelopeInput, 'data'>): string {
  const { meta } = envelope(input);
  return `{"meta":${JSON.stringify(meta)},"data":${text}}`;
}

/** The wrapping of every answer. Clients need `meta`, and `data` as an object, on errors too. */
export function envelope({
  endpoint,
  version,
  code = 200,
  subcode = 0,
  message = 'OK',
  errorData = {},
  data = {},
}: EnvelopeInput) {
  const id = randomUUID().replaceAll('-', '');
  const requested = version === undefined ? API_VERSION : String(version);
  return {
    meta: {
      id,
      trx: id,
      endpoint: { name: endpoint, requested_version: requested, actual_version: '1.0' },
      result_code: code,
      result_subcode: subcode,
      result_msg: message,
      error_stack: null,
      error_data: errorData,
    },
    data,
  };
}
