import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EnvironmentCacheOptions, openEnvironmentCache } from '../../../agent-worker/environment/environment-cache.ts';
import { scratchFolder } from '../../support/scratch.ts';

function setUp(change: Partial<EnvironmentCacheOptions> = {}) {
  const root = scratchFolder();
  const path = join(root, 'cache');
  const cache = openEnvironmentCache({ path, maxEntries: 10, freeSpaceBytes: 0, ...change });
  const run = (name: string) => {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    return { runKey: name, folder };
  };
  const input = (key: string, name = 'run') => ({
    key,
    lease: run(name),
    signal: AbortSignal.timeout(20_000),
    onWait: () => undefined,
  });
  return { root, path, cache, input };
}

const key = (digit: string) => digit.repeat(16);

async function make(folder: string, packages = ['a==1']): Promise<string[]> {
  const site = join(folder, 'lib/python3.11/site-packages');
  mkdirSync(site, { recursive: true });
  mkdirSync(join(folder, 'bin'));
  symlinkSync('/only/in/a/container/python3', join(folder, 'bin/python'));
  for (const name of packages) mkdirSync(join(site, `${name.replace('==', '-')}.dist-info`));
  return packages;
}

describe('openEnvironmentCache', () => {
  it('makes an environment once and finds it again', async () => {
    const { cache, input } = setUp();
    assert.equal(await cache.find(input(key('a'))), undefined);
    const made = await cache.provide(input(key('a')), make);
    assert.deepEqual(made.packages, ['a==1']);
    assert.deepEqual(await cache.find(input(key('a'))), made);
    assert.deepEqual(await cache.provide(input(key('a')), assert.fail), made);
    assert.equal(await cache.find(input(key('b'))), undefined);
  });

  it('lets one of several runs make it, and the others wait', async () => {
    const { path, cache, input } = setUp();
    const other = openEnvironmentCache({ path, maxEntries: 10, freeSpaceBytes: 0 });
    let made = 0;
    const slowly = async (folder: string) => {
      made++;
      await sleep(150);
      return make(folder);
    };
    const environments = await Promise.all(
      [cache, other, cache].map((one, at) => one.provide(input(key('a'), `run${at}`), slowly)),
    );
    assert.equal(made, 1);
    assert.equal(new Set(environments.map(({ folder }) => folder)).size, 1);
  });

  it('leaves nothing of an environment that could not be made', async () => {
    const { path, cache, input } = setUp();
    await assert.rejects(
      cache.provide(input(key('a')), async (folder) => {
        await make(folder);
        throw new Error('no such package');
      }),
      /no such package/,
    );
    assert.deepEqual(readdirSync(path), []);
    assert.equal(await cache.find(input(key('a'))), undefined);
  });

  it('makes one anew whose making was cut off', async () => {
    const { path, cache, input } = setUp();
    mkdirSync(join(path, key('a'), 'venv', 'half'), { recursive: true });
    assert.equal(await cache.find(input(key('a'))), undefined);
    const { folder } = await cache.provide(input(key('a')), make);
    assert.equal(existsSync(join(folder, 'half')), false);
  });

  it('gives up the one that was used longest ago, and never one in use', async () => {
    const { root, path, cache, input } = setUp({ maxEntries: 2 });
    for (const [at, digit] of ['a', 'b', 'c'].entries()) {
      await cache.provide(input(key(digit), `run-${digit}`), make);
      utimesSync(join(path, key(digit), 'ready.json'), at + 1, at + 1);
    }
    assert.ok(
      ['a', 'b', 'c'].every((digit) => existsSync(join(path, key(digit)))),
      'all are in use',
    );
    cache.release(key('b'), 'run-b');
    rmSync(join(root, 'run-c'), { recursive: true });
    await cache.provide(input(key('d'), 'run-d'), make);
    assert.deepEqual(readdirSync(path).toSorted(), [key('a'), key('d')]);
  });

  it('counts a find as a use', async () => {
    const { path, cache, input } = setUp({ maxEntries: 2 });
    for (const [at, digit] of ['a', 'b'].entries()) {
      await cache.provide(input(key(digit), `run-${digit}`), make);
      cache.release(key(digit), `run-${digit}`);
      utimesSync(join(path, key(digit), 'ready.json'), at + 1, at + 1);
    }
    await cache.find(input(key('a'), 'again'));
    cache.release(key('a'), 'again');
    await cache.provide(input(key('c')), make);
    assert.deepEqual(readdirSync(path).toSorted(), [key('a'), key('c')]);
  });

  it('makes room on a disk with too little space', async () => {
    const { path, cache, input } = setUp({ freeSpaceBytes: Number.MAX_SAFE_INTEGER });
    await cache.provide(input(key('a'), 'run-a'), make);
    cache.release(key('a'), 'run-a');
    await cache.provide(input(key('b')), make);
    assert.deepEqual(readdirSync(path), [key('b')]);
  });

  it('does not give out again what a run has changed', async () => {
    const { cache, input } = setUp();
    const first = await cache.provide(input(key('a'), 'one'), make);
    await cache.find(input(key('a'), 'two'));
    mkdirSync(join(first.folder, 'lib/python3.11/site-packages/extra-1.dist-info'));
    cache.release(key('a'), 'one');
    assert.equal(await cache.find(input(key('a'), 'three')), undefined);
    const second = await cache.provide(input(key('a'), 'three'), make);
    assert.notEqual(second.folder, first.folder);
    assert.ok(existsSync(first.folder), 'the other run still uses it');
    cache.release(key('a'), 'three');
    assert.deepEqual(await cache.find(input(key('a'), 'four')), second);
  });

  it('makes one anew from which somebody has removed its interpreter', async () => {
    const { cache, input } = setUp();
    const { folder } = await cache.provide(input(key('a')), make);
    rmSync(join(folder, 'bin'), { recursive: true });
    assert.equal(await cache.find(input(key('a'))), undefined);
    const anew = await cache.provide(input(key('a')), make);
    assert.deepEqual(await cache.find(input(key('a'))), anew);
  });

  it('does not take files that a run leaves beside the packages for a change', async () => {
    const { cache, input } = setUp();
    const { folder } = await cache.provide(input(key('a')), make);
    writeFileSync(join(folder, 'lib/python3.11/site-packages/cache.pyc'), '');
    cache.release(key('a'), 'run');
    assert.ok(await cache.find(input(key('a'))));
  });
});
