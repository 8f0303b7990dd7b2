import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('the documentation', () => {
  const pages = new Map<string, string>();
  before(async () => {
    const names = ['README.md', 'CONTRIBUTING.md', ...(await readdir(join(ROOT, 'docs'))).map((name) => `docs/${name}`)];
    for (const name of names.filter((name) => name.endsWith('.md'))) pages.set(name, await readFile(join(ROOT, name), 'utf8'));
  });

  const matches = (pattern: RegExp) =>
    [...pages].flatMap(([page, text]) => [...text.matchAll(pattern)].map(([, found]) => ({ page, found: found! })));

  it('links to files and headings that exist', () => {
    const wrong = matches(/\]\((?!https?:)([^)\s]+)\)/g).filter(({ page, found }) => {
      const [path = '', anchor] = found.split('#');
      const target = path ? join(dirname(page), path) : page;
      return !existsSync(join(ROOT, target)) || (anchor && !anchorsOf(pages.get(target) ?? '').includes(anchor));
    });
    assert.deepEqual(wrong, []);
  });

  it('names scripts of package.json', () => {
    assert.deepEqual(
      matches(/npm run ([\w:]+)/g).filter(({ found }) => !(found in packageJson.scripts)),
      [],
    );
  });

  it('names variables that something reads', async () => {
    const { stdout } = await execa('git', ['grep', '-hoE', 'PERDURA_[A-Z_]+', '--', '*.ts', '*.yml', '*.sh'], {
      cwd: ROOT,
    });
    const read = new Set(stdout.split('\n'));
    const wrong = matches(/\b(PERDURA_[A-Z_]+)\b/g).filter(({ found }) => !read.has(found));
    assert.deepEqual(wrong, []);
  });
});

/** As the web pages of git hosts make them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
