import type { z } from 'zod';
import { SECRET_NAMES } from './secrets.ts';

/** One thing that is wrong with a configuration: where, and what is allowed there. */
export interface ConfigurationFault {
  /** `configurations.queues.gpu_queue` */
  field: string;
  message: string;
}

/** A configuration cannot be used; the message names each field, its value and what is allowed. */
export class ConfigurationError extends Error {
  readonly faults: ConfigurationFault[];

  constructor(faults: ConfigurationFault[]) {
    super(faults.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

/** @throws ConfigurationError if anything is wrong */
export function refuse(faults: ConfigurationFault[]): void {
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** What a schema found, with the values that stand there; the messages of the schemas say what is allowed. */
export function faultsOf(error: z.ZodError, value: unknown): ConfigurationFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: `is not known; allowed: ${issue.message}` }));
    if (issue.code === 'invalid_key')
      return [{ field: path.join('.'), message: `cannot have this name; allowed: ${issue.issues[0]?.message}` }];
    return [
      { field: path.join('.') || 'the file', message: `is ${shown(path, valueAt(value, path))}; allowed: ${issue.message}` },
    ];
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** A value as people wrote it. A secret is told by its kind alone. */
export function shown(path: readonly string[], value: unknown): string {
  if (value === undefined) return 'missing';
  if (SECRET_NAMES.some((name) => path.includes(name))) return `a ${value === null ? 'null' : typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
