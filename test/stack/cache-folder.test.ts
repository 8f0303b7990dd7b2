import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openCompileCache } from '../../stack/cache-folder.ts';
import { noteUse } from '../../tools/keep-latest.ts';
import { scratchFolder } from '../support/scratch.ts';

const DAY_MS = 86_400_000;

describe('the cache of compiled sources', () => {
  it('has the folders of the few installations that were used last', () => {
    const env = { XDG_CACHE_HOME: scratchFolder() };
    const all = join(env.XDG_CACHE_HOME, 'perdura', 'compiled');
    for (const days of [1, 2, 3, 4, 5]) {
      mkdirSync(join(all, `${days} days`, 'v24'), { recursive: true });
      noteUse(join(all, `${days} days`), Date.now() - days * DAY_MS);
    }
    const own = openCompileCache(env);
    assert.deepEqual(readdirSync(all).toSorted(), ['1 days', '2 days', basename(own)].toSorted());
  });

  it('notes each use', () => {
    const env = { XDG_CACHE_HOME: scratchFolder() };
    const own = openCompileCache(env);
    noteUse(own, Date.now() - DAY_MS);
    assert.equal(openCompileCache(env), own);
    assert.ok(Date.now() - statSync(own).mtimeMs < DAY_MS / 2);
  });

  it('is where NODE_COMPILE_CACHE says, with nothing removed there', () => {
    const folder = scratchFolder();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      writeFileSync(join(folder, name), '');
      noteUse(join(folder, name), 0);
    }
    assert.equal(openCompileCache({ NODE_COMPILE_CACHE: folder }), folder);
    assert.equal(readdirSync(folder).length, 5);
  });

  it('is done without where it cannot be made', () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    assert.ok(openCompileCache({ XDG_CACHE_HOME: file }).startsWith(file));
  });
});
