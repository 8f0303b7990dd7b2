/** Which GPUs an agent's tasks see. */
export type GpuSelection =
  /** Nobody has said anything: the tasks see what the agent sees. */
  | { kind: 'unset' }
  | { kind: 'all' }
  | { kind: 'none' }
  /** Indices or identifiers as nvidia-smi has them. */
  | { kind: 'some'; devices: string[] };

export interface GpuInput {
  /** `--gpus` */
  gpus: string | undefined;
  cpuOnly: boolean;
  env: NodeJS.ProcessEnv;
}

/** The flags win over `NVIDIA_VISIBLE_DEVICES`, and that over `CUDA_VISIBLE_DEVICES`. Throws for a contradiction. */
export function selectGpus({ gpus, cpuOnly, env }: GpuInput): GpuSelection {
  const flag = gpus?.trim();
  if (cpuOnly && flag && flag !== 'none') throw new Error(`--cpu-only and --gpus ${gpus} contradict each other`);
  if (cpuOnly) return { kind: 'none' };
  const said = flag ?? (env.NVIDIA_VISIBLE_DEVICES || env.CUDA_VISIBLE_DEVICES);
  return said === undefined ? { kind: 'unset' } : parseSelection(said, flag === undefined ? 'NVIDIA_VISIBLE_DEVICES' : '--gpus');
}

function parseSelection(said: string, where: string): GpuSelection {
  if (said === 'all') return { kind: 'all' };
  if (['none', 'void', '-1', ''].includes(said.toLowerCase())) return { kind: 'none' };
  const devices = said.split(',').map((device) => device.trim());
  const wrong = devices.find((device) => !/^(\d+([.:]\d+)?|(GPU|MIG)-[\w/-]+)$/.test(device));
  if (wrong !== undefined) throw new Error(`${where}: "${said}" is none of: "all", "none", a list of devices such as "0,1"`);
  return { kind: 'some', devices };
}

export interface GpuVariablesInput {
  selection: GpuSelection;
  /** Inside a container the runtime has numbered the devices anew, so only the flags may name devices for CUDA. */
  inContainer: boolean;
  /** The selection comes from flags. */
  byFlag: boolean;
}

/** Variables for a task's process; undefined removes one. */
export function gpuVariables({ selection, inContainer, byFlag }: GpuVariablesInput): Record<string, string | undefined> {
  const order = { CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
  switch (selection.kind) {
    case 'unset':
      return order;
    case 'all':
      // CUDA knows no "all".
      return { ...order, NVIDIA_VISIBLE_DEVICES: 'all', ...(byFlag && { CUDA_VISIBLE_DEVICES: undefined }) };
    case 'none':
      return { ...order, NVIDIA_VISIBLE_DEVICES: 'none', CUDA_VISIBLE_DEVICES: 'none' };
    case 'some': {
      const visible = selection.devices.join(',').replaceAll('.', ':');
      return { ...order, NVIDIA_VISIBLE_DEVICES: visible, ...((byFlag || !inContainer) && { CUDA_VISIBLE_DEVICES: visible }) };
    }
  }
}

/** Whether a GPU of the machine is among the selected ones. */
export function isSelected(selection: GpuSelection, gpu: { index: number; uuid: string }): boolean {
  if (selection.kind === 'none') return false;
  if (selection.kind !== 'some') return true;
  return selection.devices.some((device) => device === gpu.uuid || device.split(/[.:]/)[0] === String(gpu.index));
}
