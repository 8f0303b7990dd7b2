import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepLatest, noteUse } from '../../tools/keep-latest.ts';
import { scratchFolder } from '../support/scratch.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

/** A folder whose entries were used so many hours ago. */
function folderOf(hours: Record<string, number>): string {
  const folder = scratchFolder();
  for (const [name, ago] of Object.entries(hours)) {
    if (name.endsWith('/')) mkdirSync(join(folder, name, 'within'), { recursive: true });
    else writeFileSync(join(folder, name), '');
    noteUse(join(folder, name), NOW - ago * HOUR_MS);
  }
  return folder;
}

describe('keepLatest', () => {
  const options = { keep: 2, spareMs: HOUR_MS, now: NOW };

  it('keeps what was used last, files and folders alike', () => {
    const folder = folderOf({ a: 9, 'b/': 5, 'c/': 7, d: 6 });
    keepLatest(folder, options);
    assert.deepEqual(readdirSync(folder).toSorted(), ['b', 'd']);
  });

  it('keeps what was used within the time to spare, however much that is', () => {
    const folder = folderOf({ a: 0.1, b: 0.2, c: 0.3, d: 2 });
    keepLatest(folder, options);
    assert.deepEqual(readdirSync(folder).toSorted(), ['a', 'b', 'c']);
  });

  it('leaves alone what does not belong to it', () => {
    const folder = folderOf({ 'x-1': 9, 'x-2': 8, 'x-3': 7, y: 99 });
    keepLatest(folder, { ...options, belongs: (name) => name.startsWith('x-') });
    assert.deepEqual(readdirSync(folder).toSorted(), ['x-2', 'x-3', 'y']);
  });

  it('takes a folder that is not there for one with nothing to remove', () => {
    keepLatest(join(scratchFolder(), 'nowhere'), options);
  });

  it('knows a use when it is noted', () => {
    const folder = folderOf({ a: 9, b: 8, c: 7 });
    noteUse(join(folder, 'a'), NOW);
    keepLatest(folder, options);
    assert.deepEqual(readdirSync(folder).toSorted(), ['a', 'c']);
  });
});
