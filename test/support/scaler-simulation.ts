import type { ScalerPlan } from '../../workflows/domain/autoscaler/plan.ts';
import { planScaling } from '../../workflows/domain/autoscaler/plan-scaling.ts';
import type { ScalerPolicy } from '../../workflows/domain/autoscaler/policy.ts';
import type { MachineFacts, ScalerMode, ScalerSnapshot } from '../../workflows/domain/autoscaler/snapshot.ts';
import { fits } from '../../workflows/domain/autoscaler/supply.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** What happens to the world between two looks. */
export type ScalerStep =
  | { kind: 'enqueue'; queue: string; gpus: number; count: number }
  | { kind: 'finish' | 'interrupt' | 'vanish' | 'hang'; which: number }
  | { kind: 'refuse'; resource: string; minutes: number }
  | { kind: 'mode'; mode: ScalerMode }
  | { kind: 'wait'; minutes: number };

/** A small world of machines and tasks that follows the plans of a scaler; time is a number. */
export class ScalerWorld {
  now = Date.UTC(2026, 0, 5, 8);
  mode: ScalerMode = 'running';
  policy: ScalerPolicy;
  waiting: { queue: string; gpus: number }[] = [];
  machines: MachineFacts[] = [];
  backoffs: ScalerSnapshot['backoffs'] = {};
  off: string[] = [];
  spentToday = { hours: 0, cost: 0 };
  /** Machines that were ended while they had a task, with the reason. */
  endedAtWork: string[] = [];
  #next = 0;

  constructor(policy: ScalerPolicy) {
    this.policy = policy;
  }

  snapshot(): ScalerSnapshot {
    const { now, mode, policy, machines, backoffs, off, spentToday } = this;
    const waiting: ScalerSnapshot['waiting'] = {};
    for (const { queue, gpus } of this.waiting) {
      waiting[queue] ??= [];
      const group = waiting[queue].find((one) => one.gpus === gpus);
      if (group) group.count += 1;
      else waiting[queue].push({ gpus, count: 1 });
    }
    return structuredClone({ now, mode, policy, machines, backoffs, off, spentToday, waiting });
  }

  /** One look: plans, and carries the plan out. */
  look(): ScalerPlan {
    const plan = planScaling(this.snapshot());
    for (const { queue, resource, count } of plan.launch) {
      for (let index = 0; index < count; index += 1) this.#launch(queue, resource);
    }
    for (const { machine, reason } of plan.end) {
      const index = this.machines.findIndex(({ id }) => id === machine);
      const [ended] = this.machines.splice(index, 1);
      if (ended?.state === 'busy') {
        this.endedAtWork.push(reason);
        this.waiting.push({ queue: ended.queue, gpus: 0 });
      }
    }
    const draining = new Set(plan.drain);
    for (const machine of this.machines) if (machine.state === 'idle' && !draining.has(machine.id)) this.#claim(machine);
    return plan;
  }

  step(step: ScalerStep): void {
    if ('which' in step) this.#befall(step.kind, this.machines[step.which % Math.max(1, this.machines.length)]);
    if (step.kind === 'wait') this.#pass(step.minutes * MINUTE);
    if (step.kind === 'mode') this.mode = step.mode;
    if (step.kind === 'refuse') this.backoffs[step.resource] = { until: this.now + step.minutes * MINUTE, reason: 'no capacity' };
    if (step.kind === 'enqueue')
      this.waiting.push(...Array.from({ length: step.count }, () => ({ queue: step.queue, gpus: step.gpus })));
  }

  #befall(what: Extract<ScalerStep, { which: number }>['kind'], machine: MachineFacts | undefined): void {
    if (!machine) return;
    const { now } = this;
    if (what === 'interrupt') machine.interrupted = true;
    if (what === 'finish' && machine.state === 'busy') Object.assign(machine, { state: 'idle', since: now });
    if (what === 'hang' && machine.state !== 'launching') Object.assign(machine, { state: 'silent', since: now });
    if (what !== 'vanish') return;
    if (machine.state === 'busy') this.waiting.push({ queue: machine.queue, gpus: 0 });
    this.machines = this.machines.filter((one) => one !== machine);
  }

  #launch(queue: string, resource: string): void {
    const hourlyPrice = this.policy.resources[resource]?.hourlyPrice ?? null;
    const id = `m${this.#next++}`;
    const { now } = this;
    this.machines.push({
      id,
      queue,
      resource,
      state: 'launching',
      created: now,
      since: now,
      hourlyPrice,
      interrupted: false,
      endRequested: false,
    });
  }

  #claim(machine: MachineFacts): void {
    if (this.off.includes(machine.queue)) return;
    const index = this.waiting.findIndex(
      ({ queue, gpus }) => queue === machine.queue && fits(this.policy.resources[machine.resource], gpus),
    );
    if (index < 0) return;
    this.waiting.splice(index, 1);
    Object.assign(machine, { state: 'busy', since: this.now });
  }

  /** In steps no longer than the plans ask for, so that no deadline is slept through. */
  #pass(ms: number): void {
    const end = this.now + ms;
    while (this.now < end) {
      const { nextLookMs } = planScaling(this.snapshot());
      const stretch = Math.min(nextLookMs, end - this.now);
      this.now += stretch;
      this.spentToday.hours += (this.machines.length * stretch) / HOUR;
      this.spentToday.cost += (this.machines.reduce((sum, { hourlyPrice }) => sum + (hourlyPrice ?? 0), 0) * stretch) / HOUR;
      for (const machine of this.machines) {
        if (machine.state === 'launching' && this.now - machine.created > MINUTE)
          Object.assign(machine, { state: 'idle', since: this.now });
      }
      this.look();
    }
  }
}
