import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { ScalerBench } from '../support/scaler-bench.ts';
import { noCapacity } from '../support/scripted-cloud.ts';

const MINUTES = 7 * 24 * 60;
const STEP_MINUTES = 4;
const MOST = 5;
/** Dollars a day, at one dollar an hour for each machine. */
const BUDGET = 30;
/** As long as a machine may be idle, and some looks more for one that the cloud told of late. */
const LONGEST_IDLE_MINUTES = 10 + 4 * STEP_MINUTES;

/** The same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a week of a scaler, by a clock that the test moves', function () {
  this.timeout(900_000);
  let bench: ScalerBench;
  before(async () => {
    bench = await ScalerBench.create();
  });
  after(() => bench.database.release());

  it('has machines while there is work, none after it, and never more than maximum and budget allow', async () => {
    const week = new Week(bench);
    await week.begin();
    let withoutWork = 0;
    let hoursWithoutMachines = 0;
    for (let minute = 0; minute < MINUTES; minute += STEP_MINUTES) {
      const hour = bench.now.getUTCHours();
      if (hour >= 8 && hour < 18) await week.people();
      for (const worker of await bench.join()) await week.agent(worker);
      week.misfortune();
      await bench.pass(STEP_MINUTES, { silent: [...week.silent] });
      await bench.look();
      assert.ok(bench.cloud.alive.length <= MOST);
      withoutWork = (await openTasks(bench)) ? 0 : withoutWork + STEP_MINUTES;
      if (withoutWork <= LONGEST_IDLE_MINUTES) continue;
      assert.equal(bench.cloud.alive.length, 0, `machines ${withoutWork} minutes after the last task`);
      hoursWithoutMachines += STEP_MINUTES / 60;
    }
    assert.ok(hoursWithoutMachines > 7 * 6, `only ${hoursWithoutMachines} hours of the week without machines`);
    for (const { day, dollars } of await spentByDay(bench)) assert.ok(dollars <= BUDGET, `${dollars} dollars on ${day}`);
    const { ended, machines } = await totals(bench);
    console.log(`      ${ended} tasks on ${machines} machines, ${Math.round(hoursWithoutMachines)} hours without any`);
    assert.ok(ended > 100);
  });
});

/** What happens beside the scaler: people, agents and misfortune, the same for the same seed. */
class Week {
  readonly silent = new Set<string>();
  readonly #bench: ScalerBench;
  readonly #running = new Map<string, RunRef>();
  readonly #random = seeded(42);

  constructor(bench: ScalerBench) {
    this.#bench = bench;
  }

  async begin(): Promise<void> {
    await this.#bench.start((file) => {
      for (const queue of Object.keys(file.configurations.queues)) file.configurations.queues[queue] = [['gpu', MOST]];
      file.perdura = { budget: { cost_per_day: BUDGET } };
    });
    this.#bench.cloud.onLaunch = () => (this.#chance(0.05) ? noCapacity() : undefined);
    this.#bench.cloud.onLaunched = () => {
      if (this.#chance(0.1)) throw new Error('connection reset');
    };
  }

  async people(): Promise<void> {
    // Mondays and Thursdays bring more work than the budget allows: it goes on after midnight.
    const busy = this.#bench.now.getUTCDay() % 3 === 1;
    if (this.#chance(busy ? 0.3 : 0.06)) await this.#bench.enqueue(1 + Math.floor(this.#random() * 6));
  }

  async agent(worker: string): Promise<void> {
    if (this.#chance(0.004)) this.silent.add(worker);
    if (this.silent.has(worker)) return;
    const run = this.#running.get(worker);
    if (run && this.#chance(0.2)) await this.#finish(worker, run);
    const claimed = this.#running.has(worker) ? null : await this.#bench.claim(worker).catch(() => null);
    if (claimed) this.#running.set(worker, claimed);
  }

  misfortune(): void {
    const [machine] = this.#bench.cloud.alive;
    if (machine && this.#chance(0.006))
      this.#bench.cloud.set(machine.cloudId, { state: 'gone', endedBy: 'Server.SpotInstanceTermination' });
  }

  async #finish(worker: string, run: RunRef): Promise<void> {
    const { now } = this.#bench;
    await this.#bench.finish(run);
    await this.#bench.run(sql`update attempts set ended = ${now} where task = ${run.taskId} and number = ${run.attempt}`);
    this.#running.delete(worker);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}

const spentByDay = (bench: ScalerBench): Promise<{ day: string; dollars: number }[]> =>
  query(
    bench.database.db.em.fork(),
    sql`select day::date::text as day, sum(greatest(0, extract(epoch from least(coalesce(ended, ${bench.now}), day + interval '1 day')
            - greatest(launched, day))) / 3600 * hourly_price)::float8 as dollars
        from machines, generate_series('2026-03-02'::timestamptz, '2026-03-09'::timestamptz, '1 day') as day
        where launched is not null group by day`,
  );

async function openTasks(bench: ScalerBench): Promise<number> {
  const [row] = await query<{ open: number }>(
    bench.database.db.em.fork(),
    sql`select count(*)::int as open from tasks where status in ('queued', 'in_progress')`,
  );
  return row!.open;
}

async function totals(bench: ScalerBench): Promise<{ ended: number; machines: number }> {
  const [row] = await query<{ ended: number; machines: number }>(
    bench.database.db.em.fork(),
    sql`select (select count(*)::int from attempts where state = 'succeeded') as ended, (select count(*)::int from machines) as machines`,
  );
  return row!;
}
