import { createClient } from '../../sdk/http-client.ts';
import type { InterruptionNotice, JoinResponse, MachineReport, MachineStanding } from '../../workflows/contracts/machine-api.ts';

/** The server as a machine sees it, beside what its agent does. */
export interface MachineServer {
  report(report: MachineReport, signal: AbortSignal): Promise<void>;
  /** Repeated until it is answered. */
  interrupted(notice: InterruptionNotice, signal: AbortSignal): Promise<void>;
  standing(signal: AbortSignal): Promise<MachineStanding>;
}

const ATTEMPT_MS = 10_000;

export function createMachineServer({ machine, apiUrl, accessKey, secretKey }: JoinResponse): MachineServer {
  const client = createClient({ apiUrl, accessKey, secretKey });
  const path = (rest = '') => `/api/machines/${machine}${rest}`;
  return {
    report: (report, signal) => client.request('POST', path('/report'), report, { timeoutMs: ATTEMPT_MS, signal }),
    interrupted: (notice, signal) =>
      client.request('POST', path('/interrupted'), notice, {
        attempts: Number.POSITIVE_INFINITY,
        timeoutMs: ATTEMPT_MS,
        signal,
      }),
    standing: (signal) => client.request('GET', path(), undefined, { attempts: 1, timeoutMs: ATTEMPT_MS, signal }),
  };
}
