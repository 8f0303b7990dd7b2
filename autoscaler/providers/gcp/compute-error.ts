export interface ComputeFault {
  /** `quotaExceeded`, `ZONE_RESOURCE_POOL_EXHAUSTED`: in the answer to a call they are written otherwise than in an operation. */
  reason: string;
  message: string;
}

/** Compute Engine has refused a call, or an operation has failed; in its own words. */
export class ComputeError extends Error {
  /** HTTP status of the refused call; null when an operation that was begun has failed. */
  readonly status: number | null;
  readonly reasons: string[];

  constructor({ status, faults }: { status: number | null; faults: ComputeFault[] }) {
    super(faults.map(({ reason, message }) => [reason, message].filter(Boolean).join(': ')).join('; '));
    this.name = 'ComputeError';
    this.status = status;
    this.reasons = faults.map(({ reason }) => reason);
  }
}

/** What stands in an operation that has failed. */
export const faultsOf = (errors: { code?: string; message?: string }[] = []): ComputeFault[] =>
  errors.map(({ code = '', message = '' }) => ({ reason: code, message }));
