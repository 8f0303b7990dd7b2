import { toPlain } from '../sdk/pipelines/reference.ts';
import { createTaskReader } from '../sdk/tasks/task-reader.ts';
import type { FunctionCall } from '../workflows/contracts/pipeline-hooks.ts';
import { createStepContext } from './contexts.ts';
import type { ActivityPart } from './within-activity.ts';

/** What Temporal takes in one answer is 2 MiB; JSON is escaped on the way. */
const LARGEST_RESULT = 1024 * 1024;

interface RunFunctionInput {
  run: (context: object, args: object) => unknown;
  call: FunctionCall;
  activity: ActivityPart;
}

/** Runs a function step. Throws TypeError for a result that is not JSON by key, RangeError for one that is too large. */
export async function runFunction({ run, call, activity }: RunFunctionInput): Promise<Record<string, unknown>> {
  const context = { ...createStepContext(call, activity), task: createTaskReader(call.task, activity) };
  const result = (await run(context, call.arguments)) ?? {};
  if (typeof result !== 'object' || Array.isArray(result))
    throw new TypeError(`the function gave ${JSON.stringify(result)}; it must give an object of values by name, or nothing`);
  const plain = toPlain(result, 'result') as Record<string, unknown>;
  const size = Buffer.byteLength(JSON.stringify(plain));
  if (size <= LARGEST_RESULT) return plain;
  throw new RangeError(
    `the function gave ${size} bytes; at most ${LARGEST_RESULT} are passed on: store what is larger and give its address`,
  );
}
