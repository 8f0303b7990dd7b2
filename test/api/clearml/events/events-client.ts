import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../../support/api-server.ts';

export const AUTHORIZATION = `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`;

type Event = Record<string, unknown>;

export interface EventsClient extends TestApi {
  /** Sends a batch of JSON lines as they are. */
  sendLines(lines: string, headers?: Record<string, string>): Promise<{ status: number; meta: any; data: any }>;
  /** Sends events; answers `data`. */
  send(...events: Event[]): Promise<any>;
  createTask(fields?: Event): Promise<string>;
  /** Data of an answer that must be 200. */
  read(endpoint: string, body: unknown): Promise<any>;
}

export async function startEventsClient(): Promise<EventsClient> {
  const server = await startTestApi();
  const sendLines: EventsClient['sendLines'] = async (lines, headers = {}) => {
    const response = await fetch(`${server.url}/v2.23/events.add_batch`, {
      method: 'POST',
      headers: { Authorization: AUTHORIZATION, 'Content-Type': 'application/json-lines', ...headers },
      body: lines,
    });
    return { status: response.status, ...((await response.json()) as { meta: any; data: any }) };
  };
  return {
    ...server,
    sendLines,
    async send(...events) {
      const { status, meta, data } = await sendLines(
        events.map((event) => JSON.stringify({ method: 'get', ...event })).join('\n'),
      );
      if (status !== 200) throw new Error(meta.result_msg);
      return data;
    },
    async createTask(fields = {}) {
      const { data } = await server.call('tasks.create', { name: 'task', type: 'training', ...fields });
      return data.id;
    },
    async read(endpoint, body) {
      const { status, meta, data } = await server.call(`events.${endpoint}`, body);
      if (status !== 200) throw new Error(`${endpoint}: ${meta.result_msg}`);
      return data;
    },
  };
}

export const scalar = (task: string, fields: Event = {}): Event => ({
  type: 'training_stats_scalar',
  task,
  metric: 'loss',
  variant: 'train',
  iter: 0,
  value: 1,
  timestamp: 1_700_000_000_000,
  ...fields,
});
export const plot = (task: string, fields: Event = {}): Event => ({
  type: 'plot',
  task,
  metric: 'confusion',
  variant: 'matrix',
  iter: 0,
  plot_str: '{"data": []}',
  timestamp: 1_700_000_000_000,
  ...fields,
});
export const image = (task: string, fields: Event = {}): Event => ({
  type: 'training_debug_image',
  task,
  metric: 'debug',
  variant: 'red',
  iter: 0,
  url: 'http://files/a.jpeg',
  key: 'a.jpeg',
  timestamp: 1_700_000_000_000,
  ...fields,
});
export const log = (task: string, fields: Event = {}): Event => ({
  type: 'log',
  task,
  level: 'info',
  msg: 'line',
  timestamp: 1_700_000_000_000,
  ...fields,
});
