import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { logIn, type OpenPage } from './chromium.ts';
import { scalerId } from './fake/autoscalers.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const EXAMPLE = new URL('../../examples/autoscaler/aws_autoscaler.yaml', import.meta.url);

describe('the form that starts an autoscaler', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 50 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const name = () => page.getByLabel('Name', { exact: true });
  const start = () => page.getByRole('button', { name: 'Start autoscaler' });
  const mend = () => page.getByRole('list', { name: 'To mend' });
  const submitted = () => server.state.scalers.at(-1)!.calls[0]!.body.configuration;

  it('starts machines of Docker with a name alone', async () => {
    await open('/autoscalers/new');
    await name().fill('laptop');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    assert.deepEqual(submitted(), {
      configurations: {
        queues: { default: [['local', 2]] },
        resource_configurations: { local: { image: 'python:3.12', cpus: 2 } },
      },
      hyper_params: { cloud_provider: 'docker', max_idle_time_min: 5, max_spin_up_time_min: 5, polling_interval_time_min: 1 },
    });
  });

  it("is filled from ClearML's file, and sends what stands there and nothing else", async () => {
    const text = await readFile(EXAMPLE, 'utf8');
    await open('/autoscalers/new');
    await page.getByRole('button', { name: 'Paste a file' }).click();
    await page.getByLabel('File', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Fill the form' }).click();
    assert.equal(await page.getByLabel('Instance type of aws4gpu').inputValue(), 'g3s.xlarge');
    assert.equal(await page.getByLabel('Maximum of resource 1 of gpu_queue').inputValue(), '3');
    assert.equal(await page.getByLabel('Looks every').inputValue(), '5');
    await name().fill('as it is');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    assert.deepEqual(submitted(), parse(text));
  });

  it('refuses a file that is none, and keeps the form', async () => {
    await open('/autoscalers/new');
    await page.getByRole('button', { name: 'Paste a file' }).click();
    await page.getByLabel('File', { exact: true }).fill('queues: [a, b]');
    await page.getByRole('button', { name: 'Fill the form' }).click();
    await page.getByRole('alert').getByText("configurations should be a map, as in ClearML's aws_autoscaler.yaml").waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByLabel('Image of local').inputValue(), 'python:3.12');
  });

  it('says at each field what is wrong, once somebody tried, by the rules of the server', async () => {
    await open('/autoscalers/new');
    await page.getByText('AWS EC2', { exact: true }).click();
    await page.getByLabel('Idle for at most').fill('soon');
    await page.getByLabel('Maximum of resource 1 of default').fill('-1');
    assert.equal(await mend().count(), 0);
    await start().click();
    await mend().getByText('is missing').first().waitFor();
    await page.getByText('is "soon"; allowed: a number above 0').first().waitFor();
    await page.locator('[data-queue=default]').getByText('is -1; allowed: a whole number from 0 to 100000').waitFor();
    await page.locator('[data-resource=aws4gpu]').getByText('is missing; allowed: the id of an image').waitFor();
    await name().fill('fleet');
    await page.getByLabel('Idle for at most').fill('7.5');
    await page.getByLabel('Maximum of resource 1 of default').fill('3');
    await page.getByLabel('Image (AMI) of aws4gpu').fill('ami-1');
    await page.getByLabel('Zones of aws4gpu').fill('us-west-2a, us-west-2b');
    await page.getByLabel('Dollars a day').fill('20');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    const { configurations, hyper_params, perdura } = submitted();
    assert.equal(hyper_params.max_idle_time_min, 7.5);
    assert.equal(configurations.resource_configurations.aws4gpu.availability_zone, 'us-west-2a, us-west-2b');
    assert.deepEqual(perdura, { budget: { cost_per_day: 20 } });
  });

  it('asks for what Google Cloud needs, and sends nothing that was typed for another cloud', async () => {
    await open('/autoscalers/new');
    await page.getByText('AWS EC2', { exact: true }).click();
    await page.getByLabel('Access key').fill('AKIA');
    await page.getByText('Google Cloud', { exact: true }).click();
    await name().fill('google');
    await start().click();
    await page.locator('[data-resource=gcp4gpu]').getByText('is missing; allowed: a zone such as us-central1-a').waitFor();
    await page.getByLabel('Project').fill('lab');
    await page.getByLabel('Image of gcp4gpu').fill('projects/p/global/images/i');
    await page.getByLabel('Zones of gcp4gpu').fill('us-central1-a, us-central1-b');
    await page.getByLabel('GPUs of gcp4gpu').fill('2');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    const { configurations, hyper_params } = submitted();
    assert.deepEqual(configurations.resource_configurations.gcp4gpu, {
      machine_type: 'n1-standard-8',
      image: 'projects/p/global/images/i',
      zone: 'us-central1-a, us-central1-b',
      gpu_type: 'nvidia-tesla-t4',
      gpu_count: 2,
      is_spot: false,
      disk_size_gb: 100,
    });
    assert.deepEqual(hyper_params, {
      cloud_provider: 'gcp',
      cloud_credentials_project: 'lab',
      use_credentials_chain: true,
      max_idle_time_min: 10,
      max_spin_up_time_min: 30,
      polling_interval_time_min: 5,
    });
  });

  it('names what is wrong in a file that the form has no field for', async () => {
    const text = (await readFile(EXAMPLE, 'utf8')).replace('hyper_params:', 'hyper_params:\n  max_idle_minutes: 3');
    await open('/autoscalers/new');
    await page.getByRole('button', { name: 'Paste a file' }).click();
    await page.getByLabel('File', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Fill the form' }).click();
    await name().fill('typo');
    await start().click();
    await mend()
      .getByText(/hyper_params\.max_idle_minutes is not known; allowed: cloud_credentials_key/)
      .waitFor();
  });

  it("shows the server's refusal at its field", async () => {
    await open('/autoscalers/new');
    await name().fill('gpu fleet');
    await start().click();
    await page.getByText('autoscaler "gpu fleet" is at work (running)').first().waitFor();
    assert.equal(await name().getAttribute('aria-invalid'), 'true');
    await name().fill('another fleet');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
  });

  it('has resources and queues of any number, which follow a change of a name', async () => {
    await open('/autoscalers/new');
    await name().fill('two');
    await page.getByRole('button', { name: 'Add a resource' }).click();
    await page.getByLabel('Name of resource2').fill('big');
    await page.getByLabel('CPUs of big').fill('8');
    await page.getByRole('button', { name: 'Then try another' }).click();
    await page.getByRole('button', { name: 'Add a queue' }).click();
    await start().click();
    await mend().getByText('name of a queue').waitFor();
    await page.getByLabel('Queue 2').fill('night');
    await page.getByLabel('Kept ready for night').fill('1');
    await page.getByLabel('Name of local').fill('small');
    await start().click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    const { configurations, perdura } = submitted();
    assert.deepEqual(configurations.queues, {
      default: [
        ['small', 2],
        ['big', 1],
      ],
      night: [['small', 1]],
    });
    assert.equal(configurations.resource_configurations.big.cpus, 8);
    assert.deepEqual(perdura, { priority: ['default', 'night'], warm_pool: { night: 1 } });
  });

  it('is filled as another autoscaler is configured, without its secrets', async () => {
    await open(`/autoscalers/new?from=${scalerId(0)}`);
    assert.equal(await name().inputValue(), 'gpu fleet again');
    assert.equal(await page.getByLabel('Zones of aws4gpu-spot').inputValue(), 'us-west-2c, us-west-2a');
    assert.equal(await page.getByLabel('Secret key').inputValue(), '');
    assert.equal(await page.getByLabel('Script', { exact: true }).inputValue(), '');
  });

  it('changes a stopped autoscaler, whose secrets stay', async () => {
    await open(`/autoscalers/${scalerId(2)}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Change and start again' }).click();
    await page.waitForURL(/\/autoscalers\/new\?again=/);
    await page.getByLabel('Idle for at most').fill('3');
    assert.equal(await name().getAttribute('readonly'), '');
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.waitForURL(new RegExp(`/autoscalers/${scalerId(3)}$`));
    assert.equal(submitted().hyper_params.git_pass, '***');
    assert.equal(submitted().hyper_params.max_idle_time_min, 3);
  });
});
