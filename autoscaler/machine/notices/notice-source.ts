import type { InterruptionNotice } from '../../../workflows/contracts/machine-api.ts';

/** Where a cloud tells a machine about itself, reached from that machine alone. */
export interface NoticeSource {
  /**
   * What the cloud says now; null for nothing. `orLikely`: a notice that is not certain counts as well.
   * @throws Error when there is no answer
   */
  read(orLikely: boolean): Promise<InterruptionNotice | null>;
  /** Whether anything at that address has ever answered. */
  answers(): boolean;
}

/** The clouds whose machines are told beforehand that they are taken back. */
export const MACHINE_CLOUDS = ['aws', 'gcp'] as const;
export type MachineCloud = (typeof MACHINE_CLOUDS)[number];

/** The parts of a source of notices that do not depend on the cloud. */
export interface NoticeSourceInput {
  /** Of the metadata service, without a slash at its end. */
  url: string;
  signal: AbortSignal;
}

export const REQUEST_MS = 2_000;
