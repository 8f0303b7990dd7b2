import type { Container } from 'dockerode';

/** As long as clouds show what has ended. */
export const FORGOTTEN_AFTER_MS = 3_600_000;

export interface EndedContainer {
  /** Milliseconds since the epoch. */
  at: number;
  why: string;
}

/** How and when a container has ended. */
export async function endedContainer(container: Container): Promise<EndedContainer> {
  const { State: state } = await container.inspect();
  return { at: Date.parse(state.FinishedAt), why: whyEnded(state) };
}

function whyEnded({ OOMKilled, ExitCode, Error: error }: { OOMKilled: boolean; ExitCode: number; Error: string }): string {
  if (OOMKilled) return 'its container ran out of memory';
  if (ExitCode === 0) return 'it has ended by itself';
  return `its container ended with exit code ${ExitCode}${error ? `: ${error}` : ''}`;
}
