import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { AttemptAnswer } from '../support/numbered-lines.ts';

const TASKS = Number(process.env.SOAK_TASKS ?? 500);
const AGENTS = Number(process.env.SOAK_AGENTS ?? 8);
const QUEUE = 'soak';

describe(`${TASKS} tasks over ${AGENTS} agents that are killed at random`, function () {
  this.timeout(3_600_000);
  let installation: Installation;
  const agents: AgentProcess[] = [];
  let over = false;
  before(async () => {
    installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    for (let index = 0; index < AGENTS; index += 1)
      agents.push(await startAgentProcess(installation, { name: `soak${index}`, queue: QUEUE }));
  });
  after(async () => {
    over = true;
    await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
    await installation.release();
  });

  it('completes each of them, in attempts that do not overlap, started once an attempt', async () => {
    const { client, dataDir } = installation;
    const starts = join(dataDir, '..', 'starts');
    const { id: project } = await client.call<{ id: string }>('projects.create', { name: 'soak', description: '' });
    const tasks: string[] = [];
    for (let index = 0; index < TASKS; index += 1) tasks.push(await enqueueTask(index, project, starts));
    const killing = killAtRandom();
    await eventually('all completed', async () => (await countCompleted(project)) === TASKS, {
      deadlineMs: 3_000_000,
      everyMs: 2000,
    });
    over = true;
    const kills = await killing;

    const started = Map.groupBy((await readFile(starts, 'utf8')).split('\n').filter(Boolean), (line) => line.split(' ')[0]!);
    let attemptsInAll = 0;
    for (const task of tasks) {
      const { attempts } = await client.request<{ attempts: TimedAttempt[] }>('GET', `/api/tasks/${task}/attempts`);
      attemptsInAll += attempts.length;
      assertDisjoint(task, attempts);
      assert.ok((started.get(task)?.length ?? 0) <= attempts.length, `${task} was started more often than it had attempts`);
    }
    console.log(`      ${kills} kills, ${attemptsInAll} attempts of ${TASKS} tasks`);
  });

  async function enqueueTask(index: number, project: string, starts: string): Promise<string> {
    const { client } = installation;
    const { id } = await client.call<{ id: string }>('tasks.create', { name: `soak ${index}`, type: 'testing', project });
    const diff = `import os, time\nopen(${JSON.stringify(starts)}, "a").write(f"${id} {os.getpid()}\\n")\ntime.sleep(0.5)\nprint("done")\n`;
    await client.call('tasks.edit', {
      task: id,
      script: { repository: '', diff, entry_point: 'soak.py', working_dir: '.', requirements: { pip: '' } },
    });
    await client.call('tasks.enqueue', { task: id, queue_name: QUEUE });
    return id;
  }

  async function countCompleted(project: string): Promise<number> {
    const { tasks } = await installation.client.call<{ tasks: unknown[] }>('tasks.get_all', {
      project: [project],
      status: ['completed'],
      only_fields: ['id'],
      page: 0,
      page_size: TASKS,
    });
    return tasks.length;
  }

  async function killAtRandom(): Promise<number> {
    let kills = 0;
    while (!over) {
      await sleep(500 + Math.random() * 2500);
      if (over) break;
      const index = Math.floor(Math.random() * agents.length);
      await agents[index]!.kill('SIGKILL');
      agents[index] = await startAgentProcess(installation, { name: `soak${index}`, queue: QUEUE });
      kills += 1;
    }
    return kills;
  }
});

interface TimedAttempt extends AttemptAnswer {
  claimed: string | null;
  ended: string | null;
}

function assertDisjoint(task: string, attempts: TimedAttempt[]): void {
  const ordered = attempts.toSorted((a, b) => a.number - b.number);
  for (const [index, attempt] of ordered.slice(1).entries()) {
    const before = ordered[index]!;
    assert.ok(
      before.ended && attempt.claimed && before.ended <= attempt.claimed,
      `attempts ${before.number} and ${attempt.number} of ${task} overlap`,
    );
  }
}
