import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createTemporalLink, type TemporalLink } from '../../../api/temporal/temporal-link.ts';
import { startTestTemporal } from '../../support/temporal.ts';

describe('the link to Temporal', () => {
  let env: TestWorkflowEnvironment;
  const links: TemporalLink[] = [];
  const open = (address: string): TemporalLink => {
    const link = createTemporalLink({ temporal: { address, publicAddress: address, namespace: 'default', webUrl: undefined } });
    links.push(link);
    return link;
  };
  before(async () => {
    env = await startTestTemporal();
  });
  after(async () => {
    for (const link of links) await link.close();
    await env.teardown();
  });

  it('says that a workflow does not run', async () => {
    await assert.rejects(open(env.address).update('pipeline-none-1', 'pause', {}), { code: 'taskStatus' });
  });

  it('refuses what Temporal would not take, and says how much that is', async () => {
    await assert.rejects(open(env.address).update('pipeline-none-1', 'change', { space: 'x'.repeat(3_000_000) }), {
      code: 'invalid',
      message: 'the change is 3000012 bytes; at most 1000000 can be sent to what runs',
    });
  });

  it('says that Temporal is away', async () => {
    await assert.rejects(open('127.0.0.1:9').update('pipeline-none-1', 'pause', {}), { code: 'unavailable' });
  });
});
