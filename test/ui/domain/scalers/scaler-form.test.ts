import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { fieldText, readNumbers } from '../../../../ui/src/domain/scalers/field-text.ts';
import { problemAt } from '../../../../ui/src/domain/scalers/problem-at.ts';
import { readScalerForm } from '../../../../ui/src/domain/scalers/read-scaler-form.ts';
import { formFromFile, newForm } from '../../../../ui/src/domain/scalers/scaler-form.ts';

const EXAMPLE = new URL('../../../../examples/autoscaler/aws_autoscaler.yaml', import.meta.url);
const named = (form: ReturnType<typeof newForm>) => ({ ...form, name: 'fleet' });

describe('the form of an autoscaler', () => {
  it('begins with what Docker takes as it is, and lacks an image and a zone in a cloud', () => {
    assert.deepEqual(readScalerForm(named(newForm('docker'))).problems, {});
    assert.deepEqual(Object.keys(readScalerForm(named(newForm('ec2'))).problems), [
      'configurations.resource_configurations.aws4gpu.ami_id',
    ]);
    assert.deepEqual(Object.keys(readScalerForm(named(newForm('gcp'))).problems), [
      'configurations.resource_configurations.gcp4gpu.image',
      'configurations.resource_configurations.gcp4gpu.zone',
    ]);
  });

  it("gives ClearML's file back with the same content", async () => {
    const file = parse(await readFile(EXAMPLE, 'utf8'));
    const { configuration, problems } = readScalerForm(formFromFile(file, 'fleet'));
    assert.deepEqual(configuration, file);
    assert.deepEqual(problems, {});
  });

  it('keeps what it has no field for: schedules, further fields of RunInstances, sections that nobody knows', async () => {
    const file = parse(await readFile(EXAMPLE, 'utf8'));
    file.configurations.resource_configurations.aws4gpu.extra_configurations = { Placement: { Tenancy: 'dedicated' } };
    file.perdura = {
      schedules: [{ days: ['mon'], from: '08:00', to: '18:00', timezone: 'Europe/Berlin', warm_pool: { gpu_queue: 2 } }],
      warm_pool: { gpu_queue: 1 },
    };
    file.more = 1;
    const { configuration, problems } = readScalerForm(formFromFile(file, 'fleet'));
    assert.deepEqual(configuration, file);
    assert.deepEqual(Object.keys(problems), ['more']);
  });

  it('lists queues by their priority', () => {
    const file = {
      configurations: { queues: { a: [['r', 1]], b: [['r', 2]] }, resource_configurations: { r: { image: 'i' } } },
      hyper_params: { cloud_provider: 'docker' },
      perdura: { priority: ['b'] },
    };
    const form = formFromFile(file, '');
    assert.deepEqual(
      form.queues.map(({ name }) => name),
      ['b', 'a'],
    );
    assert.deepEqual((readScalerForm(form).configuration.perdura as { priority: string[] }).priority, ['b', 'a']);
  });

  it('leaves out secrets that a configuration only stands for, unless it is their own', () => {
    const file = {
      configurations: { queues: {}, resource_configurations: {}, extra_clearml_conf: '***' },
      hyper_params: { git_pass: '***', git_user: '***' },
    };
    const without = formFromFile(file, '');
    assert.deepEqual([without.configurations, without.hyper_params], [{}, { git_user: '***' }]);
    assert.deepEqual(formFromFile(file, '', { keepHidden: true }).hyper_params, file.hyper_params);
  });

  it('refuses a file whose queues and resources are not where they should be, and names the field', () => {
    const file = { configurations: { queues: { q: ['r', 1] }, resource_configurations: {} }, hyper_params: {} };
    assert.throws(() => formFromFile(file, ''), /configurations\.queues\.q should be a list of pairs/);
    assert.throws(() => formFromFile([], ''), /the file should be a map/);
    assert.throws(() => formFromFile({ configurations: {} }, ''), /configurations\.resource_configurations should be a map/);
  });

  it('wants a name for each thing, and each name once', () => {
    const form = newForm('docker');
    const [resource] = form.resources;
    const twice = { ...form, resources: [resource!, { ...resource!, key: 'second' }, { ...resource!, key: 'third', name: ' ' }] };
    const { problems } = readScalerForm(twice);
    assert.deepEqual(
      [problems.name, problems['resource.second'], problems['resource.third']],
      ['is missing', 'is there once more', 'is missing'],
    );
  });
});

describe('a field of the form', () => {
  it('shows lists by commas and maps by equals signs', () => {
    assert.deepEqual([null, undefined, false, 1.5, ['a', 'b'], { owner: 'me', team: 'x' }].map(fieldText), [
      '',
      '',
      'false',
      '1.5',
      'a, b',
      'owner=me, team=x',
    ]);
  });

  it('is a number where the file has one; what is none is left to the check, and what is empty is left out', () => {
    assert.deepEqual(readNumbers({ cpus: '1.5', gpus: 'two', memory_gib: ' ', image: '3', max_instances: null }), {
      cpus: 1.5,
      gpus: 'two',
      image: '3',
      max_instances: null,
    });
  });

  it('shows what is wrong in it or within it, and nothing of a field whose name begins alike', () => {
    const problems = { 'a.b.0': 'wrong', 'a.bc': 'other' };
    assert.equal(problemAt(problems, 'a.b'), 'wrong');
    assert.equal(problemAt(problems, 'a.bc'), 'other');
    assert.equal(problemAt(problems, 'a.c'), undefined);
  });
});
