import assert from 'node:assert/strict';
import { taskEnvironment, toolEnvironment } from '../../../agent-worker/stages/task-environment.ts';
import { agentOptions, type TestOptions } from '../support/agent-options.ts';
import { runSpec } from '../support/run-spec.ts';

const FOLDER = { python: '/venv/bin/python', folder: '/venv', key: null, modules: [] };

const environment = (options: TestOptions = {}, spec: Parameters<typeof runSpec>[0] = {}) =>
  taskEnvironment({
    spec: runSpec(spec),
    options: agentOptions(options),
    worker: 'box:0',
    runKey: 'task-1',
    environment: FOLDER,
    configuration: '/run/clearml.conf',
    modulePath: ['/code'],
  });

describe('taskEnvironment', () => {
  it('makes the SDK attach to the task, by its token, and leave the console to the agent', () => {
    const env = environment();
    assert.equal(env.CLEARML_TASK_ID, 'a'.repeat(32));
    assert.equal(env.TRAINS_TASK_ID, 'a'.repeat(32));
    assert.equal(env.CLEARML_LOG_TASK_TO_BACKEND, '0');
    assert.equal(env.CLEARML_CONFIG_FILE, '/run/clearml.conf');
    assert.equal(env.CLEARML_AUTH_TOKEN, 'token-of-the-attempt');
    assert.equal(env.CLEARML_API_HOST, 'http://127.0.0.1:1');
    assert.equal(env.CLEARML_FILES_HOST, 'http://127.0.0.1:3');
    assert.equal(env.CLEARML_WORKER_ID, 'box:0');
    assert.equal(env.PERDURA_RUN, 'task-1');
    assert.equal(env.PYTHONUNBUFFERED, '1');
  });

  it('keeps what is the agent’s alone, and what surrounds the agent', () => {
    const secrets = {
      CLEARML_API_ACCESS_KEY: 'k',
      CLEARML_API_SECRET_KEY: 's',
      CLEARML_AGENT_GIT_PASS: 'g',
      TRAINS_API_SECRET_KEY: 's',
      PERDURA_SIGNING_KEY: 'x',
      PERDURA_DATABASE_URL: 'x',
      PERDURA_BOOTSTRAP_CREDENTIALS: 'x',
    };
    const around = { CLEARML_PROC_MASTER_ID: '1:other', VIRTUAL_ENV: '/other', PYTHONHOME: '/other', NODE_OPTIONS: '--inspect' };
    const env = environment({ env: { ...secrets, ...around, HOME: '/home/me', FOO: 'bar' } });
    assert.deepEqual(
      Object.keys({ ...secrets, ...around }).filter((name) => name !== 'VIRTUAL_ENV' && name in env),
      [],
    );
    assert.deepEqual([env.FOO, env.VIRTUAL_ENV], ['bar', '/venv']);
  });

  it('puts the environment first on the paths', () => {
    const env = environment({ env: { PATH: '/usr/bin', PYTHONPATH: '/more' } });
    assert.equal(env.PATH, '/venv/bin:/usr/bin');
    assert.equal(env.PYTHONPATH, '/code:/more');
  });

  it('takes the parameters of the section Environment, unless the agent is told not to', () => {
    assert.equal(environment({}, { environment: { FOO: 'bar' } }).FOO, 'bar');
    assert.equal(environment({ conf: { agent: { enable_task_env: false } } }, { environment: { FOO: 'bar' } }).FOO, undefined);
  });

  it('does not let a task take another identity', () => {
    const env = environment({}, { environment: { CLEARML_TASK_ID: 'other', PERDURA_RUN: 'other', CLEARML_AUTH_TOKEN: 'other' } });
    assert.deepEqual(
      [env.CLEARML_TASK_ID, env.PERDURA_RUN, env.CLEARML_AUTH_TOKEN],
      ['a'.repeat(32), 'task-1', 'token-of-the-attempt'],
    );
  });

  it('shows the GPUs that the agent was given', () => {
    const visible = (flags: NonNullable<TestOptions['flags']>) => {
      const env = environment({ flags });
      return [env.NVIDIA_VISIBLE_DEVICES, env.CUDA_VISIBLE_DEVICES];
    };
    assert.deepEqual(visible({ gpus: '0,1' }), ['0,1', '0,1']);
    assert.deepEqual(visible({ cpuOnly: true }), ['none', 'none']);
  });
});

describe('toolEnvironment', () => {
  it('leaves modules for tasks out', () => {
    assert.equal(toolEnvironment({ PYTHONPATH: '/x', FOO: 'bar' }, 'task-1').PYTHONPATH, undefined);
    assert.deepEqual(toolEnvironment({ FOO: 'bar' }, 'task-1'), { FOO: 'bar', PERDURA_RUN: 'task-1' });
  });
});
