import type { Worker } from '../../api/types.ts';
import { Meter } from '../../components/meter.tsx';
import classes from './workers.module.css';

const GIB_IN_MIB = 1024;

/** Processor, memory and each GPU as bars. */
export function Utilisation({ worker: { stats, online } }: { worker: Worker }) {
  if (!stats || !online) return <span className="dim">not reported</span>;
  const { cpu_usage: cpu = [], memory_used: used, memory_free: free, gpu_usage: gpus = [] } = stats;
  const total = used !== undefined && free !== undefined ? used + free : null;
  return (
    <span className={classes.meters}>
      <Meter label="CPU" percent={cpu.length === 0 ? null : cpu.reduce((sum, value) => sum + value, 0) / cpu.length} />
      <Meter
        label="RAM"
        percent={total ? (used! / total) * 100 : null}
        {...(total ? { title: `RAM: ${gib(used!)} of ${gib(total)} GiB` } : {})}
      />
      {gpus.map((usage, index) => (
        <Meter key={index} label={gpus.length === 1 ? 'GPU' : `GPU${index}`} percent={usage} />
      ))}
    </span>
  );
}

const gib = (mebibytes: number): string => (mebibytes / GIB_IN_MIB).toFixed(1);
