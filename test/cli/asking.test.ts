import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { eventually } from '../support/eventually.ts';

const PROGRAM = join(import.meta.dirname, '../../cli/perdura.ts');
const MAKE_HASH = join(import.meta.dirname, '../../api/auth/make-password-hash.ts');

describe('a command that asks, at a real terminal', function () {
  this.timeout(120_000);
  let folder: string;
  let child: ChildProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-terminal-'));
  });
  afterEach(async () => {
    child.kill();
    await rm(folder, { recursive: true });
  });

  interface Session {
    /** Waits until the screen ends with this, then types a line. */
    answer(prompt: string, text: string): Promise<void>;
    type(keys: string): void;
    screen(): string;
    ended: Promise<number | null>;
  }

  /** `script` of util-linux gives a command a terminal of its own. */
  function open(args: string[]): Session {
    const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
    child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      env: { ...process.env, HOME: folder, SHELL: '/bin/sh', TERM: 'xterm' },
    });
    let screen = '';
    child.stdout!.on('data', (chunk) => {
      screen += chunk;
    });
    const keyboard = child.stdin!;
    const type = (keys: string) => void keyboard.write(keys);
    return {
      type,
      screen: () => screen,
      ended: once(child, 'close').then(([code]) => code as number | null),
      async answer(prompt, text) {
        await eventually(prompt, () => stripVTControlCharacters(screen).trimEnd().endsWith(prompt));
        type(`${text}\r`);
      },
    };
  }

  it('takes the secret key of `perdura init` and shows nothing of it', async () => {
    const { answer, screen, ended } = open([PROGRAM, 'init']);
    await answer('to answer questions:', '');
    await answer("Address of the server's web pages [http://127.0.0.1:8080]:", 'http://127.0.0.1:1');
    for (const part of [
      'Web pages [http://127.0.0.1:8080]:',
      'API [http://127.0.0.1:8008]:',
      'File server [http://127.0.0.1:8081]:',
    ])
      await answer(part, 'http://127.0.0.1:1');
    await answer('Access key:', 'THE-ACCESS-KEY');
    await answer('Secret key:', 'the-secret-key');
    assert.notEqual(await ended, 0);
    assert.match(screen(), /Verifying the access key THE-ACCESS-KEY/);
    assert.ok(!screen().includes('the-secret'), screen());
  });

  it('takes the secrets of the wizard of autoscalers and shows nothing of them', async () => {
    const file = join(folder, 'asked.yaml');
    const { answer, screen, ended } = open([PROGRAM, 'autoscaler', 'wizard', '--file', file]);
    await answer('role of the machine):', 'AKIA');
    await answer('AWS secret access key:', 'aws-secret');
    await answer('[us-east-1]:', '');
    await answer('own keys):', 'ada');
    await answer('Password or token of ada:', 'git-secret');
    for (const prompt of [
      'leave blank):',
      'g4dn.4xlarge]:',
      '[y/N]:',
      'us-east-1b]:',
      'ami-04c0416d6bd8e4b1f]:',
      'sda1]:',
      '[100]:',
      'gp3]:',
    ])
      await answer(prompt, '');
    await answer('key pair (none: leave blank):', '');
    await answer('security group (none: leave blank):', '');
    await answer('aws4gpu:', 'gpu');
    await answer('Another kind of machine? [y/N]:', '');
    for (const what of [
      'Bash script that runs on each new machine before its agent:',
      "What is added to each machine's clearml.conf:",
    ])
      await answer(`${what}\r\nTwo empty lines, one after the other, end it:`, '\r');
    await answer('aws_4gpu_machines:', 'q');
    await answer('Kind of machine: gpu:', 'gpu');
    await answer('at most:', '1');
    await answer('Another queue? [y/N]:', '');
    await answer('[15]:', '');
    await answer('[5]:', '');
    assert.equal(await ended, 0, screen());
    const { hyper_params: kept } = parse(await readFile(file, 'utf8')) as { hyper_params: Record<string, string> };
    assert.deepEqual([kept.cloud_credentials_secret, kept.git_pass], ['aws-secret', 'git-secret']);
    assert.ok(!screen().includes('-secret'), screen());
  });

  it('takes the password of which a hash is made and shows nothing of it', async () => {
    const { answer, screen, ended } = open([MAKE_HASH]);
    await answer('password:', ' with spaces ');
    assert.equal(await ended, 0);
    assert.match(screen(), /\$argon2id\$/);
    assert.ok(!screen().includes('with spaces'), screen());
  });

  it('ends by Ctrl+C while it asks, whatever it would take for an answer', async () => {
    const { type, screen, ended } = open([PROGRAM, 'autoscaler', 'wizard', '--file', join(folder, 'none.yaml')]);
    await eventually('asked', () => screen().includes('role of the machine): '));
    type('\x03');
    assert.equal(await ended, 130);
    await assert.rejects(readFile(join(folder, 'none.yaml')));
  });
});
