import assert from 'node:assert/strict';
import {
  draftProblems,
  finishDraft,
  hostAddress,
  NEW_DRAFT,
  readStoredCredentials,
} from '../../../../ui/src/domain/storage/storage-credentials.ts';

const DRAFT = { ...NEW_DRAFT, bucket: 'data', accessKey: 'KEY', secretKey: 'SECRET' };

describe('storage credentials', () => {
  it('need a bucket or a host, and both keys', () => {
    assert.deepEqual(Object.keys(draftProblems(NEW_DRAFT)), ['bucket', 'accessKey', 'secretKey']);
    assert.deepEqual(draftProblems(DRAFT), {});
    assert.deepEqual(draftProblems({ ...DRAFT, bucket: '', host: 'minio:9000' }), {});
    assert.deepEqual(Object.keys(draftProblems({ ...DRAFT, bucket: 'a/b' })), ['bucket']);
    assert.deepEqual(Object.keys(draftProblems({ ...DRAFT, region: 'Frankfurt!' })), ['region']);
    for (const host of ['ftp://minio', 'http://minio/bucket', 'http://a:b@minio', 'a b'])
      assert.deepEqual(Object.keys(draftProblems({ ...DRAFT, host })), ['host'], host);
  });

  it('have the region that stores take for granted, and a host with the scheme of the page, where nothing else is said', () => {
    const finish = (draft: object) => finishDraft({ ...DRAFT, ...draft }, { id: 'id', pageScheme: 'https:' });
    assert.deepEqual(finish({}), { ...DRAFT, id: 'id', region: 'us-east-1' });
    assert.equal(finish({ host: ' minio:9000 ' }).host, 'https://minio:9000');
    assert.equal(finish({ host: 'http://minio:9000/' }).host, 'http://minio:9000');
    assert.equal(finish({ secretKey: ' SECRET\n' }).secretKey, 'SECRET');
    assert.equal(hostAddress('minio:9000')?.origin, 'http://minio:9000');
  });

  it('are read as they were kept, whatever else stands there', () => {
    const kept = finishDraft(DRAFT, { id: 'id', pageScheme: 'http:' });
    assert.deepEqual(readStoredCredentials([kept, { bucket: 'half' }, null, 7]), [kept]);
    for (const other of [null, undefined, 'text', { 0: kept }]) assert.deepEqual(readStoredCredentials(other), []);
  });
});
