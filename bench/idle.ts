/**
 * `npm run bench:idle [-- --starts N --settle SECONDS --agents N]`: how long `perdura up` takes on an empty data folder and on one with
 * data, agents included; the memory of the whole embedded stack when nothing is asked of it; and the processor time that the server
 * takes while many agents wait for work. Linux only: memory is read from /proc, where pages that processes share count once.
 */
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AgentProcess, startAgentProcess } from '../test/support/agent-process.ts';
import { type Installation, startInstallation } from '../test/support/installation.ts';
import { childrenByParent, family, processorMs } from './processes.ts';
import { type Figure, percentile, report } from './report.ts';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '3' },
    settle: { type: 'string', default: '30' },
    agents: { type: 'string', default: '100' },
  },
});
/** Long beside everything that is done every now and then. */
const MEASURED_MS = 60_000;
/** Without the MongoDB that it needs beside. */
const REFERENCE_MIB = 580;

const { cold, warm } = await measureStarts();
const installation = await startInstallation({ agents: true });
try {
  await sleep(Number(values.settle) * 1000);
  const memory = await memoryByService(installation);
  const total = sum(memory.map(({ mib }) => mib));
  await report('idle', [
    ...seconds('start on an empty data folder', cold),
    ...seconds('start on one with data', warm),
    {
      what: 'idle memory of everything',
      value: total,
      unit: 'MiB',
      better: 'lower',
      beside: { what: 'reference server, its MongoDB aside', value: REFERENCE_MIB },
    },
    ...memory.map(({ service, mib }): Figure => ({ what: `of it ${service}`, value: mib, unit: 'MiB', better: 'lower' })),
    ...(await processorByService(installation)),
  ]);
} finally {
  await installation.release();
}

async function measureStarts(): Promise<{ cold: number[]; warm: number[] }> {
  const cold: number[] = [];
  const warm: number[] = [];
  // Its first start fetches and compiles what later ones find, and does not count.
  const installation = await startInstallation({ agents: true });
  try {
    for (let start = 0; start < Number(values.starts); start += 1) {
      await installation.perdura('down');
      await rm(installation.dataDir, { recursive: true });
      cold.push(await up(installation));
      await installation.perdura('down');
      warm.push(await up(installation));
    }
  } finally {
    await installation.release();
  }
  return { cold, warm };
}

/** Seconds until everything is ready, the command's own start included. */
async function up({ perdura }: Installation): Promise<number> {
  const begin = performance.now();
  await perdura('up', '--detach', '--no-example');
  return (performance.now() - begin) / 1000;
}

function seconds(what: string, times: number[]): Figure[] {
  if (times.length === 0) return [];
  return [{ what: `${what}: median of ${times.length}`, value: percentile(times, 50), unit: 's', better: 'lower' }];
}

async function memoryByService({ perdura, pids }: Installation): Promise<{ service: string; mib: number }[]> {
  const { supervisor } = JSON.parse(await perdura('status', '--json')) as { supervisor: number };
  const children = await childrenByParent();
  return Promise.all(
    Object.entries({ supervisor, ...(await pids()) }).map(async ([service, pid]) => ({
      service,
      // The services are children of the supervisor.
      mib: sum(await Promise.all((service === 'supervisor' ? [pid] : family(pid, children)).map(residentMib))),
    })),
  );
}

/** Of one core, while as many agents as are asked for have nothing to do. */
async function processorByService(installation: Installation): Promise<Figure[]> {
  const count = Number(values.agents);
  if (count === 0) return [];
  const agents: AgentProcess[] = [];
  try {
    for (let index = 0; index < count; index += 1)
      agents.push(await startAgentProcess(installation, { name: `idle-${index}`, queue: 'default' }));
    await sleep(Number(values.settle) * 1000);
    const before = await processorOfServices(installation);
    const begin = performance.now();
    await sleep(MEASURED_MS);
    const after = await processorOfServices(installation);
    const took = performance.now() - begin;
    const shares = Object.entries(after).map(([service, ms]) => ({ service, percent: (100 * (ms - before[service]!)) / took }));
    const what = `processor of the server with ${count} idle agents`;
    return [
      { what, value: sum(shares.map(({ percent }) => percent)), unit: '% of a core', better: 'lower' },
      ...shares.map(
        ({ service, percent }): Figure => ({
          what: `of it ${service}`,
          value: percent,
          unit: '% of a core',
          better: 'lower',
        }),
      ),
    ];
  } finally {
    await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
  }
}

/** Milliseconds of processor time so far, by service; the installation's own agents are left out. */
async function processorOfServices({ pids }: Installation): Promise<Record<string, number>> {
  const children = await childrenByParent();
  const services = Object.entries(await pids()).filter(([service]) => !service.startsWith('agent'));
  return Object.fromEntries(
    await Promise.all(services.map(async ([service, pid]) => [service, await processorMs(family(pid, children))] as const)),
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Proportional set size: a page that several processes share counts in parts. */
async function residentMib(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}
