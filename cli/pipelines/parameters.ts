import { checkParameterValue } from '../../sdk/pipelines/parameters.ts';
import { OptionError } from '../../stack/options.ts';
import type { PipelineParameter } from '../../workflows/contracts/pipeline.ts';

/** Values of a pipeline's parameters from `--parameter name=value`. Throws OptionError for an unknown name and for what its type cannot be. */
export function parseParameters(
  known: Record<string, PipelineParameter>,
  given: Record<string, string> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, text]) => {
      const parameter = known[name];
      if (!parameter)
        throw new OptionError(`--parameter ${name}: there is none; there is ${Object.keys(known).join(', ') || 'none at all'}`);
      const value = parameter.type === 'string' ? text : parseJson(text);
      try {
        checkParameterValue(name, parameter, value);
      } catch (error) {
        throw new OptionError(`--parameter ${(error as Error).message}`);
      }
      return [name, value];
    }),
  );
}

/** Lists and objects are written as JSON; what is none stays text, and is refused by its type. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
