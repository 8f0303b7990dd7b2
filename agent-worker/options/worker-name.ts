import { type Conf, confText } from '../../sdk/clearml-conf.ts';
import type { GpuSelection } from '../machine/gpu-selection.ts';

/** How a worker id is found. */
export type WorkerName =
  /** Exactly this one, or none: it was asked for, or names GPUs that only one agent may have. */
  | { kind: 'exact'; id: string }
  /** The first free one of `<prefix>:0`, `<prefix>:1`, … */
  | { kind: 'numbered'; prefix: string };

export interface WorkerNameInput {
  flags: { workerId?: string | undefined };
  env: NodeJS.ProcessEnv;
  conf: Conf;
  selection: GpuSelection;
  host: string;
}

/** As the stock agent names workers: `host:gpu0,1`, `host:cpu:0`, `host:0`. */
export function compileWorkerName({ flags, env, conf, selection, host }: WorkerNameInput): WorkerName {
  const id = flags.workerId || env.CLEARML_WORKER_ID || confText(conf, 'agent.worker_id');
  if (id) return { kind: 'exact', id: checked(id) };
  const name = checked(env.CLEARML_WORKER_NAME || confText(conf, 'agent.worker_name') || host);
  switch (selection.kind) {
    case 'all':
      return { kind: 'exact', id: `${name}:gpuall` };
    case 'some':
      return { kind: 'exact', id: `${name}:gpu${selection.devices.join(',').replaceAll(':', '.')}` };
    case 'none':
      return { kind: 'numbered', prefix: `${name}:cpu` };
    case 'unset':
      return { kind: 'numbered', prefix: name };
  }
}

function checked(name: string): string {
  if (/[\s/?#]/.test(name) || name.length > 150)
    throw new Error(`worker id "${name}": at most 150 characters, without spaces, "/", "?" and "#", such as "host:gpu0"`);
  return name;
}
