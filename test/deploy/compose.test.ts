import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { envVariables } from '../../deploy/env-variables.ts';
import { TEMPORAL_SERVER_VERSION } from '../../deploy/temporal/provide-server.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import { DYNAMIC_CONFIG } from '../../stack/temporal/service.ts';
import { checkedStages, readProjectFile, readServices, variablesOf } from './compose-files.ts';

const FILES = ['docker-compose.yml', 'docker-compose.agent.yml'];
const services = Object.entries(readServices('docker-compose.yml'));
const made = envVariables({ host: 'localhost', agentsAddress: '127.0.0.1' });
const names = (list: { name: string }[]) => [...new Set(list.map(({ name }) => name))].toSorted();

/** What a development server does without being told. */
const DEVELOPMENT_SERVER_DEFAULTS = { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 };

describe('the compose files', () => {
  it('take every variable from .env and refuse to work without it', () => {
    const lenient = FILES.flatMap(variablesOf).filter(({ rest }) => !rest.startsWith(':?'));
    assert.deepEqual(lenient, []);
  });

  it('hold no secret', () => {
    for (const [name, { environment = {} }] of FILES.flatMap((file) => Object.entries(readServices(file))))
      for (const [variable, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|KEY|CREDENTIALS|DATABASE_URL/.test(variable))
          assert.match(
            value.replaceAll(/\$\{[^}]*\}/g, '$'),
            /^(\$|postgres:.*:\$@.*|\{.*"accessKey":"\$","secretKey":"\$".*)/,
            `${name}: ${variable}`,
          );
  });

  it('use the variables that npm run compose:env makes, and .env.example lists them', () => {
    assert.deepEqual(names(FILES.flatMap(variablesOf)), names(made));
    const listed = Array.from(readProjectFile('.env.example').matchAll(/^(\w+)=\s*(?:#.*)?$/gm), ([, name]) => ({ name: name! }));
    assert.deepEqual(names(listed), names(made));
  });

  it('ask agents for an address, keys and queues only', () => {
    assert.deepEqual(names(variablesOf('docker-compose.agent.yml')), [
      'PERDURA_ACCESS_KEY',
      'PERDURA_AGENT_QUEUES',
      'PERDURA_API_URL',
      'PERDURA_SECRET_KEY',
    ]);
  });

  it('check the health of every service that stays, and start it again', () => {
    const stages = checkedStages();
    const once = services.flatMap(([, { depends_on = {} }]) =>
      Object.keys(depends_on).filter((name) => depends_on[name]!.condition === 'service_completed_successfully'),
    );
    for (const [name, { healthcheck, build, restart }] of services) {
      if (once.includes(name)) continue;
      assert.ok(healthcheck ?? stages.includes(build?.target ?? ''), `${name} has no check of health`);
      assert.equal(restart, 'unless-stopped', name);
    }
  });

  it('wait for the health of what a service needs', () => {
    for (const [name, { depends_on = {} }] of services)
      for (const { condition } of Object.values(depends_on))
        assert.match(condition, /^service_(healthy|completed_successfully)$/, name);
  });

  it('name each image by its version', () => {
    const { version } = JSON.parse(readProjectFile('package.json')) as { version: string };
    for (const [name, { image, build }] of services)
      assert.match(image, build ? new RegExp(`^perdura-${build.target}:${version}$`) : /^[\w/-]+:\d+\.\d+/, name);
  });

  it('publish what knows no passwords to this machine only, unless .env says otherwise', () => {
    const addressOf = (port: string) => port.replaceAll(/:\?[^}]*/g, '').split(':')[0];
    const ports = Object.fromEntries(services.map(([name, service]) => [name, service.ports ?? []]));
    assert.deepEqual(ports['temporal-ui']!.map(addressOf), ['127.0.0.1']);
    assert.deepEqual(ports.temporal!.map(addressOf), ['${PERDURA_TEMPORAL_PUBLISH_ADDRESS}']);
    assert.equal(made.find(({ name }) => name === 'PERDURA_TEMPORAL_PUBLISH_ADDRESS')!.value, '127.0.0.1');
    assert.deepEqual(ports.postgres, []);
  });

  it('run the Temporal server that is tried outside of containers, with the settings of the embedded one', () => {
    const { temporal, 'temporal-schema': schema } = Object.fromEntries(services);
    assert.equal(temporal!.image, `temporalio/server:${TEMPORAL_SERVER_VERSION}`);
    assert.match(schema!.image, new RegExp(`^temporalio/admin-tools:${TEMPORAL_SERVER_VERSION}-`));
    const dynamic = parse(readProjectFile('deploy/temporal/dynamic-config.yaml')) as Record<string, [{ value: unknown }]>;
    const embedded = DYNAMIC_CONFIG.map((entry) => entry.split('=') as [string, string]);
    assert.deepEqual(Object.fromEntries(Object.entries(dynamic).map(([name, [{ value }]]) => [name, value])), {
      ...Object.fromEntries(embedded.map(([name, value]) => [name, JSON.parse(value)])),
      ...DEVELOPMENT_SERVER_DEFAULTS,
    });
  });

  const compose = (...args: string[]) =>
    spawnSync('docker', ['compose', ...args], {
      cwd: PROJECT_FOLDER,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
  const here = compose('version').status === 0;
  const itComposes = here ? it : it.skip;

  itComposes(`are accepted by docker compose${here ? '' : ' (which is not installed here)'}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'perdura-compose-'));
    const env = join(folder, 'env');
    try {
      writeFileSync(env, made.map(({ name, value }) => `${name}=${value}\n`).join(''));
      for (const file of FILES) {
        const accepted = compose('--file', file, '--env-file', env, '--profile', '*', 'config', '--quiet');
        assert.equal(accepted.stderr, '');
        assert.equal(accepted.status, 0);
        const refused = compose('--file', file, '--env-file', '/dev/null', 'config', '--quiet');
        assert.notEqual(refused.status, 0);
        assert.match(refused.stderr, /required variable \w+ is missing a value: is not set, /);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
