import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import type { KillableInstallation } from './installation.ts';

/** A task that prints numbered lines, and what can be asked about it from outside. */
export interface NumberedLines {
  id: string;
  status(): Promise<string>;
  attempts(): Promise<AttemptAnswer[]>;
  /** The numbers that the console holds, in its order. */
  printed(): Promise<number[]>;
  /** Process ids under which the user's code has been started, in order. */
  starts(): Promise<number[]>;
  /** Lets a task end that was to hold on. */
  letEnd(): Promise<void>;
  untilPrinted(line: number): Promise<void>;
  untilStatus(status: string, deadlineMs?: number): Promise<void>;
}

export interface AttemptAnswer {
  number: number;
  state: string;
  worker: string | null;
  exitCode: number | null;
  reason: string | null;
  /** Points of time in ISO 8601. */
  claimed: string | null;
  ended: string | null;
}

export interface NumberedLinesOptions {
  queue: string;
  lines: number;
  /** Seconds between two lines. */
  every?: number;
  /** Lines that are printed at a time. Default 1. */
  burst?: number;
  /** After its lines it waits for `letEnd`. */
  holdOn?: boolean;
  /** With which it ends. Default 0. */
  exitCode?: number;
}

/** Creates and enqueues such a task: a lone script without packages, so that little but dispatch and console is at work. */
export async function enqueueNumberedLines(
  installation: KillableInstallation,
  { queue, lines, every = 0.05, burst = 1, holdOn = false, exitCode = 0 }: NumberedLinesOptions,
): Promise<NumberedLines> {
  const { client, dataDir } = installation;
  const startsFile = join(dataDir, '..', `starts-${randomUUID()}`);
  const goFile = `${startsFile}-go`;
  const code = [
    'import os, time',
    `open(${JSON.stringify(startsFile)}, "a").write(f"{os.getpid()}\\n")`,
    `for number in range(${lines}):`,
    '    print(f"line {number}", flush=True)',
    `    if number % ${burst} == 0: time.sleep(${every})`,
    ...(holdOn ? [`while not os.path.exists(${JSON.stringify(goFile)}): time.sleep(0.05)`] : []),
    `raise SystemExit(${exitCode})`,
    '',
  ].join('\n');
  const project = await ensureProject(installation);
  const { id } = await client.call<{ id: string }>('tasks.create', { name: `${lines} lines`, type: 'testing', project });
  await client.call('tasks.edit', {
    task: id,
    script: { repository: '', diff: code, entry_point: 'lines.py', working_dir: '.', requirements: { pip: '' } },
  });
  await client.call('tasks.enqueue', { task: id, queue_name: queue });
  const status = async () => (await client.call<{ task: { status: string } }>('tasks.get_by_id', { task: id })).task.status;
  const printed = async () => {
    const response = await client.fetch(`/api/tasks/${id}/console.txt`);
    return [...(await response.text()).matchAll(/^line (\d+)$/gm)].map((match) => Number(match[1]));
  };
  return {
    id,
    status,
    printed,
    attempts: async () =>
      (await client.request<{ attempts: AttemptAnswer[] }>('GET', `/api/tasks/${id}/attempts`)).attempts.toSorted(
        (a, b) => a.number - b.number,
      ),
    starts: async () => (await readFile(startsFile, 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number),
    letEnd: () => writeFile(goFile, ''),
    untilPrinted: async (line) =>
      void (await eventually(`line ${line} of ${id}`, async () => (await printed().catch((): number[] => [])).includes(line), {
        deadlineMs: 120_000,
        everyMs: 200,
      })),
    untilStatus: async (wanted, deadlineMs = 180_000) =>
      void (await eventually(`${id} is ${wanted}`, async () => (await status().catch(() => '')) === wanted, {
        deadlineMs,
        everyMs: 200,
      })),
  };
}

async function ensureProject({ client }: KillableInstallation): Promise<string> {
  const { projects } = await client.call<{ projects: { id: string }[] }>('projects.get_all', { name: '^faults$' });
  return projects[0]?.id ?? (await client.call<{ id: string }>('projects.create', { name: 'faults', description: '' })).id;
}

/** The task completes as if nothing had happened: one attempt, one process, every line once. */
export async function assertRanOnce(task: NumberedLines, lines: number, { deadlineMs = 180_000 } = {}): Promise<void> {
  await task.untilStatus('completed', deadlineMs);
  assertAllPrintedOnce(await task.printed(), lines);
  assert.equal((await task.starts()).length, 1);
  assert.deepEqual(
    (await task.attempts()).map(({ number, state }) => ({ number, state })),
    [{ number: 1, state: 'succeeded' }],
  );
}

/** Every number from 0 up, once, in order; a failure says which are not. */
export function assertAllPrintedOnce(printed: number[], lines: number): void {
  const seen = new Set(printed);
  const missing = Array.from({ length: lines }, (_, index) => index).filter((number) => !seen.has(number));
  const doubled = printed.filter((number) => !seen.delete(number));
  assert.deepEqual({ missing: missing.slice(0, 20), doubled: doubled.slice(0, 20) }, { missing: [], doubled: [] });
  const astray = printed.findIndex((number, index) => number !== index);
  assert.equal(astray, -1, `line ${astray} is ${printed[astray]}`);
}
