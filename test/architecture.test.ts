import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Which rooms a room may import from, beside itself; the longest matching prefix speaks. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'workflows/domain': [],
  'workflows/contracts': ['workflows/domain'],
  workflows: ['workflows/contracts', 'workflows/domain'],
  'autoscaler/config': ['workflows/contracts', 'workflows/domain'],
  autoscaler: ['agent-worker', 'autoscaler/config', 'sdk', 'workflows/contracts', 'workflows/domain'],
  'activities/db': ['autoscaler/config', 'workflows/contracts', 'workflows/domain', 'activities'],
  activities: ['autoscaler', 'autoscaler/config', 'workflows/contracts', 'workflows/domain', 'activities/db', 'tools'],
  orchestrator: ['activities', 'activities/db', 'autoscaler', 'autoscaler/config', 'workflows/contracts', 'workflows/domain'],
  api: ['activities', 'activities/db', 'autoscaler/config', 'workflows/contracts', 'workflows/domain', 'conf'],
  'agent-worker': ['sdk', 'workflows/contracts', 'workflows/domain'],
  'definition-worker': ['sdk', 'agent-worker', 'workflows/contracts', 'workflows/domain'],
  conf: [],
  sdk: ['workflows/contracts', 'workflows/domain', 'conf'],
  stack: ['sdk', 'workflows/contracts', 'workflows/domain'],
  cli: [
    'agent-worker',
    'autoscaler',
    'autoscaler/config',
    'definition-worker',
    'sdk',
    'stack',
    'workflows/contracts',
    'workflows/domain',
  ],
  ui: ['autoscaler/config', 'workflows/contracts', 'workflows/domain'],
};
const ROOMS = Object.keys(MAY_IMPORT).toSorted((a, b) => b.length - a.length);
const roomOf = (path: string): string | undefined => ROOMS.find((room) => path.startsWith(`${room}/`));

/** Packages that a room never sees. */
const FORBIDDEN_PACKAGES: Record<string, RegExp> = {
  'workflows/domain': /./,
  'workflows/contracts': /./,
  workflows: /^(?!@temporalio\/(workflow|common)$)/,
  ui: /^(node:|pg$|koa|@mikro-orm|@temporalio)/,
  'agent-worker': /^(pg$|koa|@mikro-orm)/,
  autoscaler: /^(pg$|koa|@mikro-orm|@temporalio)/,
  'definition-worker': /^(pg$|koa|@mikro-orm)/,
  cli: /^(pg$|koa|@mikro-orm)/,
  sdk: /^(pg$|koa|@mikro-orm|@temporalio)/,
};

interface Import {
  file: string;
  target: string;
}

describe('the rooms of the project', () => {
  let imports: Import[];
  before(async () => {
    imports = (
      await Promise.all(
        Object.keys(MAY_IMPORT)
          .filter((room) => !room.includes('/'))
          .map(importsOf),
      )
    ).flat();
  });

  it('import only from the rooms below them', () => {
    const wrong = imports.filter(({ file, target }) => {
      if (!target.startsWith('.')) return false;
      const from = roomOf(file);
      const to = roomOf(normalize(join(dirname(file), target)));
      return from && to && from !== to && !MAY_IMPORT[from]?.includes(to);
    });
    assert.deepEqual(wrong, []);
  });

  it('keep to their packages', () => {
    const wrong = imports.filter(
      ({ file, target }) => !target.startsWith('.') && FORBIDDEN_PACKAGES[roomOf(file) ?? '']?.test(target),
    );
    assert.deepEqual(wrong, []);
  });
});

async function importsOf(room: string): Promise<Import[]> {
  const names = await readdir(join(ROOT, room), { recursive: true });
  const files = names.filter((name) => /\.tsx?$/.test(name) && !name.startsWith('dist/')).map((name) => `${room}/${name}`);
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(ROOT, file), 'utf8');
      return [...text.matchAll(/^\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm)].map((match) => ({
        file,
        target: (match[1] ?? match[2]) as string,
      }));
    }),
  );
  return found.flat();
}
