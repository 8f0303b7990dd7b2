import { TRIAL_STATES } from '../../workflows/contracts/sweep.ts';
import type { SweepSummary } from '../../workflows/contracts/sweep-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { printJson, printTable } from '../output.ts';

export async function listSweeps(options: ServerOptions & { archived?: boolean }): Promise<void> {
  const client = await connect(options);
  const { sweeps } = await client.request<{ sweeps: SweepSummary[] }>(
    'GET',
    `/api/sweeps${options.archived ? '?archived=true' : ''}`,
  );
  if (options.json) return printJson(sweeps);
  const rows = sweeps.map((sweep) => [
    sweep.id,
    sweep.paused ? `${sweep.status}, paused` : sweep.status,
    sweep.strategy,
    trialCounts(sweep),
    sweep.best ? String(sweep.best.value) : '-',
    sweep.project,
    sweep.name,
  ]);
  printTable(['id', 'status', 'strategy', 'trials', 'best', 'project', 'name'], rows, 'no sweeps');
}

/** `8 completed, 2 running` */
export const trialCounts = ({ trials }: Pick<SweepSummary, 'trials'>): string =>
  TRIAL_STATES.flatMap((state) => (trials[state] ? [`${trials[state]} ${state}`] : [])).join(', ') || '-';
