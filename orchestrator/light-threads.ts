/**
 * For `node --import`: makes the threads light in which Temporal's SDK runs workflows. Without it, two of their habits cost more than the
 * workflows themselves: a stack trace for each promise, for whoever asks in Temporal Web where a workflow waits; and a watchdog, which is
 * a thread of its own, around each of the calls that an activation consists of, also those that run no code of a workflow.
 */
import v8 from 'node:v8';
import { type Context, type RunningScriptInNewContextOptions, Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Functions of the SDK that run nothing of a workflow that could go on for ever. */
const HARMLESS: ReadonlySet<unknown> = new Set(['initRuntime', 'initialize', 'concludeActivation', 'dispose']);

if (!isMainThread) {
  traceNoPromises();
  watchWorkflowsAlone();
}

/** Where hooks cannot be had, the SDK goes without stack traces. */
function traceNoPromises(): void {
  v8.promiseHooks.createHook = () => () => {};
}

function watchWorkflowsAlone(): void {
  const { runInContext } = Script.prototype;
  Script.prototype.runInContext = function (context: Context, options?: RunningScriptInNewContextOptions) {
    if (!HARMLESS.has(calledIn(context))) return runInContext.call(this, context, options);
    const { timeout: _, ...unwatched } = options ?? {};
    return runInContext.call(this, context, unwatched);
  };
}

/** The SDK's own name of what it is about to call. */
const calledIn = (context: Context): unknown => (context as { __temporal_args?: unknown[] }).__temporal_args?.[1];
