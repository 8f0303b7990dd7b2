import assert from 'node:assert/strict';
import { ec2Notices } from '../../../../autoscaler/machine/notices/ec2-notices.ts';
import { watchNotices } from '../../../../autoscaler/machine/notices/watch-notices.ts';
import type { InterruptionNotice } from '../../../../workflows/contracts/machine-api.ts';
import { eventually } from '../../../support/eventually.ts';
import { type MetadataService, startMetadataService } from './ec2-metadata-service.ts';

describe('a machine that asks EC2 whether it is taken back', () => {
  let service: MetadataService;
  let over: AbortController;
  beforeEach(async () => {
    service = await startMetadataService();
    over = new AbortController();
  });
  afterEach(async () => {
    over.abort();
    await service.close();
  });

  function watch() {
    const notices: InterruptionNotice[] = [];
    const ended = watchNotices({
      source: ec2Notices({ url: service.url, signal: over.signal }),
      signal: over.signal,
      intervalMs: 10,
      onNotice: (notice) => notices.push(notice),
    });
    return { notices, ended };
  }

  it('tells of a likely end once, goes on, and ends with the certain one', async () => {
    const { notices, ended } = watch();
    await eventually('asked twice', () => service.requests.filter((path) => path.endsWith('instance-action')).length > 1);
    assert.deepEqual(notices, []);
    service.documents['events/recommendations/rebalance'] = { noticeTime: '2026-11-26T02:00:00Z' };
    await eventually('the first notice', () => notices.length === 1);
    const asked = service.requests.length;
    await eventually('asked again', () => service.requests.length > asked + 3);
    service.documents['spot/instance-action'] = { action: 'stop', time: '2026-11-26T02:10:00Z' };
    await ended;
    assert.deepEqual(notices, [
      { action: 'rebalance', time: '2026-11-26T02:00:00Z' },
      { action: 'stop', time: '2026-11-26T02:10:00Z' },
    ]);
  });

  it('gets itself a new token when its own has run out', async () => {
    const { notices, ended } = watch();
    await eventually('asked', () => service.requests.length > 2);
    service.forgetTokens();
    service.documents['spot/instance-action'] = { action: 'terminate', time: '2026-11-26T02:10:00Z' };
    await ended;
    assert.equal(notices.length, 1);
    assert.equal(service.requests.filter((request) => request.startsWith('PUT')).length, 2);
  });

  it('ends with its signal where there is no such service', async () => {
    await service.close();
    const { notices, ended } = watch();
    over.abort();
    await ended;
    assert.deepEqual(notices, []);
    service = await startMetadataService();
  });
});
