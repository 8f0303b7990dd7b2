import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../sdk/http-client.ts';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type AttemptAnswer, enqueueNumberedLines } from '../support/numbered-lines.ts';

const QUEUE = 'soak';

interface Soak {
  tasks: number;
  agents: number;
  /** Agents that are killed and stay away. */
  lost: number;
  /** Agents are killed and started again all the time. */
  restarts: boolean;
}

soak({ tasks: 200, agents: 20, lost: 5, restarts: false });
soak({
  tasks: Number(process.env.SOAK_TASKS ?? 500),
  agents: Number(process.env.SOAK_AGENTS ?? 8),
  lost: 0,
  restarts: true,
});

function soak({ tasks: taskCount, agents: agentCount, lost, restarts }: Soak): void {
  const killed = restarts ? 'that are killed and started again at random' : `of which ${lost} are killed for good`;
  describe(`${taskCount} tasks over ${agentCount} agents ${killed}`, function () {
    this.timeout(1_800_000);
    let installation: Installation;
    const agents: AgentProcess[] = [];
    let over = false;
    before(async () => {
      installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
      for (let index = 0; index < agentCount; index += 1) agents.push(await start(index));
    });
    after(async () => {
      over = true;
      await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
      await installation?.release();
    });

    const start = (index: number) => startAgentProcess(installation, { name: `soak${index}`, queue: QUEUE });

    it('each completes, in attempts that do not overlap, started once an attempt at most', async () => {
      const { client, dataDir } = installation;
      const notesFile = join(dataDir, '..', 'notes');
      const { id: project } = await client.call<{ id: string }>('projects.create', { name: 'soak', description: '' });
      const tasks: string[] = [];
      for (let index = 0; index < taskCount; index += 1) tasks.push(await enqueueTask(client, { index, project, notesFile }));
      const killing = restarts ? restartAtRandom() : killForGood(client, project);
      await eventually('all completed', async () => (await countCompleted(client, project)) === taskCount, {
        deadlineMs: 1_500_000,
        everyMs: 2000,
      });
      over = true;
      const kills = await killing;

      const notes = Map.groupBy(await readNotes(notesFile), ({ task }) => task);
      const attempts = await Promise.all(tasks.map((task) => listAttempts(client, task)));
      for (const [index, task] of tasks.entries()) {
        assertDisjoint(task, attempts[index]!);
        const ran = (notes.get(task) ?? []).map(({ what }) => what);
        assertRunApart(task, ran, attempts[index]!.length);
      }
      console.log(`      ${kills} kills, ${attempts.flat().length} attempts of ${taskCount} tasks`);
    });

    async function killForGood(client: HttpClient, project: string): Promise<number> {
      for (let kill = 1; kill <= lost; kill += 1) {
        const share = (kill / (lost + 2)) * taskCount;
        await eventually(`${share} completed`, async () => (await countCompleted(client, project)) >= share, {
          deadlineMs: 600_000,
          everyMs: 200,
        });
        const [agent] = agents.splice(Math.floor(Math.random() * agents.length), 1);
        await agent!.kill('SIGKILL');
      }
      return lost;
    }

    async function restartAtRandom(): Promise<number> {
      for (let kills = 0; ; kills += 1) {
        await sleep(500 + Math.random() * 2500);
        if (over) return kills;
        const index = Math.floor(Math.random() * agents.length);
        await agents[index]!.kill('SIGKILL');
        agents[index] = await start(index);
      }
    }
  });
}

describe('a task that is killed together with its agent', function () {
  this.timeout(300_000);
  let installation: Installation;
  let agent: AgentProcess;
  before(async () => {
    installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    agent = await startAgentProcess(installation, { name: 'alone', queue: 'alone' });
  });
  after(async () => {
    await agent?.kill('SIGTERM');
    await installation?.release();
  });

  it("leaves Running by itself after the loss time of a fresh installation: it waits again, its attempt lost as 'worker lost'", async () => {
    const task = await enqueueNumberedLines(installation, { queue: 'alone', lines: 20, holdOn: true });
    await task.untilPrinted(19);
    const [pid] = await task.starts();
    await agent.kill('SIGKILL');
    process.kill(pid!, 'SIGKILL');
    await task.untilStatus('queued', 90_000);
    assert.deepEqual(
      (await task.attempts()).map(({ state, reason }) => [state, reason]),
      [
        ['lost', 'worker lost'],
        ['waiting', null],
      ],
    );
  });

  it("fails it, with the reason 'worker lost', when it has no attempt left", async () => {
    const last = await startAgentProcess(installation, { name: 'last', queue: 'once' });
    const task = await enqueueNumberedLines(installation, { queue: 'once', lines: 20, holdOn: true });
    await task.untilPrinted(19);
    const [pid] = await task.starts();
    await installation.client.request('PATCH', `/api/tasks/${task.id}/policy`, { infrastructureRetries: 0 });
    await last.kill('SIGKILL');
    process.kill(pid!, 'SIGKILL');
    await task.untilStatus('failed', 90_000);
    assert.match(await installation.perdura('task', 'show', task.id), /worker lost/);
  });
});

/** A task of half a second that notes when its code begins and ends. */
async function enqueueTask(
  client: HttpClient,
  { index, project, notesFile }: { index: number; project: string; notesFile: string },
): Promise<string> {
  const { id } = await client.call<{ id: string }>('tasks.create', { name: `soak ${index}`, type: 'testing', project });
  const diff = [
    'import time',
    'def note(what):',
    `    open(${JSON.stringify(notesFile)}, "a").write(f"${id} {what}\\n")`,
    'note("begin")',
    'time.sleep(0.5)',
    'note("end")',
    '',
  ].join('\n');
  await client.call('tasks.edit', {
    task: id,
    script: { repository: '', diff, entry_point: 'soak.py', working_dir: '.', requirements: { pip: '' } },
  });
  await client.call('tasks.enqueue', { task: id, queue_name: QUEUE });
  return id;
}

async function countCompleted(client: HttpClient, project: string): Promise<number> {
  const { tasks } = await client.call<{ tasks: unknown[] }>('tasks.get_all', {
    project: [project],
    status: ['completed'],
    only_fields: ['id'],
    page: 0,
    page_size: 500,
  });
  return tasks.length;
}

async function listAttempts(client: HttpClient, task: string): Promise<AttemptAnswer[]> {
  const { attempts } = await client.request<{ attempts: AttemptAnswer[] }>('GET', `/api/tasks/${task}/attempts`);
  return attempts.toSorted((a, b) => a.number - b.number);
}

function assertDisjoint(task: string, attempts: AttemptAnswer[]): void {
  for (const [index, attempt] of attempts.slice(1).entries()) {
    const before = attempts[index]!;
    assert.ok(
      before.ended && attempt.claimed && before.ended <= attempt.claimed,
      `attempts ${before.number} and ${attempt.number} of ${task} overlap`,
    );
  }
}

/** What the tasks have noted, in the order of time. */
async function readNotes(file: string): Promise<{ task: string; what: string }[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [task, what] = line.split(' ') as [string, string];
    return { task, what };
  });
}

/** The user's code ran, at most once an attempt, and none of its runs ended after the next had begun. */
function assertRunApart(task: string, notes: string[], attempts: number): void {
  const begins = notes.filter((what) => what === 'begin').length;
  assert.ok(begins >= 1 && begins <= attempts, `${task}: ${begins} runs in ${attempts} attempts`);
  assert.doesNotMatch(notes.join(' '), /^end|end end/, `${task} ran twice at a time`);
}
