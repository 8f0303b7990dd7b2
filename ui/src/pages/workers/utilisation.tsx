import type { Worker } from '../../api/types.ts';
import { Meter } from '../../components/meter.tsx';
import classes from './workers.module.css';

const GIB_IN_MIB = 1024;
/** More GPUs than this share one bar. */
const MOST_GPU_METERS = 4;

/** Processor, memory and GPUs as bars. */
export function Utilisation({ worker: { stats, online } }: { worker: Worker }) {
  if (!stats || !online) return <span className="dim">not reported</span>;
  const { cpu_usage: cpu = [], memory_used: used, memory_free: free, gpu_usage: gpus = [] } = stats;
  const total = used !== undefined && free !== undefined ? used + free : null;
  return (
    <span className={classes.meters}>
      <Meter label="CPU" percent={mean(cpu)} />
      <Meter
        label="RAM"
        percent={total ? (used! / total) * 100 : null}
        {...(total ? { title: `RAM: ${gib(used!)} of ${gib(total)} GiB` } : {})}
      />
      <GpuMeters gpus={gpus} />
    </span>
  );
}

function GpuMeters({ gpus }: { gpus: number[] }) {
  if (gpus.length > MOST_GPU_METERS) {
    return (
      <Meter
        label={`${gpus.length} GPU`}
        percent={mean(gpus)}
        title={gpus.map((usage, gpu) => `GPU ${gpu}: ${usage} %`).join(', ')}
      />
    );
  }
  return gpus.map((usage, gpu) => <Meter key={gpu} label={gpus.length === 1 ? 'GPU' : `GPU${gpu}`} percent={usage} />);
}

const mean = (values: number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const gib = (mebibytes: number): string => (mebibytes / GIB_IN_MIB).toFixed(1);
