import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { jwtVerify } from 'jose';
import { setEnvironment } from '../set-environment.ts';
import { GceError, type GceInstance, SimulatedGce } from './simulated-gce.ts';

export const TEST_PROJECT = 'test-project';
const SCOPE = 'https://www.googleapis.com/auth/compute';

export interface GceCall {
  /** `insert`, `get`, `list`, `delete`, `operation`, `operations`, `serialPort` */
  action: string;
  zone: string | null;
  body: unknown;
}

/** What becomes of a call: a refusal, an operation that fails later, or a connection that breaks before or after the call took effect. */
export type GceFault =
  | { status: number; reason: string; message?: string }
  | { operation: string; message?: string }
  | 'cut before'
  | 'cut after';

export interface GceFaultRule {
  action: string;
  when?: (call: GceCall) => boolean;
  /** How often; for ever by default. */
  times?: number;
  fault: GceFault;
}

/** Google's Compute Engine for a test file: none can be reached, and nobody else simulates it. */
export interface TestGce {
  url: string;
  calls: GceCall[];
  callsOf(action: string): GceCall[];
  /** The first rule that matches a call decides. */
  inject(...rules: GceFaultRule[]): void;
  instances(): GceInstance[];
  /** The simulation itself, for what befalls machines. */
  cloud: SimulatedGce;
  /** The key of an account that it knows, as Google's JSON file has it. */
  serviceAccountKey: string;
  /** No call fails any more. */
  heal(): void;
  reset(): void;
  release(): Promise<void>;
}

/** Clients in this process, and in those that it starts, find it as they find Google. */
export async function startTestGce(): Promise<TestGce> {
  const cloud = new SimulatedGce(TEST_PROJECT);
  const calls: GceCall[] = [];
  let rules: GceFaultRule[] = [];
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  async function answer(request: IncomingMessage): Promise<Answer | 'cut'> {
    if (!(await isSigned(request, publicKey))) return refusal(new GceError(401, 'required', 'Login Required.'));
    const call = await readCall(request);
    calls.push(call);
    const fault = takeFault(rules, call);
    if (fault === 'cut before') return 'cut';
    if (typeof fault === 'object' && 'status' in fault) return refusal(new GceError(fault.status, fault.reason, fault.message));
    const answered = attempt(() => cloud.answer(call, typeof fault === 'object' ? fault : null));
    return fault === 'cut after' ? 'cut' : answered;
  }

  const server = createServer(async (request, response) => send(response, await answer(request)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/compute/v1/`;
  const restore = setEnvironment({ CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: url });

  return {
    url,
    calls,
    callsOf: (action) => calls.filter((call) => call.action === action),
    inject: (...more) => void rules.push(...more),
    instances: () => cloud.instances(),
    cloud,
    serviceAccountKey: JSON.stringify({
      type: 'service_account',
      project_id: TEST_PROJECT,
      private_key_id: 'key-1',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      client_email: `scaler@${TEST_PROJECT}.iam.gserviceaccount.com`,
    }),
    heal() {
      rules = [];
    },
    reset() {
      calls.length = 0;
      rules = [];
      cloud.clear();
    },
    async release() {
      restore();
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Answer {
  status: number;
  body: unknown;
}

async function isSigned({ headers: { authorization = '' } }: IncomingMessage, key: KeyObject): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), key);
    return payload.scope === SCOPE;
  } catch {
    return false;
  }
}

const INSTANCES = `/compute/v1/projects/${TEST_PROJECT}/zones/(?<zone>[^/]+)/instances`;
const OPERATIONS = `/compute/v1/projects/${TEST_PROJECT}/zones/(?<zone>[^/]+)/operations`;
const ROUTES: [method: string, path: RegExp, action: string][] = [
  ['POST', new RegExp(`^${INSTANCES}$`), 'insert'],
  ['GET', new RegExp(`^${INSTANCES}/(?<name>[^/]+)$`), 'get'],
  ['DELETE', new RegExp(`^${INSTANCES}/(?<name>[^/]+)$`), 'delete'],
  ['GET', new RegExp(`^${INSTANCES}/(?<name>[^/]+)/serialPort$`), 'serialPort'],
  ['GET', new RegExp(`^${OPERATIONS}/(?<name>[^/]+)$`), 'operation'],
  ['GET', new RegExp(`^${OPERATIONS}$`), 'operations'],
  ['GET', new RegExp(`^/compute/v1/projects/${TEST_PROJECT}/aggregated/instances$`), 'list'],
];

export interface RoutedCall extends GceCall {
  name: string | null;
  query: URLSearchParams;
}

async function readCall(request: IncomingMessage): Promise<RoutedCall> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://gce');
  for (const [method, path, action] of ROUTES) {
    const found = method === request.method ? path.exec(pathname) : null;
    if (!found) continue;
    const { zone = null, name = null } = found.groups ?? {};
    return { action, zone, name, query: searchParams, body: method === 'POST' ? await json(request) : null };
  }
  return { action: `${request.method} ${pathname}`, zone: null, name: null, query: searchParams, body: null };
}

function takeFault(rules: GceFaultRule[], call: GceCall): GceFault | undefined {
  const rule = rules.find(({ action, when, times = 1 }) => action === call.action && times > 0 && (when?.(call) ?? true));
  if (rule?.times) rule.times -= 1;
  return rule?.fault;
}

function attempt(work: () => unknown): Answer {
  try {
    return { status: 200, body: work() };
  } catch (error) {
    if (error instanceof GceError) return refusal(error);
    throw error;
  }
}

/** As Google writes errors. */
const refusal = ({ status, reason, message }: GceError): Answer => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } },
});

function send(response: ServerResponse, answer: Answer | 'cut'): void {
  if (answer === 'cut') response.destroy();
  else response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body));
}
