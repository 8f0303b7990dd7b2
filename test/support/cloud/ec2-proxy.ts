import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Ec2Answer, errorAnswer } from './ec2-answer.ts';
import { type Ec2Call, parseCall } from './ec2-call.ts';
import { type Ec2Message, SimulatedEc2 } from './simulated-ec2.ts';

/** What becomes of a call: an error of EC2's, or a connection that breaks before or after the call took effect. */
export type Fault = { code: string; message?: string; status?: number } | 'cut before' | 'cut after';

export interface FaultRule {
  action: string;
  when?: (call: Ec2Call) => boolean;
  /** How often; for ever by default. */
  times?: number;
  fault: Fault;
}

export interface Ec2Proxy {
  url: string;
  /** All calls so far, those that came to nothing too. */
  calls: Ec2Call[];
  callsOf(action: string): Ec2Call[];
  /** The first rule that matches a call decides. */
  inject(...rules: FaultRule[]): void;
  /** For this time, a new machine is hidden from who looks and unknown to who ends it. */
  lag(milliseconds: number): void;
  /** Shows so many machines a page at most. */
  page(size: number): void;
  /** EC2 says that it will take a spot machine back. */
  warn(instance: string): void;
  /** EC2 takes a spot machine back; the hardware of another one fails. */
  takeBack(instance: string): Promise<void>;
  /** Forgets calls, rules and machines. */
  clear(): void;
  stop(): Promise<void>;
}

/** Stands between a client of EC2 and moto: what moto does not do, and faults by rule. */
export async function startEc2Proxy(moto: string): Promise<Ec2Proxy> {
  const ec2 = new SimulatedEc2(moto);
  const calls: Ec2Call[] = [];
  let rules: FaultRule[] = [];

  async function answer(message: Ec2Message): Promise<Ec2Answer | 'cut'> {
    calls.push(message.call);
    const fault = takeFault(rules, message.call);
    if (fault === 'cut before') return 'cut';
    const answered = typeof fault === 'object' ? await refuse(ec2, message.call, fault) : await ec2.answer(message);
    return fault === 'cut after' ? 'cut' : answered;
  }

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = kept(request.headers);
    send(response, await answer({ call: parseCall(body, headers.authorization), body, headers }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsOf: (action) => calls.filter((call) => call.action === action),
    inject: (...more) => void rules.push(...more),
    lag(milliseconds) {
      ec2.lagMs = milliseconds;
    },
    page(size) {
      ec2.pageSize = size;
    },
    warn: (instance) => ec2.warn(instance),
    takeBack: (instance) => ec2.takeBack(instance),
    clear() {
      calls.length = 0;
      rules = [];
      ec2.clear();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function takeFault(rules: FaultRule[], call: Ec2Call): Fault | undefined {
  const rule = rules.find(({ action, when, times = 1 }) => action === call.action && times > 0 && (when?.(call) ?? true));
  if (rule?.times) rule.times -= 1;
  return rule?.fault;
}

async function refuse(
  ec2: SimulatedEc2,
  call: Ec2Call,
  { code, message = `injected ${code}`, status = 400 }: Exclude<Fault, string>,
) {
  const refusal = async () => errorAnswer(status, code, message);
  return call.action === 'RunInstances' ? ec2.inTurn(call, refusal) : refusal();
}

/** moto takes service and region from the signature. */
const kept = ({ authorization = '', 'content-type': type = '' }: IncomingHttpHeaders) => ({
  authorization,
  'content-type': type,
});

function send(response: ServerResponse, answer: Ec2Answer | 'cut'): void {
  if (answer === 'cut') response.destroy();
  else response.writeHead(answer.status, { 'Content-Type': 'text/xml' }).end(answer.body);
}
