import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gcpNotices } from '../../../../autoscaler/machine/notices/gcp-notices.ts';
import { watchNotices } from '../../../../autoscaler/machine/notices/watch-notices.ts';
import type { InterruptionNotice } from '../../../../workflows/contracts/machine-api.ts';
import { eventually } from '../../../support/eventually.ts';

const MAINTENANCE = '/computeMetadata/v1/instance/maintenance-event';
const PREEMPTED = '/computeMetadata/v1/instance/preempted';

describe('a machine that asks Compute Engine whether it is taken back', () => {
  let server: Server;
  let documents: Record<string, string>;
  let requests: string[];
  let over: AbortController;
  beforeEach(async () => {
    documents = { [PREEMPTED]: 'FALSE', [MAINTENANCE]: 'NONE' };
    requests = [];
    over = new AbortController();
    server = createServer(({ url = '', headers }, response) => {
      requests.push(url);
      // The metadata server answers nobody who does not say that he means it.
      if (headers['metadata-flavor'] !== 'Google') return response.writeHead(403).end();
      const document = documents[url];
      return response.writeHead(document ? 200 : 404).end(document ?? 'not found');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    over.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function watch() {
    const notices: InterruptionNotice[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const source = gcpNotices({ url, signal: over.signal });
    const ended = watchNotices({ source, signal: over.signal, intervalMs: 10, onNotice: (notice) => notices.push(notice) });
    return { notices, ended };
  }

  it('tells of maintenance that it will not outlive once, goes on, and ends when it is taken back', async () => {
    const { notices, ended } = watch();
    await eventually('asked twice', () => requests.filter((path) => path === PREEMPTED).length > 1);
    assert.deepEqual(notices, []);
    documents[MAINTENANCE] = 'TERMINATE_ON_HOST_MAINTENANCE';
    await eventually('the first notice', () => notices.length === 1);
    const asked = requests.length;
    await eventually('asked again', () => requests.length > asked + 2);
    documents[PREEMPTED] = 'TRUE';
    await ended;
    assert.deepEqual(notices, [
      { action: 'rebalance', time: null },
      { action: 'terminate', time: null },
    ]);
  });

  it('stays where maintenance moves it to another host', async () => {
    const { notices } = watch();
    documents[MAINTENANCE] = 'MIGRATE_ON_HOST_MAINTENANCE';
    await eventually('asked', () => requests.filter((path) => path === MAINTENANCE).length > 2);
    assert.deepEqual(notices, []);
  });

  it('asks again when there was no answer', async () => {
    delete documents[PREEMPTED];
    const { notices, ended } = watch();
    await eventually('asked', () => requests.length > 1);
    documents[PREEMPTED] = 'TRUE';
    await ended;
    assert.equal(notices.length, 1);
  });
});
