import { CommanderError } from 'commander';
import { ApiError, ServerUnreachableError } from '../sdk/api-error.ts';
import { NoConnectionError } from '../sdk/connection.ts';
import { OptionError } from '../stack/options.ts';

export const ExitCode = {
  OK: 0,
  FAILURE: 1,
  USAGE: 2,
  NOT_THERE: 3,
  /** A run that was followed was aborted. */ ABORTED: 4,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What was asked for does not run or does not exist. */
export class NotThereError extends Error {
  override name = 'NotThereError';
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
  if (error instanceof OptionError) return ExitCode.USAGE;
  if (error instanceof NotThereError || error instanceof NoConnectionError || error instanceof ServerUnreachableError)
    return ExitCode.NOT_THERE;
  return error instanceof ApiError && isNotFound(error) ? ExitCode.NOT_THERE : ExitCode.FAILURE;
}

/** ClearML answers 400 with a subcode of its own for an unknown task, project or queue; its 404 is for an unknown endpoint. */
const UNKNOWN_OBJECT = new Set([101, 401, 701]);

const isNotFound = ({ status, code, subcode }: ApiError): boolean =>
  (status === 404 && typeof code === 'string') || (status === 400 && UNKNOWN_OBJECT.has(subcode));
