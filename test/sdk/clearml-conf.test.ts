import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confText, confValue, expandHome, parseClearmlConf, readClearmlConf } from '../../sdk/clearml-conf.ts';

describe('parseClearmlConf', () => {
  const cases: [title: string, text: string, expected: object][] = [
    ['unquoted address', 'api { api_server: http://host:8008 }', { api: { api_server: 'http://host:8008' } }],
    ['address without a space before it', 'web_server:https://host:8080/x', { web_server: 'https://host:8080/x' }],
    ['address before a comment', 'a: http://h:1 # one\nb: http://h:2 // two', { a: 'http://h:1', b: 'http://h:2' }],
    ['address with a placeholder', 'a: http://<your server IP>:8080\n', { a: 'http://<your server IP>:8080' }],
    ['addresses in a list', 'a: [http://a/1, "http://b/2"]', { a: ['http://a/1', 'http://b/2'] }],
    ['address in a comment', '# http://h:1 {\na: 1', { a: 1 }],
    ['quoted text with signs of the grammar', 'a: "A#//b:c{True}"', { a: 'A#//b:c{True}' }],
    ['image with a tag', 'image: nvidia/cuda:10.1-runtime # x', { image: 'nvidia/cuda:10.1-runtime' }],
    ['booleans of Python', 'a: True\nb { c = False }\nd: [True, False]', { a: true, b: { c: false }, d: [true, false] }],
    ['text that begins like a boolean', 'a: Trueish', { a: 'Trueish' }],
    [
      'quoted keys with =',
      'credentials { "access_key" = "a"\n "secret_key" = "b" }',
      { credentials: { access_key: 'a', secret_key: 'b' } },
    ],
    [
      'credentials in one line',
      'credentials {"access_key": "a", "secret_key": "b"}',
      { credentials: { access_key: 'a', secret_key: 'b' } },
    ],
    [
      'field after a closed section',
      'a { b { c: 1 } d { e: 2 } f: [1] g: 3 }',
      { a: { b: { c: 1 }, d: { e: 2 }, f: [1], g: 3 } },
    ],
    ['home folder', 'venvs_dir = ~/.clearml/venvs-builds', { venvs_dir: '~/.clearml/venvs-builds' }],
    ['unset optional substitution', 'a: ${?NO_SUCH_VARIABLE}\nb: 1', { b: 1 }],
    ['later value of a dotted key', 'a { b: 1 }\na.b = 2', { a: { b: 2 } }],
    ['windows line ends', 'a: http://h:1\r\nb: True\r\n', { a: 'http://h:1', b: true }],
    ['pipes and version limits', 'a: x|js\npip_version: <20.2', { a: 'x|js', pip_version: '<20.2' }],
    ['substitution in an address', 'a { host: h }\nb: http://${a.host}:8008/x # c', { a: { host: 'h' }, b: 'http://h:8008/x' }],
    ['address that begins with a substitution', 'a: h\nb: s3://${a}', { a: 'h', b: 's3://h' }],
    ['value left out', 'a {\n b: # your name\n c=\n\n # x\n d: 1\n}\ne:', { a: { b: '', c: '', d: 1 }, e: '' }],
    ['value on the next line', 'a:\n  1\nb =\n  { c: 1 }\nd: # list\n  [1]', { a: 1, b: { c: 1 }, d: [1] }],
    ['byte order mark', '\ufeffa: 1', { a: 1 }],
    ['only comments', '# nothing\n', {}],
  ];
  for (const [title, text, expected] of cases) {
    it(`reads: ${title}`, async () => assert.deepEqual(await parseClearmlConf(text), expected));
  }

  it('says where the text is broken', async () => {
    await assert.rejects(parseClearmlConf('api {', '/x/clearml.conf'), /\/x\/clearml\.conf is not valid: .*line 1/);
  });

  it('refuses a list', async () => {
    await assert.rejects(parseClearmlConf('[1]'), /no section/);
  });
});

describe('readClearmlConf', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-conf-'));
    await writeFile(join(folder, 'clearml.conf'), 'from: home');
    await writeFile(join(folder, 'other.conf'), 'from: other');
  });
  after(() => rm(folder, { recursive: true }));

  it('reads ~/clearml.conf', async () => {
    assert.deepEqual(await readClearmlConf({ env: { HOME: folder } }), { from: 'home' });
  });
  it('prefers CLEARML_CONFIG_FILE to it', async () => {
    assert.deepEqual(await readClearmlConf({ env: { HOME: folder, CLEARML_CONFIG_FILE: '~/other.conf' } }), { from: 'other' });
  });
  it('prefers the given file to both', async () => {
    const env = { HOME: folder, CLEARML_CONFIG_FILE: '/dev/null' };
    assert.deepEqual(await readClearmlConf({ env, configFile: join(folder, 'other.conf') }), { from: 'other' });
  });
  it('takes a missing default for empty and a missing given file for an error', async () => {
    assert.deepEqual(await readClearmlConf({ env: { HOME: '/nowhere' } }), {});
    await assert.rejects(readClearmlConf({ env: {}, configFile: '/nowhere/a.conf' }), /\/nowhere\/a\.conf/);
  });
});

describe('values of a configuration', () => {
  const conf = { agent: { worker_id: '', polling: 2, package_manager: { type: 'pip' }, queues: ['a'] } };

  it('are found by a dotted path', () => {
    assert.equal(confValue(conf, 'agent.package_manager.type'), 'pip');
    assert.equal(confValue(conf, 'agent.queues.type'), undefined);
    assert.equal(confValue(conf, 'sdk.development'), undefined);
  });
  it('are text unless empty or structured', () => {
    assert.equal(confText(conf, 'agent.polling'), '2');
    assert.equal(confText(conf, 'agent.worker_id'), undefined);
    assert.equal(confText(conf, 'agent.queues'), undefined);
  });
  it('have their home folder expanded', () => {
    const env = { HOME: '/h' };
    assert.deepEqual(
      ['~/a', '$HOME/a', '${HOME}/a', '~', '~user/a', '/x/~/a'].map((path) => expandHome(path, env)),
      ['/h/a', '/h/a', '/h/a', '/h', '~user/a', '/x/~/a'],
    );
  });
});
