import { readFile } from 'node:fs/promises';

export interface Parameter {
  section: 'Args';
  name: string;
  value: string;
  type: string;
  description: string;
}

const ARGUMENT = /add_argument\("--(?<name>[\w-]+)", type=(?<type>\w+), default=(?<value>[^,]+), help="(?<description>[^"]+)"\)/g;

/** The parameters that a run of the script would report, read from its `add_argument` lines. */
export async function readParameters(script: string): Promise<Record<string, Parameter>> {
  const text = await readFile(script, 'utf8');
  const parameters = [...text.matchAll(ARGUMENT)].map(({ groups = {} }) => {
    const { name = '', type = '', value = '', description = '' } = groups;
    return { section: 'Args' as const, name: name.replaceAll('-', '_'), value, type, description };
  });
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter]));
}
