import assert from 'node:assert/strict';
import { compileWorkerName } from '../../../agent-worker/options/worker-name.ts';
import { type Conf, parseClearmlConf } from '../../../sdk/clearml-conf.ts';
import { agentOptions, type TestOptions } from '../support/agent-options.ts';

describe('compileAgentOptions', () => {
  it('reads the section agent of a clearml.conf, and takes no offence at keys that it does not know', async () => {
    const conf = await parseClearmlConf(`
      agent {
        git_user: "ann", git_pass: "pw", git_host: "host"
        git.extra_credentials: [{ user: "bob", pass: "extra", host: "other" }]
        venvs_cache { max_entries: 3, path: ~/venvs, free_space_threshold_gb: 0.5 }
        vcs_cache { enabled: true, path: ~/vcs }
        package_manager { type: pip, pip_version: ["<24"], extra_index_url: ["https://u:pw2@index/simple"], system_site_packages: True }
        python_binary: "/usr/bin/python3", default_docker.image: "x", docker_force_pull: true, nothing_of_ours: 7
      }
      sdk.aws.s3 { key: "id", secret: "aws-secret" }`);
    const options = agentOptions({ conf, env: { HOME: '/home/me' } });
    assert.deepEqual([options.git.user, options.git.password, options.git.host], ['ann', 'pw', 'host']);
    assert.deepEqual(options.git.extraCredentials, [{ host: 'other', user: 'bob', password: 'extra' }]);
    assert.deepEqual(options.packages.cache, { path: '/home/me/venvs', maxEntries: 3, freeSpaceBytes: 2 ** 29 });
    assert.equal(options.vcsCacheDir, '/home/me/vcs');
    const { installer, pipVersions, extraIndexUrls, systemSitePackages, pythonBinary } = options.packages;
    assert.deepEqual(
      [installer, pipVersions, extraIndexUrls, systemSitePackages, pythonBinary],
      ['pip', ['<24'], ['https://u:pw2@index/simple'], true, '/usr/bin/python3'],
    );
    assert.deepEqual(options.sdk, { aws: { s3: { key: 'id', secret: 'aws-secret' } } });
    for (const secret of ['the-secret-key', 'extra', 'pw2', 'aws-secret']) assert.ok(options.secrets.includes(secret), secret);
  });

  it('lets the environment win over the file, and flags over both', () => {
    const conf = { agent: { git_user: 'file', git_pass: 'file', worker_id: 'file' } };
    const env = { CLEARML_AGENT_GIT_USER: 'env', CLEARML_AGENT_GIT_PASS: 'env', CLEARML_WORKER_ID: 'env' };
    const settled = (options: TestOptions) => {
      const { git, worker } = agentOptions(options);
      return [git.user, git.password, worker.kind === 'exact' && worker.id];
    };
    assert.deepEqual(settled({ conf }), ['file', 'file', 'file']);
    assert.deepEqual(settled({ conf, env }), ['env', 'env', 'env']);
    assert.deepEqual(settled({ conf, env, flags: { gitUser: 'flag', gitPass: 'flag', workerId: 'flag' } }), [
      'flag',
      'flag',
      'flag',
    ]);
  });

  it('uses uv, one slot and the queue default unless told otherwise', () => {
    const { packages, slots, queues, onStop, killGraceMs } = agentOptions({
      flags: { queues: [] },
      env: { PERDURA_AGENT_KILL_GRACE: '' },
    });
    assert.deepEqual([packages.installer, slots, queues, onStop, killGraceMs], ['uv', 1, ['default'], 'requeue', 5_000]);
  });

  it('reads the settings of poetry, whose version may be a bare number', () => {
    const poetry = (settings: Conf) =>
      agentOptions({ conf: { agent: { package_manager: { type: 'poetry', ...settings } } } }).packages.poetry;
    assert.deepEqual(poetry({}), { version: undefined, installArguments: [], filesInWorkingDirectory: false });
    const settings = {
      poetry_version: '<2, >1',
      poetry_install_extra_args: ['--all-extras'],
      poetry_files_from_repo_working_dir: true,
    };
    assert.deepEqual(poetry(settings), { version: '<2,>1', installArguments: ['--all-extras'], filesInWorkingDirectory: true });
    assert.deepEqual(
      ['1.8.3', ''].map((version) => poetry({ poetry_version: version }).version),
      ['==1.8.3', undefined],
    );
  });

  it('runs many tasks in services mode', () => {
    const slots = (servicesMode: number | true) => agentOptions({ flags: { servicesMode } }).slots;
    assert.deepEqual([slots(true), slots(3)], [100, 3]);
    assert.throws(() => slots(0), /--services-mode: 0 is not/);
    assert.throws(() => slots(Number.NaN), /--services-mode: NaN is not/);
  });

  it('takes its hours from the flags, else from the file, in its own time zone unless another one is named', () => {
    const conf = { agent: { uptime: ['17-20 SUN-TUE', '13-22 WED'], downtime: [] } };
    const env = { PERDURA_AGENT_TIMEZONE: 'Europe/Berlin' };
    const timezone = 'Europe/Berlin';
    assert.deepEqual(agentOptions({ conf, env }).schedule, { kind: 'uptime', spans: ['17-20 SUN-TUE', '13-22 WED'], timezone });
    for (const downtime of [undefined, true, []] as (undefined | true | string[])[])
      assert.equal(agentOptions({ conf, env, flags: { downtime } }).schedule?.kind, 'uptime');
    assert.deepEqual(agentOptions({ conf, env, flags: { downtime: ['8 MON'] } }).schedule, {
      ...{ kind: 'downtime', spans: ['8 MON'], timezone },
    });
    assert.equal(agentOptions().schedule, null);
    const { timezone: own } = agentOptions({ conf: { agent: { downtime: '8 MON' } } }).schedule!;
    assert.equal(own, new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('keeps the runs of two servers apart', () => {
    const folders = ['http://one:8008', 'http://two:8008'].map(
      (url) => agentOptions({ url, env: { PERDURA_AGENT_DIR: '/x' } }).serverDir,
    );
    assert.notEqual(folders[0], folders[1]);
  });

  for (const [name, options, message] of [
    [
      'PERDURA_AGENT_ON_STOP',
      { env: { PERDURA_AGENT_ON_STOP: 'explode' } },
      /"explode" is none of requeue, drain, abort, detach/,
    ],
    ['PERDURA_AGENT_KILL_GRACE', { env: { PERDURA_AGENT_KILL_GRACE: 'soon' } }, /"soon" is not a number of seconds/],
    [
      '--uptime',
      { flags: { uptime: ['17-20 TUE'], downtime: ['8 MON', '9 MON'] } },
      /--uptime "17-20 TUE" and --downtime "8 MON" "9 MON" contradict each other: give one of them/,
    ],
    [
      'agent.uptime',
      { conf: { agent: { uptime: ['17-20 TUE'], downtime: ['8 MON'] } } },
      /"17-20 TUE" and agent.downtime "8 MON" contradict/,
    ],
    ['--downtime', { flags: { downtime: ['noon'] } }, /"noon" is no time span: expected "<hours> <days>"/],
    [
      'PERDURA_AGENT_TIMEZONE',
      { flags: { uptime: ['17-20 TUE'] }, env: { PERDURA_AGENT_TIMEZONE: 'Mars' } },
      /"Mars" is no time zone; expected a name such as Europe\/Berlin/,
    ],
    ['--log-level', { flags: { logLevel: 'loud' } }, /"LOUD" is none of DEBUG/],
    [
      'agent.package_manager.type',
      { conf: { agent: { package_manager: { type: 'pipenv' } } } },
      /"pipenv" is none of uv, pip, poetry, conda/,
    ],
    ['agent.venvs_cache.max_entries', { conf: { agent: { venvs_cache: { max_entries: 'ten' } } } }, /"ten" is not a number/],
  ] satisfies [string, TestOptions, RegExp][]) {
    it(`names ${name}, its value and what is allowed`, () => {
      assert.throws(
        () => agentOptions(options),
        (error: Error) => error.message.includes(name) && message.test(error.message),
      );
    });
  }
});

describe('compileWorkerName', () => {
  const base = { flags: {}, env: {}, conf: {}, host: 'host' };
  it('names workers as the stock agent does', () => {
    const name = (selection: Parameters<typeof compileWorkerName>[0]['selection']) => compileWorkerName({ ...base, selection });
    assert.deepEqual(name({ kind: 'some', devices: ['0', '1'] }), { kind: 'exact', id: 'host:gpu0,1' });
    assert.deepEqual(name({ kind: 'all' }), { kind: 'exact', id: 'host:gpuall' });
    assert.deepEqual(name({ kind: 'none' }), { kind: 'numbered', prefix: 'host:cpu' });
    assert.deepEqual(name({ kind: 'unset' }), { kind: 'numbered', prefix: 'host' });
  });

  it('takes another name for the host, from the environment or the file', () => {
    const selection = { kind: 'none' } as const;
    assert.deepEqual(compileWorkerName({ ...base, selection, conf: { agent: { worker_name: 'file' } } }), {
      kind: 'numbered',
      prefix: 'file:cpu',
    });
    assert.deepEqual(
      compileWorkerName({ ...base, selection, conf: { agent: { worker_name: 'file' } }, env: { CLEARML_WORKER_NAME: 'env' } }),
      { kind: 'numbered', prefix: 'env:cpu' },
    );
  });

  it('refuses a name that cannot stand in an address', () => {
    assert.throws(
      () => compileWorkerName({ ...base, selection: { kind: 'none' }, flags: { workerId: 'a/b' } }),
      /worker id "a\/b"/,
    );
  });
});
