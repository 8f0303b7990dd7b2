import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMachineStats } from '../../../agent-worker/machine/machine-stats.ts';
import { parseGpus, readGpus } from '../../../agent-worker/machine/nvidia-smi.ts';
import { scratchFolder } from '../../support/scratch.ts';

const CSV = '0, GPU-aa, 35, 61, 1024, 15000\n1, GPU-bb, [N/A], 44, 0, 16024\n';

/** A machine on which `nvidia-smi` says this. */
function withNvidia(csv: string): NodeJS.ProcessEnv {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\ncat <<'END'\n${csv}END\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

describe('parseGpus', () => {
  it('reads what nvidia-smi prints, and takes what it does not know for 0', () => {
    assert.deepEqual(parseGpus(CSV), [
      { index: 0, uuid: 'GPU-aa', usage: 35, temperature: 61, memoryUsed: 1024, memoryFree: 15000 },
      { index: 1, uuid: 'GPU-bb', usage: 0, temperature: 44, memoryUsed: 0, memoryFree: 16024 },
    ]);
    assert.deepEqual(parseGpus('NVIDIA-SMI has failed because it could not communicate with the driver.\n'), []);
  });
});

describe('readGpus', () => {
  it('finds none where there is no nvidia-smi', async () => {
    assert.deepEqual(await readGpus({ PATH: scratchFolder() }), []);
  });
});

describe('readMachineStats', () => {
  it('measures the machine, without GPUs where there are none', async () => {
    const stats = await readMachineStats({ kind: 'all' }, { PATH: scratchFolder() });
    assert.ok(stats.cpu_usage.length > 0 && stats.cpu_usage.every((percent) => percent >= 0 && percent <= 100));
    assert.ok(stats.memory_used > 10 && stats.memory_free > 10 && stats.memory_used + stats.memory_free < 10_000_000, 'MiB');
    assert.ok(stats.disk_free_home > 0 && stats.disk_free_home < 1_000_000, 'GiB');
    assert.ok(
      [stats.disk_read, stats.disk_write, stats.network_rx, stats.network_tx].every((rate) => rate >= 0 && rate < 100_000),
    );
    assert.ok(!('gpu_usage' in stats));
  });

  it('tells of the selected GPUs only', async () => {
    const stats = await readMachineStats({ kind: 'some', devices: ['1'] }, withNvidia(CSV));
    assert.deepEqual(
      [stats.gpu_usage, stats.gpu_temperature, stats.gpu_memory_used, stats.gpu_memory_free],
      [[0], [44], [0], [16024]],
    );
  });
});
