import { homedir } from 'node:os';
import si from 'systeminformation';
import type { MachineStats } from '../../workflows/contracts/agent-api.ts';
import { freeBytes } from '../runs/disk-space.ts';
import { type GpuSelection, isSelected } from './gpu-selection.ts';
import { type Gpu, readGpus } from './nvidia-smi.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Measures this machine; of its GPUs only the selected ones. */
export async function readMachineStats(selection: GpuSelection, env: NodeJS.ProcessEnv): Promise<MachineStats> {
  const [load, memory, disk, network, gpus] = await Promise.all([
    si.currentLoad(),
    si.mem(),
    si.fsStats(),
    si.networkStats('*'),
    selection.kind === 'none' ? [] : readGpus(env),
  ]);
  const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + Math.max(0, value ?? 0), 0);
  return {
    cpu_usage: load.cpus.map((cpu) => round(cpu.load)),
    memory_used: round((memory.total - memory.available) / MIB),
    memory_free: round(memory.available / MIB),
    disk_free_home: round(freeBytes(homedir()) / GIB),
    disk_read: round(Math.max(0, disk?.rx_sec ?? 0) / MIB),
    disk_write: round(Math.max(0, disk?.wx_sec ?? 0) / MIB),
    network_tx: round(sum(network.map(({ tx_sec }) => tx_sec)) / MIB),
    network_rx: round(sum(network.map(({ rx_sec }) => rx_sec)) / MIB),
    ...gpuStats(gpus.filter((gpu) => isSelected(selection, gpu))),
  };
}

function gpuStats(gpus: Gpu[]): Partial<MachineStats> {
  if (gpus.length === 0) return {};
  return {
    gpu_usage: gpus.map(({ usage }) => usage),
    gpu_temperature: gpus.map(({ temperature }) => temperature),
    gpu_memory_used: gpus.map(({ memoryUsed }) => memoryUsed),
    gpu_memory_free: gpus.map(({ memoryFree }) => memoryFree),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
