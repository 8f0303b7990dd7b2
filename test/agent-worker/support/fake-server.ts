import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  ConsoleChunkRequest,
  HeartbeatRequest,
  RegisterAgentRequest,
  RunSpec,
  StageReport,
} from '../../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../../workflows/contracts/run.ts';

/** The agent's side of the API, with a memory of what agents have told it. */
export interface FakeServer {
  url: string;
  /** While true, every request finds nobody. */
  away: boolean;
  /** What runs are, by run key; others are refused. */
  specs: Map<string, RunSpec>;
  /** What the next claims find. */
  waiting: { run: RunRef; queue: string }[];
  /** What the next heartbeat revokes. */
  revoked: RunRef[];
  /** Names of queues that were deleted: what is registered anew finds others under these names. */
  deleted: Set<string>;
  /** Ids of queues of which the next heartbeat says that they were deleted. */
  gone: string[];
  /** While true, no credentials are good enough. */
  locked: boolean;
  /** Worker ids that live agents elsewhere have. */
  taken: Set<string>;
  registered: RegisterAgentRequest[];
  heartbeats: HeartbeatRequest[];
  claims: string[][];
  released: RunRef[];
  unregistered: string[];
  console(run: RunRef): string;
  stages(run: RunRef): StageReport[];
  requirements(run: RunRef): string[] | undefined;
  temporal: { address: string; namespace: string };
  close(): Promise<void>;
}

type Handler = (match: string[], body: never) => unknown;

export async function startFakeServer(): Promise<FakeServer> {
  const consoles = new Map<string, Buffer>();
  const stages = new Map<string, StageReport[]>();
  const requirements = new Map<string, string[]>();
  const key = (taskId: string, attempt: string) => runKey({ taskId, attempt: Number(attempt) });

  const routes: Record<string, Handler> = {
    'POST /auth.login': () => ({ data: { token: 'session-token' } }),
    'POST /api/agents/register': (_, body: RegisterAgentRequest) => {
      if (server.locked) throw refusal(401, 'unauthorized');
      if (server.taken.has(body.worker)) throw refusal(409, 'conflict');
      server.registered.push(body);
      return {
        worker: body.worker,
        queues: body.queues.map((name) => ({ id: `${server.deleted.has(name) ? 'new-' : ''}id-of-${name}`, name })),
        temporal: server.temporal,
      };
    },
    'POST /api/agents/([^/]+)/heartbeat': (_, body: HeartbeatRequest) => {
      server.heartbeats.push(body);
      return { revoked: server.revoked.splice(0), goneQueues: server.gone.splice(0) };
    },
    'POST /api/agents/([^/]+)/claim': (_, body: { queues: string[] }) => {
      server.claims.push(body.queues);
      return { claim: server.waiting.shift() ?? null };
    },
    'POST /api/agents/([^/]+)/unregister': ([worker]) => void server.unregistered.push(worker!),
    'GET /api/runs/([^/]+)/(\\d+)': ([task, attempt]) => {
      const spec = server.specs.get(key(task!, attempt!));
      if (!spec) throw refusal(409, 'run_superseded');
      return spec;
    },
    'POST /api/runs/([^/]+)/(\\d+)/release': ([task, attempt]) =>
      void server.released.push({ taskId: task!, attempt: Number(attempt) }),
    'POST /api/runs/([^/]+)/(\\d+)/console': ([task, attempt], { offset, text }: ConsoleChunkRequest) => {
      const stored = consoles.get(key(task!, attempt!)) ?? Buffer.alloc(0);
      const bytes = Buffer.from(text);
      const next = Math.max(stored.length, offset + bytes.length);
      if (offset > stored.length) return { next: stored.length };
      consoles.set(key(task!, attempt!), Buffer.concat([stored, bytes.subarray(stored.length - offset)]));
      return { next };
    },
    'POST /api/runs/([^/]+)/(\\d+)/stages': ([task, attempt], report: StageReport) => {
      const known = stages.get(key(task!, attempt!)) ?? [];
      stages.set(key(task!, attempt!), [...known, report]);
    },
    'PUT /api/runs/([^/]+)/(\\d+)/requirements': ([task, attempt], { pip }: { pip: string[] }) =>
      void requirements.set(key(task!, attempt!), pip),
  };

  const http = createServer((request, response) => {
    if (server.away) return void request.socket.destroy();
    handle(routes, request, response).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: FakeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    away: false,
    locked: false,
    specs: new Map(),
    waiting: [],
    revoked: [],
    deleted: new Set(),
    gone: [],
    taken: new Set(),
    registered: [],
    heartbeats: [],
    claims: [],
    released: [],
    unregistered: [],
    console: (run) => (consoles.get(runKey(run)) ?? '').toString(),
    stages: (run) => stages.get(runKey(run)) ?? [],
    requirements: (run) => requirements.get(runKey(run)),
    temporal: { address: '127.0.0.1:1', namespace: 'default' },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

interface Refusal {
  status: number;
  code: string;
}

const refusal = (status: number, code: string): Refusal => ({ status, code });

async function handle(routes: Record<string, Handler>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const line = `${request.method} ${request.url}`;
  const text = (await request.setEncoding('utf8').toArray()).join('');
  const route = Object.keys(routes).find((pattern) => new RegExp(`^${pattern}$`).test(line));
  const answer = (status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (!route) return answer(404, { error: { code: 'not_found', message: line } });
  const match = new RegExp(`^${route}$`).exec(line)!.slice(1).map(decodeURIComponent);
  try {
    answer(200, routes[route]!(match, (text === '' ? undefined : JSON.parse(text)) as never) ?? {});
  } catch (thrown) {
    const { status, code } = thrown as Refusal;
    answer(status, { error: { code, message: `refused: ${code}` } });
  }
}
