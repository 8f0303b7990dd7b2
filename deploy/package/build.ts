import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = resolve(process.argv[2] ?? join(ROOT, 'dist'));
/** Rooms whose files that are no code are needed beside it. */
const ROOMS_WITH_ASSETS = ['agent-worker'];

/**
 * Makes the package for projects of users in `dist/`, or in the folder that is named: the SDK and the commands as JavaScript with types, since Node does not strip types below
 * `node_modules`. The server is not in it.
 */
async function buildPackage(): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  await execa('npx', ['tsc', '-p', join(import.meta.dirname, 'tsconfig.json'), '--outDir', DIST], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  for (const room of ROOMS_WITH_ASSETS) await copyAssets(room);
  for (const file of ['LICENSE', 'README.md']) await copyFile(join(ROOT, file), join(DIST, file));
  await writeFile(join(DIST, 'package.json'), JSON.stringify(await manifest(), null, 2));
}

async function copyAssets(room: string): Promise<void> {
  for (const name of await readdir(join(ROOT, room), { recursive: true })) {
    if (!/\.(sh|py)$/.test(name)) continue;
    await mkdir(dirname(join(DIST, room, name)), { recursive: true });
    await copyFile(join(ROOT, room, name), join(DIST, room, name));
  }
}

async function manifest(): Promise<object> {
  const own = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> } & Record<
    string,
    unknown
  >;
  const used = await usedPackages();
  return {
    name: own.name,
    version: own.version,
    description: own.description,
    license: own.license,
    type: 'module',
    engines: { node: '>=22.18' },
    bin: { perdura: 'cli/perdura.js' },
    exports: { './sdk': { types: './sdk/index.d.ts', default: './sdk/index.js' }, './package.json': './package.json' },
    dependencies: Object.fromEntries(Object.entries(own.dependencies).filter(([name]) => used.has(name))),
  };
}

async function usedPackages(): Promise<Set<string>> {
  const files = (await readdir(DIST, { recursive: true })).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(files.map((name) => readFile(join(DIST, name), 'utf8')));
  const targets = texts.flatMap((text) =>
    [...text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\.resolve\()\s*'([^'.][^']*)'/g)].map(([, target]) => target!),
  );
  const names = targets.map((target) =>
    target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  return new Set(names.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)));
}

await buildPackage();
