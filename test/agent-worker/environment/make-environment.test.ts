import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunTool } from '../../../agent-worker/environment/installer.ts';
import { findInterpreter, machineProbe } from '../../../agent-worker/environment/interpreter.ts';
import { makeEnvironment } from '../../../agent-worker/environment/make-environment.ts';
import type { PackageOptions } from '../../../agent-worker/environment/package-options.ts';
import { pipInstaller } from '../../../agent-worker/environment/pip-installer.ts';
import { parseRequirements } from '../../../agent-worker/environment/requirement-lines.ts';
import { uvInstaller } from '../../../agent-worker/environment/uv-installer.ts';
import { runCommand } from '../../../agent-worker/stages/run-command.ts';
import { findPythonTool } from '../../../tools/find-python-tool.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { packageOptions } from '../support/package-options.ts';
import { makeWheel } from '../support/wheel.ts';

const env = process.env;
const { signal } = new AbortController();

function packageFoldersOutside(environment: string): string[] {
  const program = 'import json, sys; print(json.dumps(sys.path))';
  const paths = JSON.parse(execFileSync(join(environment, 'bin/python'), ['-c', program], { encoding: 'utf8' })) as string[];
  return paths.filter((path) => path.endsWith('-packages') && !path.startsWith(environment));
}

for (const kind of ['uv', 'pip'] as const) {
  describe(`makeEnvironment with ${kind}`, () => {
    async function make(requirements: string, change: Partial<PackageOptions> = {}) {
      const root = scratchFolder();
      makeWheel(root, 'greeting', '1.2');
      const said: string[] = [];
      const print = (line: string) => said.push(line);
      const run: RunTool = (command, options = {}) =>
        runCommand({
          command,
          cwd: options.cwd ?? root,
          env: { ...env, ...options.env },
          signal,
          onOutput: (text) => print(text.toString()),
        });
      const options = packageOptions({ extraInstallFlags: ['--no-index', '--find-links', root], ...change });
      const interpreter = await findInterpreter({ binary: 'python3', options, probe: machineProbe(env), print });
      const uv = async () =>
        uvInstaller(
          await findPythonTool({ name: 'uv', env, toolsDir: options.toolsDir, interpreter, run, signal, print }),
          options,
          run,
        );
      const installer = kind === 'uv' ? await uv() : pipInstaller(options, run);
      const folder = join(root, 'venv');
      const source = { kind: 'list', what: '', lines: parseRequirements(requirements) } as const;
      const made = makeEnvironment({
        folder,
        source,
        interpreter,
        installer,
        options,
        requirementsFile: join(root, 'r.txt'),
        print,
      });
      return { root, folder, said, made };
    }

    it('installs what is asked for, and says what there is', async () => {
      const { folder, made } = await make('# a comment\ngreeting == 1.2\n');
      assert.deepEqual(await made, ['greeting==1.2']);
      const program = 'import greeting, sys; print(greeting.VERSION, sys.prefix)';
      assert.equal(execFileSync(join(folder, 'bin/python'), ['-c', program], { encoding: 'utf8' }), `1.2 ${folder}\n`);
      assert.deepEqual(packageFoldersOutside(folder), []);
      assert.match(execFileSync(join(folder, 'bin/python'), ['-m', 'pip', '--version'], { encoding: 'utf8' }), /^pip /);
    });

    it('sees what the machine has installed when told to', async () => {
      const { folder, made } = await make('greeting\n', { systemSitePackages: true });
      assert.ok((await made).includes('greeting==1.2'));
      assert.notDeepEqual(packageFoldersOutside(folder), []);
    });

    it('names a package that does not exist', async () => {
      const { made } = await make('greeting\nno-such-package-here==9\n');
      await assert.rejects(made, { name: 'UserError', message: /cannot be installed: .*no-such-package-here/ });
    });

    // The installer makes no difference here, and pip takes its time.
    if (kind === 'pip') return;

    it('goes on without an optional package', async () => {
      const { made, said } = await make('greeting\nno-such-package-here\n', { postOptionalPackages: ['no-such-package-here'] });
      assert.deepEqual(await made, ['greeting==1.2']);
      assert.match(said.join('\n'), /going on without optional packages/);
    });
  });
}

describe('makeEnvironment from a lock file', () => {
  it('installs what is locked, without the project, and what arguments of the configuration add', async () => {
    const root = scratchFolder();
    makeWheel(root, 'greeting', '1.2');
    makeWheel(root, 'farewell', '2.0');
    const project = scratchFolder();
    writeFileSync(
      join(project, 'pyproject.toml'),
      `[project]\nname = "mine"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["greeting"]\n[project.optional-dependencies]\nmore = ["farewell"]\n[tool.uv]\nno-index = true\nfind-links = ["${root}"]\n`,
    );
    const run: RunTool = (command, options = {}) =>
      runCommand({ command, cwd: options.cwd ?? root, env: { ...env, ...options.env }, signal, onOutput: () => undefined });
    const options = packageOptions({ uvSyncArguments: ['--extra', 'more'] });
    const interpreter = await findInterpreter({ binary: 'python3', options, probe: machineProbe(env), print: () => undefined });
    const uv = await findPythonTool({
      name: 'uv',
      env,
      toolsDir: options.toolsDir,
      interpreter,
      run,
      signal,
      print: () => undefined,
    });
    const make = () =>
      makeEnvironment({
        folder: join(root, 'venv'),
        source: { kind: 'lock', what: 'uv.lock', folder: project, text: '', keepable: true, modules: [] },
        interpreter,
        installer: uvInstaller(uv, options, run),
        options,
        requirementsFile: join(root, 'r.txt'),
        print: () => undefined,
      });
    execFileSync(uv, ['lock', '--quiet'], { cwd: project });
    assert.deepEqual(await make(), ['farewell==2.0', 'greeting==1.2']);

    writeFileSync(
      join(project, 'pyproject.toml'),
      `[project]\nname = "mine"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["other"]\n`,
    );
    await assert.rejects(make(), { name: 'UserError', message: /lock/i });
  });
});
