import type { HttpClient } from '../sdk/http-client.ts';
import { fingerprint, sourceOf } from '../sdk/pipelines/code-of.ts';
import { toPlain } from '../sdk/pipelines/reference.ts';
import { createTaskReader } from '../sdk/tasks/task-reader.ts';
import { type FunctionAnswer, type FunctionCall, LONGEST_PARAMETER } from '../workflows/contracts/pipeline-hooks.ts';
import { functionScript } from '../workflows/domain/pipeline/function-script.ts';
import { createStepContext } from './contexts.ts';
import { stepParameters, type Whole } from './whole-call.ts';
import type { ActivityPart } from './within-activity.ts';

/** Of one value, in bytes of JSON: the server keeps it with the step's task. */
const LARGEST_VALUE = 32 * 1024 * 1024;
/** Of all that travels through Temporal, in characters of JSON. */
const LARGEST_ANSWER = 50_000;

interface RunFunctionInput {
  run: (context: object, args: object) => unknown;
  call: Whole<FunctionCall>;
  activity: ActivityPart;
}

/** Runs a function step. Throws TypeError for a result that is not JSON by key, RangeError for a value that is too large. */
export async function runFunction({ run, call, activity }: RunFunctionInput): Promise<FunctionAnswer> {
  const { client } = activity;
  const context = { ...createStepContext(call, activity), task: createTaskReader(call.task, activity) };
  const code = fingerprint(run);
  if (code !== call.code) await showSource(client, call, run);
  const args = await stepParameters(client, { run: call.run, node: call.node, given: call.arguments });
  const result = (await run(context, args)) ?? {};
  if (typeof result !== 'object' || Array.isArray(result))
    throw new TypeError(`the function gave ${JSON.stringify(result)}; it must give an object of values by name, or nothing`);
  const values = await storeLong(client, call, toPlain(result, 'result') as Record<string, unknown>);
  return { values, code };
}

/** The task of the step shows what runs, and not what was submitted. */
function showSource(client: HttpClient, { task, step }: FunctionCall, run: RunFunctionInput['run']): Promise<unknown> {
  return client.call('tasks.edit', { task, force: true, script: functionScript(step, sourceOf(run)) });
}

/** Hands long values to the server. Answers those that are left. */
async function storeLong(
  client: HttpClient,
  call: FunctionCall,
  result: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const sizes = Object.entries(result).map(([key, value]) => ({ key, value, size: Buffer.byteLength(JSON.stringify(value)) }));
  const large = sizes.find(({ size }) => size > LARGEST_VALUE);
  if (large)
    throw new RangeError(
      `result.${large.key} is ${large.size} bytes; at most ${LARGEST_VALUE} are passed on: store what is larger and give its address`,
    );
  const left: Record<string, unknown> = {};
  let room = LARGEST_ANSWER;
  for (const { key, value, size } of sizes) {
    if (size <= LONGEST_PARAMETER && size <= room) {
      left[key] = value;
      room -= size;
    } else await store(client, call, key, value);
  }
  return left;
}

function store(client: HttpClient, { run, node, task, attempt }: FunctionCall, key: string, value: unknown): Promise<unknown> {
  const path = ['/api/pipelines/runs', run, 'steps', node, 'results', key];
  const address = path.map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/');
  return client.request('PUT', address, { task, attempt, value });
}
