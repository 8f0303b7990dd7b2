import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import { countOf, LARGE_RUN, PIPELINE, RUNNING_RUN } from './fake/pipelines.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

/** What a page has to show a change. */
const LIVE_MS = 2000;

describe('the pages of pipelines', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 400 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const step = (name: string) => page.locator(`[data-step="${name}"]`);
  const stateOf = (name: string) =>
    page.locator(`.react-flow__node[data-id="${name}"] [data-state]`).first().getAttribute('data-state');
  const dialog = () => page.getByRole('dialog');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const lastCall = () => server.state.pipelineCalls.at(-1);

  function setNode(run: string, name: string, change: object): void {
    const { nodes } = server.state.run(run).view;
    const next = nodes.map((node) => (node.name === name ? { ...node, ...change } : node));
    server.state.changeRun(run, { nodes: next, steps: countOf(next) });
  }

  describe('the list', () => {
    it('says how to start one when there is none', async () => {
      server.state.runs.length = 0;
      await open('/pipelines');
      await page.getByText('No pipelines yet').waitFor();
      await page.getByText('perdura pipeline run').waitFor();
    });

    it('shows the latest runs as dots that lead to them, live', async () => {
      await open('/pipelines');
      const dots = page.locator(`[data-key="${PIPELINE}"] [data-status]`);
      await dots.first().waitFor();
      assert.deepEqual(await dots.evaluateAll((all) => all.map((dot) => (dot as HTMLElement).dataset.status)), [
        ...Array(6).fill('completed'),
        'failed',
        'stopped',
        'completed',
        'in_progress',
      ]);
      await page.locator('[data-live=open]').waitFor();
      server.state.changeRun(RUNNING_RUN, { status: 'completed' });
      await page
        .locator(`[data-key="${PIPELINE}"] [data-status]:last-child[data-status=completed]`)
        .waitFor({ timeout: LIVE_MS });
      await dots.last().click();
      await page.waitForURL(`${server.url}/pipelines/runs/${RUNNING_RUN}`);
    });

    it('keeps what it is searched for in the address', async () => {
      await open('/pipelines');
      await page.getByLabel('Search pipelines').fill('three');
      await page.waitForURL(/q=three/);
      await page.getByRole('link', { name: 'three hundred steps' }).waitFor();
      await page.getByRole('link', { name: 'train and release' }).waitFor({ state: 'detached' });
    });
  });

  describe('the table of runs', () => {
    const rows = () => page.getByRole('grid', { name: 'Runs' }).locator('[data-key]');
    const item = (name: string) => page.getByRole('menuitem', { name, exact: true });

    it('has the parameters as columns, sorts and filters by them, and keeps both in the address', async () => {
      await open(`/pipelines/${PIPELINE}`);
      await rows().first().waitFor();
      await page.getByRole('button', { name: 'lr', exact: true }).click();
      await page.waitForURL(/sort=-parameter/);
      await eventually('the rows are in order', async () => {
        const values = (await page.locator('[data-column="parameter:lr"]').allTextContents()).map(Number);
        return values.length > 0 && values.every((value, index) => index === 0 || value <= values[index - 1]!);
      });
      await page.getByLabel('Search runs').fill('lr=0.02');
      await page.waitForURL(/q=lr/);
      await eventually('only those', async () => (await rows().count()) === 4);
      await page.goBack();
      await eventually('all again', async () => (await rows().count()) === 12);
    });

    it('is downloaded as CSV, as it is shown', async () => {
      await open(`/pipelines/${PIPELINE}?status=failed`);
      await rows().first().waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), button('CSV').click()]);
      assert.equal(download.suggestedFilename(), 'train and release.csv');
      const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
      assert.equal(lines.length, 2);
      assert.match(lines[0]!, /^ID,RUN,VERSION,TAGS,STATUS,.*,accuracy\/validation,augment,dataset,epochs,layers,lr$/);
      assert.match(lines[1]!, /,9,1\.1\.0,,Failed,.*"\[64,32\]",0\.01$/);
    });

    it('offers in the menu of a run what its state allows', async () => {
      await open(`/pipelines/${PIPELINE}`);
      await page.locator('[data-key$="512"]').click({ button: 'right' });
      assert.deepEqual([await item('Abort').isEnabled(), await item('Continue').isEnabled()], [true, false]);
      await item('Pause').click();
      await eventually('it is asked for', () => lastCall()?.action === 'pause');
      await page.locator('[data-key$="59"]').click({ button: 'right' });
      assert.deepEqual([await item('Abort').isEnabled(), await item('Continue').isEnabled()], [false, true]);
      assert.equal(await item('Delete').isEnabled(), false);
      await item('Continue').click();
      await page.locator('[data-key$="59"] [data-status=in_progress]').waitFor({ timeout: LIVE_MS });
    });

    it('archives many at once, shows them in the archive, and compares two: parameters that differ are marked', async () => {
      await open(`/pipelines/${PIPELINE}`);
      for (const run of ['51', '52']) await page.locator(`[data-key$="${run}"] input`).last().click();
      await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'Archive' }).click();
      await eventually('they are gone', async () => (await rows().count()) === 10);
      await page.getByRole('toolbar', { name: 'Selected runs' }).waitFor({ state: 'detached' });
      await page.getByRole('switch', { name: 'Archive' }).click({ force: true });
      await eventually('they are in the archive', async () => (await rows().count()) === 2);
      await page.getByLabel('Select all loaded rows').click();
      await button('Compare').click();
      await page.waitForURL((address) => address.pathname.startsWith('/compare') && address.search.split(',').length === 2);
      await page.getByRole('link', { name: 'HYPER-PARAMETERS' }).click();
      const table = page.getByRole('table', { name: 'Args' });
      await table.locator('[data-row="Args/lr"][data-differs=true]').waitFor();
      await table.locator('[data-row="Args/epochs"][data-differs=false]').waitFor();
    });

    it('gives a run a tag, takes it back from the archive, and deletes it from there for good', async () => {
      await open(`/pipelines/${PIPELINE}`);
      const row = page.locator('[data-key$="53"]');
      const choose = async (name: string) => {
        await row.click({ button: 'right' });
        await item(name).click();
      };
      const showArchive = () => page.getByRole('switch', { name: 'Archive' }).click({ force: true });
      await choose('Tags');
      await dialog().getByLabel('Add').fill('golden');
      await page.keyboard.press('Enter');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row.getByText('golden').waitFor();
      await row.click({ button: 'right' });
      assert.deepEqual([await item('Delete').isEnabled(), await item('Restore').count()], [false, 0]);
      await item('Archive').click();
      await row.waitFor({ state: 'detached' });

      await showArchive();
      await choose('Restore');
      await page.getByText('The archive is empty').waitFor();
      await showArchive();
      await row.getByText('golden').waitFor();

      await choose('Archive');
      await row.waitFor({ state: 'detached' });
      await showArchive();
      await choose('Delete');
      await dialog().getByRole('button', { name: 'Delete' }).click();
      await page.getByText('The archive is empty').waitFor();
      await showArchive();
      await eventually('all others are left', async () => (await rows().count()) === 11);
    });
  });

  describe('a new run', () => {
    it('is started with typed values from a form that begins with those of the last run', async () => {
      await open(`/pipelines/${PIPELINE}`);
      await button('New run').click();
      assert.equal(await dialog().getByLabel('epochs').inputValue(), '40');
      assert.equal(await dialog().getByLabel('dataset').inputValue(), 'digits');
      await dialog().getByLabel('lr').fill('0.5');
      await dialog().getByLabel('augment').uncheck({ force: true });
      await dialog().getByLabel('layers').fill('[8]');
      await dialog().getByLabel('Ignore the cache').check();
      await dialog().getByLabel('Version').fill('2.0.0');
      await dialog().getByRole('button', { name: 'Run' }).click();
      await page.waitForURL(/\/pipelines\/runs\/0+5113$/);
      assert.deepEqual(lastCall()?.body, {
        parameters: { lr: 0.5, epochs: 40, dataset: 'digits', augment: false, layers: [8] },
        version: '2.0.0',
        ignoreCache: true,
      });
    });

    it('becomes one of another pipeline by a name, with the definition of the run', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await button('Actions').click();
      await page.getByRole('menuitem', { name: 'Run in new pipeline' }).click();
      assert.equal(await dialog().getByRole('button', { name: 'Run' }).isDisabled(), true);
      await dialog().getByLabel('Name').fill('trial balloon');
      await dialog().getByRole('button', { name: 'Run' }).click();
      await eventually('it is asked for', () => lastCall()?.action === 'submit');
      const { spec, parameters } = lastCall()!.body;
      assert.deepEqual([spec.project, spec.name, spec.version], ['vision', 'trial balloon', '1.1.0']);
      assert.equal(parameters.epochs, 40);
    });

    it('says at its field what is wrong, before and after the server was asked', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await button('New run').click();
      await dialog().getByLabel('layers').fill('[8');
      await dialog().getByText('Must be a list in JSON').waitFor();
      assert.equal(await dialog().getByRole('button', { name: 'Run' }).isDisabled(), true);
      await dialog().getByLabel('layers').fill('[8]');
      await dialog().getByLabel('epochs').fill('5000');
      await dialog().getByRole('button', { name: 'Run' }).click();
      await dialog().locator('[id$="-error"]').getByText('epochs is at most 1000').waitFor();
      await dialog().getByLabel('epochs').fill('50');
      await dialog().locator('[id$="-error"]').waitFor({ state: 'detached' });
    });
  });

  describe('a run', () => {
    it('shows changes of its steps live, and draws anew only what changed', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await step('train large').waitFor();
      await page.locator('[data-live=open]').waitFor();
      await page.evaluate(() => {
        const seen = new Set<string>();
        (window as any).seen = seen;
        new MutationObserver((all) => {
          for (const { target } of all) {
            const id = (target as Element).parentElement?.closest('.react-flow__node')?.getAttribute('data-id');
            if (id) seen.add(id);
          }
        }).observe(document.querySelector('.react-flow__nodes')!, {
          subtree: true,
          childList: true,
          attributes: true,
          attributeFilter: ['data-state', 'class', 'aria-label'],
        });
      });
      setNode(RUNNING_RUN, 'train large', { state: 'completed', ended: new Date().toISOString(), progress: 100 });
      await page.locator('.react-flow__node[data-id="train large"] [data-state=completed]').first().waitFor({ timeout: LIVE_MS });
      assert.deepEqual([...(await page.evaluate(() => [...(window as any).seen]))].sort(), ['stage:training', 'train large']);
    });

    it('opens a step in the panel by a click, with all of its task, and the task itself', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await step('train large').click();
      const panel = page.getByRole('complementary');
      await panel.getByRole('heading', { name: 'train large' }).waitFor();
      await panel.getByText('Attempt 2').first().waitFor();
      for (const [tab, text] of [
        ['PARAMETERS', 'hidden'],
        ['CONSOLE', 'line 2999 '],
        ['METRICS', 'test accuracy'],
        ['ARTIFACTS', 'confusion'],
        ['MODELS', 'ScikitLearn'],
        ['CODE', 'https://git.example.org/ml/digits.git'],
      ] as const) {
        await panel.getByRole('tab', { name: tab }).click();
        await panel.getByText(text).first().waitFor();
      }
      await page.waitForURL(/node=train\+large&tab=code/);
      await panel.getByRole('link', { name: 'Full details' }).click();
      await page.waitForURL(/\/tasks\/0+a0\/info/);
      await page.goto(`${server.url}/tasks/${RUNNING_RUN}/configuration`);
      await page.getByRole('link', { name: 'Pipeline', exact: true }).click();
      await page.waitForURL(new RegExp(`/pipelines/runs/${RUNNING_RUN}`));
    });

    it('leads from a step that is a pipeline to the run of it', async () => {
      setNode(RUNNING_RUN, 'split', { kind: 'pipeline', task: LARGE_RUN, run: LARGE_RUN });
      await open(`/pipelines/runs/${RUNNING_RUN}?node=load+data`);
      const panel = page.getByRole('complementary');
      await panel.getByRole('heading', { name: 'load data' }).waitFor();
      const itsRun = panel.getByRole('link', { name: 'Its run' });
      assert.equal(await itsRun.count(), 0);
      await step('split').click();
      await itsRun.click();
      await page.waitForURL(new RegExp(`/pipelines/runs/${LARGE_RUN}`));
      await step('step 299').waitFor();
    });

    it('can be worked by keyboard alone: to a step, into the panel, out again, and into a group', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await page.locator('[data-step][tabindex="0"]').waitFor();
      assert.equal(await page.locator('[data-step][tabindex="0"]').count(), 1);
      await page.locator('[data-step][tabindex="0"]').focus();
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.step);
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), 'load data');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), 'split');
      await page.keyboard.press('Enter');
      await page.getByRole('complementary').getByRole('heading', { name: 'split' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').getByRole('heading', { name: 'Run #12' }).waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      assert.equal(await focused(), 'stage:data');
      await page.keyboard.press('Space');
      await step('split').waitFor({ state: 'detached' });
      await eventually('the folded group has the focus', async () => (await focused()) === 'stage:data');
      await page.keyboard.press('Space');
      await step('split').waitFor();
    });

    it('expands and collapses stages and instances', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await step('score').waitFor();
      assert.equal(await step('score[3]').count(), 0);
      await button('Expand score').click();
      await step('score[11]').waitFor();
      await button('Collapse all groups').click();
      await eventually('ten are left', async () => (await page.locator('[data-step]').count()) === 10);
      assert.equal(await stateOf('stage:training'), 'failed');
      await button('Expand all groups').click();
      await eventually('all are there', async () => (await page.locator('[data-step]').count()) === 29);
    });

    it('says that callbacks wait for a worker and how to start it, and what waits for an approval', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await page.getByText("Callbacks wait for the definition's worker").waitFor();
      await page.getByText('perdura pipeline worker examples/training/pipeline.ts').waitFor();
      await button('Look at it').click();
      await button('Approve').click();
      await dialog().getByLabel('Comment').fill('asked the owner');
      await dialog().getByRole('button', { name: 'Approve' }).click();
      await page.locator('.react-flow__node[data-id="legal gate"] [data-state=completed]').first().waitFor({ timeout: LIVE_MS });
      assert.deepEqual(lastCall()?.body, { step: 'legal gate', approved: true, comment: 'asked the owner' });
      assert.equal(await button('Look at it').count(), 0);
    });

    it('names what runs again with a step before it is done', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}?node=train+small`);
      await button('Run again from here').click();
      await dialog().getByText('score, refine, release gate, register').waitFor();
      await dialog().getByRole('button', { name: 'Run again' }).click();
      await eventually('it is queued', async () => (await stateOf('train small')) === 'queued');
      assert.deepEqual(lastCall(), { run: RUNNING_RUN, action: 'rerun', body: { step: 'train small' } });
    });

    it('is paused, resumed, aborted with a reason and continued', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}`);
      await button('Pause').click();
      await page.getByText('Paused: what runs goes on').waitFor();
      await page.locator('header').getByRole('button', { name: 'Resume' }).click();
      await page.getByText('Paused: what runs goes on').waitFor({ state: 'detached' });
      await button('Abort').click();
      await dialog().getByLabel('Reason').fill('wrong data');
      await dialog().getByRole('button', { name: 'Abort' }).click();
      await page.locator('header [data-status=stopped]').waitFor();
      assert.deepEqual(lastCall()?.body, { reason: 'wrong data' });
      await button('Continue').click();
      await page.locator('header [data-status=in_progress]').waitFor();
    });

    it('is shown as of any event, and as it is now again', async () => {
      await open(`/pipelines/runs/${RUNNING_RUN}/timeline?event=0`);
      await eventually('nothing has begun', async () => (await stateOf('load data')) === 'pending');
      const moment = page.getByRole('slider', { name: 'Moment' });
      await moment.focus();
      await page.keyboard.press('ArrowRight');
      await eventually('the first step is queued', async () => (await stateOf('load data')) === 'queued');
      await page.waitForURL(/event=1/);
      await button('Now').click();
      await eventually('it is as it is', async () => (await stateOf('train medium')) === 'failed');
      await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: 'split', exact: true }).click();
      await page.getByRole('complementary').getByRole('heading', { name: 'split' }).waitFor();
      assert.match((await page.getByRole('link', { name: /History in Temporal/ }).getAttribute('href')) ?? '', /8233/);
    });

    it('opens from the addresses that the ClearML SDK prints', async () => {
      await open(`/pipelines/${PIPELINE}/experiments/${RUNNING_RUN}/info-output/log`);
      await page.waitForURL(`${server.url}/pipelines/runs/${RUNNING_RUN}`);
    });
  });

  describe('a run of three hundred steps', () => {
    it('is panned without any step being drawn again, and zoomed to a step by its name', async () => {
      await open(`/pipelines/runs/${LARGE_RUN}`);
      await eventually('all are there', async () => (await page.locator('[data-step]').count()) === 300);
      await page.getByRole('img', { name: 'Overview' }).waitFor();
      await page.evaluate(() => {
        (window as any).changes = 0;
        new MutationObserver((all) => {
          (window as any).changes += all.filter(({ target }) => !/ (s|min|h)$/.test(target.textContent ?? '')).length;
        }).observe(document.querySelector('.react-flow__nodes')!, { subtree: true, childList: true, attributes: true });
      });
      const view = () => page.locator('.react-flow__viewport').getAttribute('style');
      const before = await view();
      const box = (await page.locator('.react-flow__pane').boundingBox())!;
      await page.mouse.move(box.x + 300, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + 500, box.y + 200, { steps: 20 });
      await page.mouse.up();
      await page.mouse.wheel(0, -400);
      assert.notEqual(await view(), before);
      assert.equal(await page.evaluate(() => (window as any).changes), 0);
      await page.goto(`${server.url}/pipelines/runs/${LARGE_RUN}?node=step+299`);
      await eventually(
        'the step is in view and readable',
        async () => ((await step('step 299').boundingBox())?.height ?? 0) > 25,
      );
    });
  });
});
