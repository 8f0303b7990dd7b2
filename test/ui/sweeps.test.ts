import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import type { FakeServer } from './fake/server.ts';
import { recount } from './fake/sweeps.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const LOGIN = { user: 'admin', password: 'secret' };
const id = (index: number): string => `b${index}`.padStart(32, '0');

describe('the pages of sweeps', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 200 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { ...LOGIN, path });
  const trials = () => page.getByRole('grid', { name: 'Trials' });
  const readNumbers = async (count: number) => {
    const texts = await trials().locator('[data-column=number]').allTextContents();
    return texts.slice(0, count).map((text) => Number.parseInt(text, 10));
  };
  const sweep = (index: number) => server.state.sweeps[index]!;

  /** Drags along an axis of the parallel coordinates, by shares of its length from the low end. */
  async function brush(axis: string, from: number, to: number): Promise<void> {
    const box = (await page.locator(`[data-axis="${axis}"]`).boundingBox())!;
    const y = (share: number) => box.y + 6 + (1 - share) * (box.height - 12);
    await page.mouse.move(box.x + box.width / 2, y(from));
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, y(to), { steps: 4 });
    await page.mouse.up();
  }

  it('list the sweeps, and those in the archive by its switch', async () => {
    await open('/sweeps');
    const row = page.locator(`[data-key="${id(0)}"]`);
    await row.getByText('digits, learning rate and width').waitFor();
    await row.getByText('Optuna TPESampler').waitFor();
    assert.equal(await page.getByText('an old one').count(), 0);
    await page.getByRole('switch', { name: 'Archive' }).click();
    await page.getByRole('link', { name: 'an old one' }).waitFor();
    await page.waitForURL(/archived=1/);
    await eventually('the others are gone', async () => (await row.count()) === 0);
  });

  it('say what a sweep is where there is none', async () => {
    server.state.sweeps.length = 0;
    await open('/sweeps');
    await page.getByText('No sweeps yet').waitFor();
  });

  it('show the best trials first, and everything that was counted', async () => {
    await open(`/sweeps/${id(0)}`);
    await trials().locator('[data-key]').first().waitFor();
    const { view, trials: all } = sweep(0);
    assert.equal((await readNumbers(1))[0], view.best!.trial);
    for (const [state, count] of Object.entries(view.trials))
      assert.equal(await page.locator(`[data-count=${state}]`).textContent(), String(count), state);
    const points = all.filter(({ state }) => state === 'completed' || state === 'pruned').length;
    assert.equal(await page.getByRole('group', { name: 'Objective of each trial' }).getAttribute('data-points'), String(points));
    assert.match((await page.getByRole('group', { name: 'Trials used' }).textContent()) ?? '', /60 %/);
    assert.match((await page.getByRole('listitem').first().textContent()) ?? '', /Args\/lr.*61 %/);
  });

  it('filter the trials by what is brushed, and let go at a click', async () => {
    await open(`/sweeps/${id(0)}`);
    await trials().locator('[data-key]').first().waitFor();
    await brush('lr', 0.5, 0.75);
    // the axis reaches from 1e-5 to 0.1
    const inside = sweep(0).trials.filter(({ state, values, parameters }) => {
      const lr = parameters['Args/lr'] as number;
      return (state === 'completed' || state === 'pruned') && values[0] !== null && lr >= 1e-3 && lr <= 1e-2;
    });
    await eventually('about as many rows as lie in the range', async () => {
      const shown = /(\d+) of \d+ trials/.exec((await page.getByText(/\d+ of 72 trials/).textContent()) ?? '')?.[1];
      return Math.abs(Number(shown) - inside.length) <= 2;
    });
    const box = (await page.locator('[data-axis="lr"]').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + 20);
    await page.getByText('72 trials', { exact: true }).waitFor();
  });

  it('narrow the search to what is brushed', async () => {
    await open(`/sweeps/${id(0)}`);
    await trials().locator('[data-key]').first().waitFor();
    await brush('lr', 0.5, 0.75);
    await page.getByRole('button', { name: 'Narrow the search to this' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Narrow' }).click();
    await page.getByText('Search space narrowed').waitFor();
    const lr = sweep(0).view.spec!.space['Args/lr'] as { min: number; max: number };
    assert.ok(lr.min > 0.0009 && lr.min < 0.0011 && lr.max > 0.009 && lr.max < 0.011, JSON.stringify(lr));
  });

  it('brush by keys as well', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.locator('[data-axis="lr"]').focus();
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('Shift+ArrowUp');
    await page.getByText(/\d+ of 72 trials/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('72 trials', { exact: true }).waitFor();
  });

  it('sort and filter the table', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.getByRole('button', { name: 'TRIAL', exact: true }).click();
    await eventually('the newest is first', async () => (await readNumbers(2)).join() === '72,71');
    await page.getByLabel('Filter trials').fill('exit code');
    const failed = sweep(0).trials.filter(({ state }) => state === 'failed').length;
    await page.getByText(`${failed} of 72 trials`).waitFor();
  });

  it('pause and resume', async () => {
    await open(`/sweeps/${id(0)}`);
    await trials().locator('[data-key]').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('[data-status=paused]').waitFor();
    await page.getByText('paused by admin').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('header [data-status=in_progress]').waitFor();
  });

  it('change the limits while the sweep runs, and show why the server refuses', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.getByRole('button', { name: 'Change limits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Trials in all').fill('many');
    await dialog.getByText('"many" is not a whole number from 1 up').waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Change' }).isDisabled());
    await dialog.getByLabel('Trials in all').fill('999999');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.getByText('at most 100000').waitFor();
    await dialog.getByLabel('Trials in all').fill('240');
    await dialog.getByLabel('Time of a trial').fill('2 h');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByText('72 / 240').waitFor();
    assert.equal(sweep(0).view.spec!.limits.trialTimeMs, 7_200_000);
    assert.equal(sweep(0).view.spec!.limits.maxConcurrent, 4);
  });

  it('add a trial by hand, with its values checked', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.getByRole('button', { name: 'Add trial' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Args/lr').fill('5');
    await dialog.getByLabel('Args/hidden').fill('64');
    await dialog.getByLabel('Args/dropout').fill('0.1');
    await dialog.getByLabel('Args/optimizer').fill('adam');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('5 is not allowed; a number from 0.00001 to 0.1').waitFor();
    await dialog.getByLabel('Args/lr').fill('0.01');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByText('73 trials').waitFor();
    assert.deepEqual(sweep(0).trials[72]!.parameters, {
      'Args/lr': 0.01,
      'Args/hidden': 64,
      'Args/dropout': 0.1,
      'Args/optimizer': 'adam',
    });
  });

  it('stop a sweep after a question', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('good enough');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.locator('header [data-status=stopped]').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Pause' }).count(), 0);
  });

  it('show what changes without reloading', async () => {
    await open(`/sweeps/${id(0)}`);
    await trials().locator('[data-key]').first().waitFor();
    await page.locator('[data-live=open]').waitFor();
    const fake = sweep(0);
    const last = fake.trials[71]!;
    fake.trials[71] = { ...last, state: 'completed', values: [1.5], ended: new Date().toISOString() };
    recount(fake);
    server.state.emit({ topic: 'sweep', id: id(0) });
    await eventually('it leads the table', async () => (await readNumbers(1))[0] === 72);
  });

  it('draw the Pareto front for two objectives, and rungs for successive halving', async () => {
    await open(`/sweeps/${id(1)}`);
    await page.getByRole('group', { name: 'Pareto front' }).waitFor();
    await page.goto(`${server.url}/sweeps/${id(2)}`);
    await page.getByRole('row', { name: '0 25 64 31 48 %' }).waitFor();
  });

  it('show how many trials of each bracket of hyperband came to its rungs and went on', async () => {
    const rungs = [
      [0, 1, 9, 3],
      [0, 3, 3, 1],
      [1, 3, 5, 2],
      [2, 9, 3, 0],
    ] as const;
    Object.assign(sweep(2).view, {
      strategy: 'hyperband',
      rungs: rungs.map(([bracket, iterations, arrived, promoted]) => ({ bracket, iterations, arrived, promoted })),
    });
    await open(`/sweeps/${id(2)}`);
    await page.getByRole('heading', { name: 'Brackets and rungs' }).waitFor();
    const rows = page.getByRole('table', { name: 'Rungs' }).getByRole('row');
    assert.deepEqual(await Promise.all((await rows.all()).slice(1).map((row) => row.getByRole('cell').allTextContents())), [
      ['0', '1', '9', '3', '33 %'],
      ['0', '3', '3', '1', '33 %'],
      ['1', '3', '5', '2', '40 %'],
      ['2', '9', '3', '0', '0 %'],
    ]);
  });

  it('show a sweep that Python drives as far as its records say, without what only ours can do', async () => {
    await open(`/sweeps/${id(3)}`);
    await trials().locator('[data-key]').first().waitFor();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    for (const name of ['Pause', 'Change limits', 'Add trial'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    await page.locator('[data-live=open]').waitFor();
    const fake = sweep(3);
    fake.trials.push({ ...fake.trials[0]!, number: 31, task: 'c31'.padStart(32, '0'), values: [2] });
    recount(fake);
    server.state.emit({ topic: 'tasks' });
    await eventually('the new trial leads', async () => (await readNumbers(1))[0] === 31);
  });

  it('see the end of a sweep by its controller task', async () => {
    await open(`/sweeps/${id(0)}`);
    await page.locator('[data-live=open]').waitFor();
    Object.assign(sweep(0).view, { status: 'completed', activity: null });
    server.state.emit({ topic: 'task', id: id(0) });
    await page.locator('header [data-status=completed]').waitFor();
  });

  it('hold ten thousand trials with few rows in the document, and answer a brush', async () => {
    await open(`/sweeps/${id(4)}`);
    await page.getByText('10 000 trials').waitFor();
    assert.ok((await trials().getByRole('row').count()) < 60);
    await page.locator('[data-axis="lr"]').focus();
    await page.keyboard.press('Shift+ArrowUp');
    await page.getByText(/\d+ of 10 000 trials/).waitFor();
  });
});
