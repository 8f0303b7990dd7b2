import { ClientTokens } from './client-tokens.ts';
import { type Ec2Answer, errorAnswer, instanceIn, mapReservations, type SpotRequest, spotRequestsAnswer } from './ec2-answer.ts';
import { type Ec2Call, listOf, tagsOf, valuesOf } from './ec2-call.ts';

/** A call as it came, so that moto can be asked the same. */
export interface Ec2Message {
  call: Ec2Call;
  body: string;
  headers: Record<string, string>;
}

/** moto, and what moto does not do: idempotency, machines that are shown late, and a spot market that takes machines back. */
export class SimulatedEc2 {
  /** For this time, a new machine is hidden from who looks and unknown to who ends it. */
  lagMs = 0;
  /** So many machines a page at most; 0: as many as were asked for. */
  pageSize = 0;
  readonly #moto: string;
  readonly #tokens = new ClientTokens();
  readonly #launched = new Map<string, { at: number; headers: Record<string, string> }>();
  readonly #spots = new Map<string, SpotRequest>();
  /** By machine: the code of AWS's reason. */
  readonly #endedFor = new Map<string, string>();

  constructor(moto: string) {
    this.#moto = moto;
  }

  async answer(message: Ec2Message): Promise<Ec2Answer> {
    const { call, body, headers } = message;
    const hidden = valuesOf(call, 'InstanceId').find((instance) => this.#isHidden(instance));
    if (hidden) return errorAnswer(400, 'InvalidInstanceID.NotFound', `The instance ID '${hidden}' does not exist`);
    if (call.action === 'RunInstances') return this.inTurn(call, () => this.#launch(message));
    if (call.action === 'DescribeInstances') return this.#describe(message);
    // Python's driver asks for requests of moto's own by their ids.
    if (call.action === 'DescribeSpotInstanceRequests' && valuesOf(call, 'SpotInstanceRequestId').length === 0)
      return spotRequestsAnswer([...this.#spots.values()].filter((spot) => passes(spot, call)));
    return this.#forward(body, headers);
  }

  /** Answers a launch, or lets an injected fault answer it, as its token allows. */
  inTurn(call: Ec2Call, launch: () => Promise<Ec2Answer>): Promise<Ec2Answer> {
    return this.#tokens.run(call, launch, (instance) => this.#hasEnded(instance));
  }

  /** Machines that are not of the spot market are not warned. */
  warn(instance: string): void {
    const spot = this.#spots.get(instance);
    if (spot) spot.status = 'marked-for-termination';
  }

  /** A machine that is not of the spot market is one whose hardware fails. */
  async takeBack(instance: string): Promise<void> {
    const spot = this.#spots.get(instance);
    if (spot) spot.status = 'instance-terminated-no-capacity';
    this.#endedFor.set(instance, spot ? 'Server.SpotInstanceTermination' : 'Server.InternalError');
    await this.#ask('TerminateInstances', instance);
  }

  clear(): void {
    this.lagMs = 0;
    this.pageSize = 0;
    this.#tokens.clear();
    this.#launched.clear();
    this.#spots.clear();
    this.#endedFor.clear();
  }

  async #launch({ call, body, headers }: Ec2Message): Promise<Ec2Answer> {
    const answer = await this.#forward(body, headers);
    if (answer.status !== 200) return answer;
    const instance = instanceIn(answer.body);
    this.#launched.set(instance, { at: Date.now(), headers });
    if (call.parameters['InstanceMarketOptions.MarketType'] === 'spot')
      this.#spots.set(instance, { instance, status: 'fulfilled', tags: tagsOf(call, 'spot-instances-request') });
    return answer;
  }

  async #describe({ body, headers }: Ec2Message): Promise<Ec2Answer> {
    const answer = await this.#forward(
      this.pageSize ? body.replace(/MaxResults=\d+/, `MaxResults=${this.pageSize}`) : body,
      headers,
    );
    const change = (reservation: string, instance: string) => {
      if (this.#isHidden(instance)) return null;
      const code = this.#endedFor.get(instance);
      return code ? reservation.replace(REASON, reason(code)) : reservation;
    };
    return { ...answer, body: mapReservations(answer.body, change) };
  }

  #isHidden(instance: string): boolean {
    return Date.now() - (this.#launched.get(instance)?.at ?? 0) < this.lagMs;
  }

  async #hasEnded(instance: string): Promise<boolean> {
    return /<name>terminated</.test((await this.#ask('DescribeInstances', instance)).body);
  }

  async #ask(action: string, instance: string): Promise<Ec2Answer> {
    const body = new URLSearchParams({ Action: action, Version: '2016-11-15', 'InstanceId.1': instance });
    return this.#forward(body.toString(), this.#launched.get(instance)!.headers);
  }

  async #forward(body: string, headers: Record<string, string>): Promise<Ec2Answer> {
    const answer = await fetch(this.#moto, { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.text() };
  }
}

const REASON = /<stateReason>.*?<\/stateReason>/;
const reason = (code: string): string =>
  `<stateReason><code>${code}</code><message>${code}: AWS has ended the instance</message></stateReason>`;

function passes({ status, tags }: SpotRequest, call: Ec2Call): boolean {
  return listOf(call, 'Filter').every(({ Name = '', ...values }) => {
    const value = Name.startsWith('tag:') ? tags[Name.slice(4)] : Name === 'status-code' ? status : undefined;
    return value !== undefined && Object.values(values).includes(value);
  });
}
