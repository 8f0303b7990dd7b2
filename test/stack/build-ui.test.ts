import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureUi } from '../../stack/build-ui.ts';
import { silent, temporaryFolder } from './support.ts';

describe('ensureUi', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let notes: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    notes = [];
    await write('package-lock.json', '{}');
    await write('ui/vite.config.ts', '');
    await write('ui/src/main.ts', '1');
    await vite('mkdir -p "$6" && echo built >> "$6/index.html" && echo run >> runs');
  });
  afterEach(() => folder.release());

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }

  /** Stands in for Vite; its sixth argument is the folder to build into. */
  async function vite(command: string): Promise<void> {
    await write('node_modules/.bin/vite', `#!/bin/sh\nset -- _ "$@"\ncd ${folder.path}\n${command}\n`);
    await chmod(join(folder.path, 'node_modules/.bin/vite'), 0o755);
  }

  const build = () =>
    ensureUi({
      projectFolder: folder.path,
      logFile: join(folder.path, 'build.log'),
      progress: { ...silent, note: (text) => notes.push(text) },
      signal: new AbortController().signal,
    });
  const runs = async () => (await readFile(join(folder.path, 'runs'), 'utf8').catch(() => '')).length / 'run\n'.length;
  const touch = (path: string, at: number) => utimes(join(folder.path, path), at, at);

  it('builds what is missing, once', async () => {
    await build();
    await build();
    assert.equal(await runs(), 1);
    assert.equal(await readFile(join(folder.path, 'ui/dist/index.html'), 'utf8'), 'built\n');
  });

  it('builds once for all who need it at the same time', async () => {
    await Promise.all([build(), build(), build()]);
    assert.equal(await runs(), 1);
    assert.deepEqual(notes, []);
  });

  it('builds again when a source or a package is newer, and replaces the whole folder', async () => {
    await build();
    await write('ui/dist/old.js', '');
    await touch('ui/src/main.ts', Date.now() / 1000 + 60);
    await build();
    assert.deepEqual(await readdir(join(folder.path, 'ui/dist')), ['index.html']);
    await touch('ui/dist/index.html', Date.now() / 1000 + 90);
    await touch('package-lock.json', Date.now() / 1000 + 120);
    await build();
    assert.equal(await runs(), 3);
  });

  it('keeps the old pages and says why when the build fails', async () => {
    await build();
    await touch('ui/src/main.ts', Date.now() / 1000 + 60);
    await vite('echo "no such file" >&2; exit 1');
    await build();
    assert.match(notes.join(), /could not be built, see .*build\.log; going on with the old ones/);
    assert.match(await readFile(join(folder.path, 'build.log'), 'utf8'), /no such file/);
    assert.deepEqual((await readdir(join(folder.path, 'ui'))).toSorted(), ['dist', 'src', 'vite.config.ts']);
  });
});
