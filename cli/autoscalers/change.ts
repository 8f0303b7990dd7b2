import type { Shutdown } from '../../workflows/contracts/autoscaler-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';
import { ask, chooseAutoscaler } from './requests.ts';

const STEPS = {
  pause: 'launches no machines; what runs goes on',
  resume: 'launches machines again',
  drain: 'launches no machines and ends each when it has no task',
} as const;

export async function changeMode(step: keyof typeof STEPS, which: string | undefined, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const chosen = await chooseAutoscaler(client, which);
  report(options, await ask(client, chosen, step), `${chosen} ${STEPS[step]}`);
}

const STOPS: Record<Shutdown, string> = {
  nothing: 'stops; its machines end when they have been idle for too long',
  idle: 'stops; its machines end when they have no task',
  all: 'stops and ends its machines; what they run goes back to its queue',
};

export async function stopAutoscaler(which: string | undefined, options: ServerOptions & { machines: Shutdown }): Promise<void> {
  const { machines } = options;
  const client = await connect(options);
  const chosen = await chooseAutoscaler(client, which);
  report(options, await ask(client, chosen, 'stop', { machines }), `${chosen} ${STOPS[machines]}`);
}

export async function endIdle(which: string | undefined, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const chosen = await chooseAutoscaler(client, which);
  const answer = await ask<{ machines: number }>(client, chosen, 'end-idle');
  report(options, answer, `${answer.machines} ${answer.machines === 1 ? 'machine ends' : 'machines end'}`);
}

export async function endMachine(which: string, machine: string, options: ServerOptions): Promise<void> {
  const answer = await ask(await connect(options), which, `machines/${encodeURIComponent(machine)}/end`);
  report(options, answer, `${machine} ends; what it runs goes back to its queue`);
}

export async function deleteAutoscaler(which: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  report(options, await client.request('DELETE', `/api/autoscalers/${encodeURIComponent(which)}`), `${which} is deleted`);
}
