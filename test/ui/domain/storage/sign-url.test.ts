import assert from 'node:assert/strict';
import { execa } from 'execa';
import { findObject } from '../../../../ui/src/domain/storage/find-object.ts';
import { signUrl } from '../../../../ui/src/domain/storage/sign-url.ts';
import { provideSdk } from '../../../support/python-environment.ts';

/** The keys of the example in AWS's documentation of its signature. */
const KEYS = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const MINIO = { ...KEYS, id: 'id', bucket: '', host: 'http://minio.example.com:9000', region: 'eu-central-1', token: '' };

describe('a signed address', function () {
  this.timeout(200_000);
  const sign = (uri: string, over: object = {}, now = new Date('2026-03-01T10:00:00Z')) =>
    signUrl(findObject(uri, [{ ...MINIO, ...over }])!, now);

  it('is good for hours, the same within an hour, and has nothing of the secret', async () => {
    const [first, same, later] = await Promise.all([
      sign('s3://minio.example.com:9000/b/a.png', {}, new Date('2026-03-01T10:00:01Z')),
      sign('s3://minio.example.com:9000/b/a.png', {}, new Date('2026-03-01T10:59:59Z')),
      sign('s3://minio.example.com:9000/b/a.png', {}, new Date('2026-03-01T11:00:00Z')),
    ]);
    assert.equal(first, same);
    assert.notEqual(first, later);
    const { searchParams } = new URL(first!);
    assert.equal(searchParams.get('X-Amz-Date'), '20260301T100000Z');
    assert.equal(searchParams.get('X-Amz-Expires'), '21600');
    assert.deepEqual([...searchParams.keys()].toSorted(), [
      ...['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature', 'X-Amz-SignedHeaders'],
    ]);
    assert.ok(!decodeURIComponent(first!).includes(KEYS.secretKey.slice(0, 10)));
  });

  it("is what AWS's own tools make of the same, whatever the key is called", async function () {
    const python = await provideSdk();
    if (!python) return this.skip();
    const cases: [uri: string, over: object][] = [
      ['s3://minio.example.com:9000/data/plain/a.png', {}],
      ["s3://minio.example.com:9000/data/my project/task #1 (a+b)=c&d/it's*ü~%20!.png", {}],
      ['s3://data/a b.png', { bucket: 'data', host: '' }],
      ['s3://my.data/a.png', { bucket: 'my.data', host: '', region: 'us-east-1' }],
      ['s3://data/a.png', { bucket: 'data', host: '', token: 'token+/=' }],
    ];
    for (const [uri, over] of cases) {
      const credentials = { ...MINIO, ...over };
      const { url } = findObject(uri, [credentials])!;
      const { accessKey, secretKey, region, token } = credentials;
      const { stdout }: { stdout: string } = await execa(python, ['-c', BOTOCORE, url.href, accessKey, secretKey, region, token]);
      const parts = (text: string) => Object.fromEntries(new URL(text).searchParams);
      const ours = await sign(uri, over);
      assert.deepEqual(parts(ours), parts(stdout.trim()), uri);
      assert.equal(ours.split('?')[0], url.href);
    }
  });
});

/** Signs the address of its first argument as boto3 does, at the time of the test. */
const BOTOCORE = `
import sys, datetime
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
url, access_key, secret_key, region, token = sys.argv[1:6]
now = datetime.datetime(2026, 3, 1, 10, 0, 0)
botocore.auth.get_current_datetime = lambda *args, **kwargs: now
request = AWSRequest(method='GET', url=url)
request.context['timestamp'] = now.strftime('%Y%m%dT%H%M%SZ')
botocore.auth.S3SigV4QueryAuth(Credentials(access_key, secret_key, token or None), 's3', region, expires=21600).add_auth(request)
print(request.url)
`;
