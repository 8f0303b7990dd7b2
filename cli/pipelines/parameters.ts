import { OptionError } from '../../stack/options.ts';
import type { PipelineParameter } from '../../workflows/contracts/pipeline.ts';
import { decodeParameter, whyNotOfType } from '../../workflows/domain/pipeline/parameters.ts';

/** Values of a pipeline's parameters from `--parameter name=value`. Throws OptionError for an unknown name and for what its type cannot be. */
export function parseParameters(
  known: Record<string, PipelineParameter>,
  given: Record<string, string> = {},
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, parse(known, name, text)]));
}

function parse(known: Record<string, PipelineParameter>, name: string, text: string): unknown {
  const parameter = known[name];
  if (!parameter)
    throw new OptionError(`--parameter ${name}: there is none; there is ${Object.keys(known).join(', ') || 'none at all'}`);
  const value = decode(text, parameter, name);
  const why = whyNotOfType(value, parameter);
  if (why) throw new OptionError(`--parameter ${name}: ${why}`);
  return value;
}

function decode(text: string, { type }: PipelineParameter, name: string): unknown {
  try {
    return decodeParameter(text, type);
  } catch (error) {
    throw new OptionError(`--parameter ${name}: ${(error as Error).message}`);
  }
}
