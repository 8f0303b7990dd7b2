import assert from 'node:assert/strict';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { checkPrices, compilePolicy } from '../../../autoscaler/config/policy.ts';
import { clearmlFile, dockerFile } from './files.ts';

const now = new Date('2026-03-02T12:00:00Z');
const unknown = { prices: {}, gpus: {} };

describe('the policy of a configuration', () => {
  it('has times in milliseconds and the queues by priority', () => {
    const queues = { a: [['aws4gpu', 3]], b: [['aws4gpu', 2]] };
    const file = clearmlFile({
      configurations: { queues },
      hyper_params: { max_idle_time_min: 10, max_spin_up_time_min: 30, polling_interval_time_min: 0.5 },
      perdura: { priority: ['b'], max_instances: 4, warm_pool: { a: 1 }, budget: { cost_per_day: 20 } },
    });
    assert.deepEqual(compilePolicy(parseConfiguration(file), { now, prices: { aws4gpu: 0.75 }, gpus: { aws4gpu: 1 } }), {
      queues: [
        { queue: 'b', resources: [{ resource: 'aws4gpu', max: 2 }], warm: 0 },
        { queue: 'a', resources: [{ resource: 'aws4gpu', max: 3 }], warm: 1 },
      ],
      resources: { aws4gpu: { max: null, gpus: 1, hourlyPrice: 0.75 } },
      maxMachines: 4,
      maxIdleMs: 600_000,
      maxSpinUpMs: 1_800_000,
      pollingMs: 30_000,
      budget: { hoursPerDay: null, costPerDay: 20, atLimit: 'end' },
    });
  });

  it('takes the price of the configuration before that of the table', () => {
    const configuration = parseConfiguration(clearmlFile({}, { hourly_price: 2 }));
    assert.equal(compilePolicy(configuration, { now, ...unknown, prices: { aws4gpu: 0.75 } }).resources.aws4gpu?.hourlyPrice, 2);
  });

  it('has no GPUs in machines that are for the CPU alone', () => {
    const configuration = parseConfiguration(clearmlFile({}, { cpu_only: true }));
    assert.equal(compilePolicy(configuration, { now, ...unknown, gpus: { aws4gpu: 4 } }).resources.aws4gpu?.gpus, 0);
  });

  it('knows the GPUs of containers from the configuration', () => {
    const configuration = parseConfiguration(dockerFile({}, { gpus: 2 }));
    assert.equal(compilePolicy(configuration, { now, ...unknown }).resources.local?.gpus, 2);
  });

  it('keeps the machines ready that the schedule of the moment says', () => {
    const schedules = [{ days: ['mon'], from: '08:00', to: '18:00', timezone: 'Europe/Berlin', warm_pool: { cpu: 2 } }];
    const configuration = parseConfiguration(dockerFile({ perdura: { warm_pool: { cpu: 1 }, schedules } }));
    const warmAt = (at: string) => compilePolicy(configuration, { now: new Date(at), ...unknown }).queues[0]?.warm;
    assert.equal(warmAt('2026-03-02T06:59:00Z'), 1, 'before 8 in Berlin');
    assert.equal(warmAt('2026-03-02T07:00:00Z'), 2);
    assert.equal(warmAt('2026-03-02T16:59:00Z'), 2);
    assert.equal(warmAt('2026-03-02T17:00:00Z'), 1, 'at 18 in Berlin');
    assert.equal(warmAt('2026-03-03T12:00:00Z'), 1, 'on Tuesday');
    assert.equal(warmAt('2026-06-01T06:30:00Z'), 2, 'in summer time');
  });

  it('counts a schedule over midnight to the day on which it begins', () => {
    const schedules = [{ days: ['fri'], from: '22:00', to: '06:00', warm_pool: { cpu: 3 } }];
    const configuration = parseConfiguration(dockerFile({ perdura: { schedules } }));
    const warmAt = (at: string) => compilePolicy(configuration, { now: new Date(at), ...unknown }).queues[0]?.warm;
    assert.equal(warmAt('2026-03-06T21:59:00Z'), 0);
    assert.equal(warmAt('2026-03-06T22:00:00Z'), 3);
    assert.equal(warmAt('2026-03-07T05:59:00Z'), 3);
    assert.equal(warmAt('2026-03-07T06:00:00Z'), 0);
    assert.equal(warmAt('2026-03-06T05:00:00Z'), 0, 'the morning before');
  });
});

describe('a budget in money', () => {
  const budget = { budget: { cost_per_day: 20 } };

  it('is refused while the price of a resource is not known, with the way out', () => {
    assert.deepEqual(checkPrices(parseConfiguration(clearmlFile({ perdura: budget })), unknown), [
      {
        field: 'configurations.resource_configurations.aws4gpu.hourly_price',
        message: 'is missing; perdura.budget.cost_per_day needs the price of each resource, and that of this one is not known',
      },
    ]);
  });

  it('is allowed with prices of the table, of the configuration, and with machines that cost nothing', () => {
    assert.deepEqual(checkPrices(parseConfiguration(clearmlFile({ perdura: budget })), { prices: { aws4gpu: 1 } }), []);
    assert.deepEqual(checkPrices(parseConfiguration(clearmlFile({ perdura: budget }, { hourly_price: 1 })), unknown), []);
    assert.deepEqual(checkPrices(parseConfiguration(dockerFile({ perdura: budget }, { hourly_price: 0 })), unknown), []);
  });

  it('needs no price of a resource that no queue uses', () => {
    const resource_configurations = {
      priced: { instance_type: 'a', ami_id: 'b', subnet_id: 'c', hourly_price: 1 },
      other: { instance_type: 'a', ami_id: 'b', subnet_id: 'c' },
    };
    const file = clearmlFile({ configurations: { queues: { q: [['priced', 1]] }, resource_configurations }, perdura: budget });
    assert.deepEqual(checkPrices(parseConfiguration(file), unknown), []);
  });
});
