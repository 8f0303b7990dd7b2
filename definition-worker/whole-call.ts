import type { HttpClient } from '../sdk/http-client.ts';
import type { HookCallBase, StepHookCall } from '../workflows/contracts/pipeline-hooks.ts';

type Call = HookCallBase & Partial<Pick<StepHookCall, 'node' | 'item' | 'index'>>;

/** A call with all that callbacks are given. */
export type Whole<C extends HookCallBase> = C & { parameters: Record<string, unknown> };

/** A call with what was too long to come with it. */
export async function wholeCall<C extends Call>(client: HttpClient, call: C): Promise<Whole<C>> {
  const { run, node } = call;
  const parameters = call.parameters ?? (await read(client, [run, 'parameters'])).parameters;
  const lacksItem = node !== undefined && call.index !== undefined && !('item' in call);
  const item = lacksItem ? await read(client, [run, 'steps', node, 'item']) : {};
  return { ...call, ...item, parameters };
}

/** What a step was given: with the call, or asked for when it is too long for that. */
export async function stepParameters(
  client: HttpClient,
  { run, node, given }: { run: string; node: string; given: Record<string, unknown> | null },
): Promise<Record<string, unknown>> {
  return given ?? (await read(client, [run, 'steps', node, 'parameters'])).parameters;
}

function read(client: HttpClient, path: string[]): Promise<{ parameters: Record<string, unknown> }> {
  return client.request('GET', `/api/pipelines/runs/${path.map(encodeURIComponent).join('/')}`);
}
