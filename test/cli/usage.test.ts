import assert from 'node:assert/strict';
import { runCli } from './run-cli.ts';

describe('the perdura command', () => {
  const refused: [title: string, args: string[], message: RegExp][] = [
    ['an unknown command', ['upp'], /unknown command 'upp'[\s\S]*Did you mean up\?/],
    ['an unknown option', ['status', '--jsn'], /unknown option '--jsn'/],
    ['a port that is no number', ['up', '--api-port', '80a'], /--api-port .*'80a' is invalid.*from 1 to 65535/],
    ['a port out of range', ['up', '--web-port', '70000'], /--web-port .*'70000' is invalid/],
    ['two services on one port', ['up', '--api-port', '9000', '--web-port', '9000'], /--api-port and --web-port are both 9000/],
    ['a missing argument', ['task', 'show'], /missing required argument 'task'/],
    ['a move that does not exist', ['queue', 'move', 'q', 't', 'up'], /'up' is invalid.*front, back, forward, backward/],
    ['no command at all', [], /Usage: perdura/],
  ];
  for (const [title, args, message] of refused) {
    it(`refuses ${title} with exit code 2`, async () => {
      const { code, stderr } = await runCli(args);
      assert.match(stderr, message);
      assert.equal(code, 2);
    });
  }

  it('takes an option from its variable, and says which variable is wrong', async () => {
    const { code, stderr } = await runCli(['up'], { env: { PERDURA_FILES_PORT: 'x' } });
    assert.match(stderr, /PERDURA_FILES_PORT/);
    assert.equal(code, 2);
  });

  it('prints its version and its help with exit code 0', async () => {
    assert.deepEqual(await runCli(['--version']), { code: 0, stdout: '0.1.0\n', stderr: '' });
    const help = await runCli(['--help']);
    assert.equal(help.code, 0);
    for (const command of [
      'up',
      'down',
      'status',
      'env',
      'init',
      'task',
      'queue',
      'autoscaler',
      'user',
      'credentials',
      'agent',
    ]) {
      assert.match(help.stdout, new RegExp(`^ {2}${command}\\b`, 'm'));
    }
  });

  const absent: [title: string, args: string[], message: RegExp][] = [
    ['nothing runs to be stopped', ['down', '--data-dir', '/nowhere/d'], /nothing runs in \/nowhere\/d/],
    ['there is no installation', ['env', '--data-dir', '/nowhere/d'], /no installation in \/nowhere\/d/],
    ['no server is configured', ['task', 'list', '--data-dir', '/nowhere/d'], /no installation in \/nowhere\/d/],
    ['the server does not answer', ['queue', 'list'], /no answer from http:\/\/127\.0\.0\.1:1111/],
  ];
  for (const [title, args, message] of absent) {
    it(`says with exit code 3 that ${title}`, async () => {
      const env = {
        CLEARML_API_HOST: 'http://127.0.0.1:1111',
        CLEARML_API_ACCESS_KEY: 'a',
        CLEARML_API_SECRET_KEY: 'b',
      };
      const { code, stderr } = await runCli(args, { env });
      assert.match(stderr, message);
      assert.equal(code, 3);
    });
  }

  it('says that nothing runs, for a person and for a script', async () => {
    const text = await runCli(['status', '--data-dir', '/nowhere/d']);
    assert.equal(text.code, 3);
    assert.match(text.stdout, /^stopped: nothing runs/);
    const json = await runCli(['status', '--data-dir', '/nowhere/d', '--json']);
    assert.equal(json.code, 3);
    assert.deepEqual(JSON.parse(json.stdout), {
      dataDir: '/nowhere/d',
      state: 'stopped',
      supervisor: null,
      startedAt: null,
      services: [],
      urls: null,
      ports: null,
      apiAnswers: false,
    });
  });
});
