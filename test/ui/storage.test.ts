import assert from 'node:assert/strict';
import { startMoto } from '../support/cloud/moto.ts';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const TASK = 'a0'.padStart(32, '0');
const BUCKET = 'training-data';
const KEY = 'my project/task #1 (a+b)/sample.png';
const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
/** One red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe('files in a bucket', function () {
  this.timeout(240_000);
  let moto: NonNullable<Awaited<ReturnType<typeof startMoto>>>;
  let server: FakeServer;
  let page: OpenPage;
  /** All that the page has sent, to whomever. */
  let sent: { url: string; text: string }[];
  before(async function () {
    const started = await startMoto();
    if (!started) return this.skip();
    moto = started;
    await put(`/${BUCKET}`);
    await put(`/${BUCKET}/${KEY.split('/').map(encodeURIComponent).join('/')}`, PIXEL);
  });
  after(() => moto?.stop());
  withMadeUpPages({ tasks: 200 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
    sent = [];
    page.on('request', (request) =>
      sent.push({ url: request.url(), text: `${JSON.stringify(request.headers())} ${request.postData() ?? ''}` }),
    );
  });

  /** As its owner; a store gives nothing out to somebody unknown. */
  async function put(path: string, body?: Buffer): Promise<void> {
    const response = await fetch(`${moto.url}${path}`, {
      method: 'PUT',
      headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=owner/20260101/us-east-1/s3/aws4_request' },
      ...(body && { body: new Uint8Array(body) }),
    });
    assert.equal(response.status, 200, await response.text());
  }

  const host = () => new URL(moto.url).host;
  const uri = () => `s3://${host()}/${BUCKET}/${KEY}`;
  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const toStore = () => sent.map(({ url }) => new URL(url)).filter((url) => url.host === host());
  const width = (name: string) =>
    page
      .getByRole('img', { name })
      .first()
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);

  async function enterCredentials(secret = SECRET): Promise<void> {
    await page.goto(`${server.url}/settings/storage`);
    await page.getByRole('button', { name: 'Add credentials' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Bucket').fill(BUCKET);
    await dialog.getByLabel('Host').fill(moto.url);
    await dialog.getByLabel('Access key').fill(ACCESS_KEY);
    await dialog.getByRole('textbox', { name: 'Secret key' }).fill(secret);
    await dialog.getByRole('button', { name: 'Keep in this browser' }).click();
    await page.getByRole('cell', { name: BUCKET, exact: true }).waitFor();
  }

  it('are given out by the store to nobody without a signature', async () => {
    const path = `/${BUCKET}/${KEY.split('/').map(encodeURIComponent).join('/')}`;
    assert.equal((await fetch(`${moto.url}${path}`)).status, 403);
  });

  it('are shown as debug samples once the credentials are entered, and not before', async () => {
    server.state.samples = [{ metric: 'digits', variant: 'in a bucket', iter: 1, url: uri(), timestamp: 0 }];
    await open(`/tasks/${TASK}/debug-samples`);
    await page.getByText('in a bucket: enter storage credentials').waitFor();
    assert.deepEqual(toStore(), []);
    await page.getByRole('link', { name: 'storage credentials' }).click();
    await enterCredentials();
    await page.goto(`${server.url}/tasks/${TASK}/debug-samples`);
    await eventually('the sample is shown', async () => (await width('digits / in a bucket, iteration 1')) === 1);
    await page.getByRole('button', { name: 'Open digits / in a bucket' }).click();
    const link = page.getByRole('dialog').getByRole('link', { name: 'Download' });
    const downloaded = await fetch((await link.getAttribute('href'))!);
    assert.ok(Buffer.from(await downloaded.arrayBuffer()).equals(PIXEL));
  });

  it('are shown as artifacts and in plots, also at their address over HTTP', async () => {
    const http = `${moto.url}/${BUCKET}/${KEY.split('/').map(encodeURIComponent).join('/')}`;
    const artifact = { key: 'picture', mode: 'output', type: 'image', uri: http, type_data: { content_type: 'image/png' } };
    Object.assign(server.state.task(TASK), { execution: { artifacts: [artifact] } });
    const image = { source: uri(), xref: 'paper', yref: 'paper', x: 0, y: 1, sizex: 1, sizey: 1 };
    server.state.figure = { data: [], layout: { images: [image] } };
    await open('/settings/profile');
    await enterCredentials();
    await page.goto(`${server.url}/tasks/${TASK}/artifacts`);
    await page.getByRole('button', { name: 'picture' }).click();
    await eventually('the artifact is shown', async () => (await width('picture')) === 1);
    await page.goto(`${server.url}/tasks/${TASK}/plots`);
    await page.locator('.imagelayer image').first().waitFor({ state: 'attached', timeout: 60_000 });
    assert.ok(toStore().every(({ searchParams }) => searchParams.has('X-Amz-Signature')));
  });

  it('are opened with a signature alone: the secret goes nowhere, and stays in this browser', async () => {
    server.state.samples = [{ metric: 'digits', variant: 'in a bucket', iter: 1, url: uri(), timestamp: 0 }];
    await open('/settings/profile');
    await enterCredentials();
    await page.goto(`${server.url}/tasks/${TASK}/debug-samples`);
    await eventually('the store was asked', () => toStore().length > 0);
    for (const { url, text } of sent)
      for (const part of [SECRET, SECRET.slice(0, 20), SECRET.slice(20)])
        assert.ok(!decodeURIComponent(url).includes(part) && !text.includes(part), url);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(kept.includes(SECRET));
    await page.reload();
    await eventually('it is shown again', async () => (await width('digits / in a bucket, iteration 1')) === 1);
  });

  it('are not shown with keys that the store refuses, which can be changed and forgotten', async () => {
    server.state.samples = [{ metric: 'digits', variant: 'in a bucket', iter: 1, url: `${uri()}.gone.png`, timestamp: 0 }];
    await open('/settings/profile');
    await enterCredentials('wrong');
    await page.goto(`${server.url}/tasks/${TASK}/debug-samples`);
    await page.getByText('The store does not give it out').waitFor();
    await page.goto(`${server.url}/settings/storage`);
    await page.getByRole('button', { name: `Edit ${BUCKET}` }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByRole('textbox', { name: 'Secret key' }).inputValue(), '');
    await dialog.getByLabel('Region').fill('eu-central-1');
    await dialog.getByRole('button', { name: 'Keep in this browser' }).click();
    await page.getByRole('cell', { name: 'eu-central-1', exact: true }).waitFor();
    assert.ok((await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('"secretKey\\":\\"wrong'));
    await page.getByRole('button', { name: `Forget ${BUCKET}` }).click();
    await dialog.getByRole('button', { name: 'Forget' }).click();
    await page.getByText('None. What lies in S3').waitFor();
    assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('wrong'));
  });

  it('need credentials that are complete, with an address for a host', async () => {
    await open('/settings/storage');
    await page.getByRole('button', { name: 'Add credentials' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Host').fill('ftp://minio');
    await dialog.getByLabel('Access key').fill('a');
    await dialog.getByRole('textbox', { name: 'Secret key' }).fill('b');
    await dialog.getByRole('button', { name: 'Keep in this browser' }).click();
    await dialog.getByText('An address such as http://minio.example.com:9000 is needed').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('None. What lies in S3').waitFor();
  });
});
