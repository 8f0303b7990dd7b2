import { ExitCode } from '../exit-code.ts';

/** The exit code for how a run or sweep that was followed has ended. */
export function endCode(status: string): ExitCode {
  if (status === 'completed' || status === 'published') return ExitCode.OK;
  return status === 'stopped' ? ExitCode.ABORTED : ExitCode.FAILURE;
}
