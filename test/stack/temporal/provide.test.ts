import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { downloadTemporal } from '../../../stack/temporal/download.ts';
import { provideTemporal } from '../../../stack/temporal/provide.ts';
import { checkTemporal, TEMPORAL_CLI_VERSION } from '../../../stack/temporal/version.ts';
import { silent, temporaryFolder } from '../support.ts';

describe('the Temporal CLI', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.release());

  async function program(path: string, output: string, exitCode = 0): Promise<string> {
    const file = join(folder.path, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, `#!/bin/sh\necho '${output}'\nexit ${exitCode}\n`);
    await chmod(file, 0o755);
    return file;
  }

  const versions: [output: string, exitCode: number, expected: object | RegExp][] = [
    ['temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', 0, { usable: true }],
    ['temporal version 0.0.0-DEV (Server 1.30.0, UI 2.42.1)', 0, { usable: true }],
    ['temporal version 2.0.0 (Server 2.1.0, UI 3.0.0)', 0, { usable: true }],
    ['temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)', 0, /has server 1\.24, needed is 1\.29 or newer/],
    ['something else', 0, /is not the Temporal CLI: something else/],
    ['temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', 1, /does not run/],
  ];
  for (const [output, exitCode, expected] of versions) {
    it(`that says "${output}" with exit code ${exitCode} is ${expected instanceof RegExp ? 'refused' : 'usable'}`, async () => {
      const check = await checkTemporal(await program('temporal', output, exitCode));
      if (expected instanceof RegExp) assert.match((check as { why: string }).why, expected);
      else assert.deepEqual(check, expected);
    });
  }

  const provide = (env: NodeJS.ProcessEnv) => provideTemporal({ env, progress: silent, signal });

  it('is the one that PERDURA_TEMPORAL_CLI names, or an error that says what is wrong with it', async () => {
    const good = await program('good', 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
    assert.equal(await provide({ PERDURA_TEMPORAL_CLI: good }), good);
    const old = await program('old', 'temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)');
    await assert.rejects(provide({ PERDURA_TEMPORAL_CLI: old }), {
      name: 'OptionError',
      message: `PERDURA_TEMPORAL_CLI is ${old}, which has server 1.24, needed is 1.29 or newer`,
    });
  });

  it('is taken from the cache when it was fetched before', async () => {
    const cached = await program(
      `perdura/temporal-${TEMPORAL_CLI_VERSION}/temporal`,
      'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)',
    );
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      assert.equal(await provide({ XDG_CACHE_HOME: folder.path }), cached);
    } finally {
      process.env.PATH = PATH;
    }
  });

  describe('downloaded', () => {
    let server: Server;
    let url: string;
    before((done) => {
      server = createServer(async (request, response) => {
        if (request.url !== '/archive') return response.writeHead(404).end();
        response.end(await readFile(join(folder.path, 'archive.tar.gz')));
      }).listen(0, '127.0.0.1', () => {
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        done();
      });
    });
    after((done) => {
      server.close(done);
    });

    it('is unpacked as the one program', async () => {
      await program('pack/temporal', 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
      await writeFile(join(folder.path, 'pack/LICENSE'), '');
      await execa('tar', ['-czf', join(folder.path, 'archive.tar.gz'), '-C', join(folder.path, 'pack'), 'LICENSE', 'temporal']);
      await mkdir(join(folder.path, 'to'));
      await downloadTemporal(`${url}/archive`, join(folder.path, 'to'), signal);
      assert.deepEqual(await checkTemporal(join(folder.path, 'to/temporal')), { usable: true });
    });

    it('is an error when the server has none', async () => {
      await assert.rejects(downloadTemporal(`${url}/else`, folder.path, signal), /HTTP 404/);
    });
  });
});
