import { dataDirPath } from '../../sdk/data-dir.ts';
import { PORT_NAMES, type PortName, type Ports, type StackOptions } from '../../stack/options.ts';

/** The options of `up` as commander gives them. */
export type UpOptions = Record<`${PortName}Port`, number> & {
  dataDir?: string;
  detach?: boolean;
  agent: boolean;
  example: boolean;
  json?: boolean;
};

export function stackOptions(options: UpOptions): StackOptions {
  return {
    dataDir: dataDirPath({ dataDir: options.dataDir, env: process.env }),
    ports: Object.fromEntries(PORT_NAMES.map((name) => [name, options[`${name}Port`]])) as Ports,
    agents: options.agent,
    example: options.example,
    env: process.env,
  };
}
