import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createStrategyActivities } from '../../definition-worker/serve-sweep.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import { type Ask, choice, custom, defineSweep, maximize, program, type Strategy } from '../../sdk/sweeps/index.ts';
import type { StrategyAnswer, StrategyCall } from '../../workflows/contracts/sweep-hooks.ts';

const CALL: StrategyCall = {
  idempotencyKey: 'sweep/1/2',
  sweep: 'sweep',
  project: 'x',
  name: 's',
  strategy: 'mine',
  space: { 'Args/x': choice([1, 2, 3]) },
  objectives: [maximize('a', 'b')],
  count: 2,
  next: 2,
  pending: [{ number: 1, parameters: { 'Args/x': 2 } }],
};

/** A server that has one trial, and takes what goes to consoles. */
const client = {
  request: async () => ({ trials: [{ number: 0, parameters: { 'Args/x': 1 }, values: [0.5] }] }),
  call: async () => ({}),
} as unknown as HttpClient;

function ask(strategy: Strategy, call: Partial<StrategyCall> = {}, said: string[] = [], asked = client): Promise<StrategyAnswer> {
  const definition = defineSweep({
    name: 's',
    project: 'x',
    base: 'b',
    space: CALL.space as never,
    objective: maximize('a', 'b'),
    strategy,
  });
  const { askStrategy } = createStrategyActivities({ definition, client: asked, worker: 'test', say: (text) => said.push(text) });
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(askStrategy, { ...CALL, ...call });
}
const mine = (asked: Ask) => custom('mine', asked);

describe('a strategy of one’s own', () => {
  it('is given the question and the trials so far, and its answer is passed on', async () => {
    const answer = await ask(
      mine(async ({ trials, next, count, pending, idempotencyKey }) => {
        const [first] = await trials();
        assert.deepEqual([first!.values, next, count, pending[0]!.number, idempotencyKey], [[0.5], 2, 2, 1, 'sweep/1/2']);
        return [{ 'Args/x': 3 }];
      }),
    );
    assert.deepEqual(answer, { trials: [{ parameters: { 'Args/x': 3 } }], done: false, prune: [] });
    assert.deepEqual(await ask(mine(() => ({ trials: [], done: true, prune: [1] }))), { trials: [], done: true, prune: [1] });
  });

  it('is given what was too long to come with the question', async () => {
    const trials = [0, 1].map((number) => ({ number, parameters: { 'Args/x': number } }));
    const reading = {
      ...client,
      request: async (_: string, path: string) => (path.endsWith('/trials') ? { trials } : { spec: { space: CALL.space } }),
    } as unknown as HttpClient;
    const asking = mine(({ space, pending }) => {
      assert.deepEqual(space, CALL.space);
      assert.deepEqual(pending, [{ number: 1, parameters: { 'Args/x': 1 } }]);
      return [];
    });
    await ask(asking, { space: null, pending: [{ number: 1, parameters: null }] }, [], reading);
  });

  it('is refused what is no answer', async () => {
    await assert.rejects(ask(mine(() => [1] as never)), { type: 'CallbackFailed', message: /must give a list of parameters/ });
    await assert.rejects(ask(mine(() => [{}, {}, {}])), { type: 'CallbackFailed', message: /gave 3 trials; at most 2/ });
  });

  it('is left to another worker when the definition has another one', async () => {
    await assert.rejects(
      ask(
        mine(() => []),
        { strategy: 'other' },
      ),
      { type: 'HookMissing', nonRetryable: false },
    );
  });

  describe('in another language', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'perdura-test-strategy-'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    async function askPython(code: string, said: string[] = []): Promise<StrategyAnswer> {
      const file = join(folder, 'ask.py');
      await writeFile(file, code);
      return ask(program(['python3', file]), { strategy: `python3 ${file}` }, said);
    }

    it('reads the question as JSON and writes the answer', async () => {
      const said: string[] = [];
      const code = `
import json, sys
study = json.load(sys.stdin)
tried = [trial["parameters"]["Args/x"] for trial in study["trials"] + study["pending"]]
print("tried", tried, file=sys.stderr)
json.dump({"trials": [{"Args/x": x} for x in study["space"]["Args/x"]["values"] if x not in tried][: study["count"]]}, sys.stdout)
`;
      assert.deepEqual(await askPython(code, said), { trials: [{ parameters: { 'Args/x': 3 } }], done: false, prune: [] });
      assert.match(said.join('\n'), /tried \[1, 2\]/);
    });

    it('fails with its exit code, or with what it wrote', async () => {
      await assert.rejects(askPython('raise SystemExit(3)'), { type: 'CallbackFailed', message: /exit code 3/ });
      await assert.rejects(askPython('print("hello")'), { type: 'CallbackFailed', message: /answered "hello\\n"/ });
    });
  });
});
