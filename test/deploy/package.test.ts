import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PIPELINE = `
import { definePipeline, integer } from 'perdura/sdk';

export default definePipeline({ name: 'mine', project: 'x', parameters: { n: integer({ default: 1 }) } }, (p) => {
  const a = p.task('a', { code: 'print()', parameters: { 'Args/n': p.parameters.n } });
  p.run('b', { parents: [a], arguments: { id: a.id } }, async (_, { id }) => ({ length: id.length }));
});
`;

describe('the package for projects of users', function () {
  this.timeout(180_000);
  let project: string;
  const node = (...args: string[]) => execa(process.execPath, args, { cwd: project, reject: false });

  /** As npm would install it, beside packages that are there already. */
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'perdura-test-package-'));
    const modules = join(project, 'node_modules');
    await mkdir(modules);
    const installed = (await readdir(join(ROOT, 'node_modules'))).filter((name) => !name.startsWith('.') && name !== 'perdura');
    for (const name of installed) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    await execa(process.execPath, [join(ROOT, 'deploy/package/build.ts'), join(project, 'built')]);
    await rename(join(project, 'built'), join(modules, 'perdura'));
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'mine.ts'), PIPELINE);
  });
  after(() => rm(project, { recursive: true, force: true }));

  const perdura = (...args: string[]) => node('node_modules/perdura/cli/perdura.js', ...args);

  it('runs a definition that imports perdura/sdk', async () => {
    const { stdout, stderr } = await perdura('pipeline', 'graph', 'mine.ts');
    assert.equal(stdout, 'a\n└─ b  (function)', stderr);
    assert.match((await perdura('agent', '--help')).stdout, /daemon/);
  });

  it('has types that a project of its own compiles against, and that catch mistakes', async () => {
    const tsc = (file: string) =>
      node('node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', file);
    const { stdout, exitCode } = await tsc('mine.ts');
    assert.equal(exitCode, 0, stdout);
    await writeFile(join(project, 'wrong.ts'), PIPELINE.replace('p.parameters.n', 'p.parameters.m'));
    assert.match((await tsc('wrong.ts')).stdout, /wrong\.ts\(5,\d+\): error TS2339: Property 'm' does not exist/);
  });

  it('says where the server is when somebody wants to start it', async () => {
    const { stderr, exitCode } = await perdura('up', '--data-dir', join(project, 'data'));
    assert.match(stderr, /the server is not in this package/);
    assert.notEqual(exitCode, 0);
  });
});
