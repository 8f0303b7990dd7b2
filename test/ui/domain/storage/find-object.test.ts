import assert from 'node:assert/strict';
import { findObject, isInBucket } from '../../../../ui/src/domain/storage/find-object.ts';
import type { StorageCredentials } from '../../../../ui/src/domain/storage/storage-credentials.ts';

const credentials = (fields: Partial<StorageCredentials>): StorageCredentials => ({
  ...{
    id: JSON.stringify(fields),
    bucket: '',
    host: '',
    region: 'eu-central-1',
    accessKey: 'KEY',
    secretKey: 'SECRET',
    token: '',
  },
  ...fields,
});
const AWS = credentials({ bucket: 'data' });
const DOTTED = credentials({ bucket: 'my.data', region: 'cn-north-1' });
const MINIO = credentials({ bucket: 'data', host: 'http://minio:9000' });
const STORE = credentials({ host: 'https://store.example.com' });
const ALL = [AWS, DOTTED, MINIO, STORE];

const urlOf = (uri: string, all = ALL): string | undefined => findObject(uri, all)?.url.href;

describe('an address in a bucket', () => {
  const found: [uri: string, url: string, by: StorageCredentials][] = [
    ['s3://data/a/b.png', 'https://data.s3.eu-central-1.amazonaws.com/a/b.png', AWS],
    ['s3://my.data/a.png', 'https://s3.cn-north-1.amazonaws.com.cn/my.data/a.png', DOTTED],
    ['s3://minio:9000/data/a/b.png', 'http://minio:9000/data/a/b.png', MINIO],
    ['http://minio:9000/data/a/b.png', 'http://minio:9000/data/a/b.png', MINIO],
    ['s3://store.example.com/any/a.png', 'https://store.example.com/any/a.png', STORE],
    ['s3://store.example.com:443/any/a.png', 'https://store.example.com/any/a.png', STORE],
    ['https://STORE.example.com/any/a.png', 'https://store.example.com/any/a.png', STORE],
    ['https://data.s3.amazonaws.com/a.png', 'https://data.s3.eu-central-1.amazonaws.com/a.png', AWS],
    ['https://data.s3.eu-west-1.amazonaws.com/a.png', 'https://data.s3.eu-central-1.amazonaws.com/a.png', AWS],
    ['https://s3.eu-central-1.amazonaws.com/data/a.png', 'https://data.s3.eu-central-1.amazonaws.com/a.png', AWS],
  ];
  for (const [uri, url, by] of found)
    it(`is found for ${uri}`, () => {
      const object = findObject(uri, ALL);
      assert.equal(object?.url.href, url);
      assert.equal(object?.credentials, by);
    });

  it('is none without credentials for it', () => {
    for (const uri of [
      ...['s3://other/a.png', 's3://minio:9000/other/a.png', 's3://minio:9001/data/a.png', 'http://minio:9000/data'],
      ...['https://example.com/data/a.png', 'file:///data/a.png', '/data/a.png', 'gs://data/a.png', 's3://data', 'https://'],
    ])
      assert.equal(findObject(uri, ALL), null, uri);
    assert.equal(findObject('s3://data/a.png', []), null);
  });

  it('has its key encoded as S3 does, once: an s3 address is as the key is, one of HTTP is encoded already', () => {
    const base = 'https://data.s3.eu-central-1.amazonaws.com';
    assert.equal(
      urlOf('s3://data/my project/task #1 (a+b)/ü%20.png'),
      `${base}/my%20project/task%20%231%20%28a%2Bb%29/%C3%BC%2520.png`,
    );
    assert.equal(urlOf(`${base}/my%20project/a%2Bb.png`), `${base}/my%20project/a%2Bb.png`);
    assert.equal(urlOf(`${base}/100%.png`), `${base}/100%25.png`);
  });

  it('is told from others by its scheme', () => {
    assert.deepEqual([isInBucket('s3://a/b'), isInBucket('S3://a/b'), isInBucket('https://a/b')], [true, true, false]);
  });
});
