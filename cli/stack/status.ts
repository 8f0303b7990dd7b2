import { dataDirPath } from '../../sdk/data-dir.ts';
import { dataFolderAt } from '../../stack/data-folder.ts';
import { readStatus, type StackStatus } from '../../stack/read-status.ts';
import { ExitCode } from '../exit-code.ts';
import { print, printJson, table } from '../output.ts';

/** Shows the state of an installation; the exit code is 0 only while all of it runs. */
export async function status({ dataDir, json }: { dataDir?: string; json?: boolean }): Promise<void> {
  const found = await readStatus(dataFolderAt(dataDirPath({ dataDir, env: process.env })), process.env);
  if (json) printJson(found);
  else print(describe(found));
  if (found.state !== 'running') process.exitCode = found.state === 'stopped' ? ExitCode.NOT_THERE : ExitCode.FAILURE;
}

function describe({ state, dataDir, services, urls, supervisor }: StackStatus): string {
  const lines = [`${state}: ${EXPLANATION[state]} (${dataDir})`];
  if (services.length > 0) {
    const rows = services.map(({ name, pid, running }) => [name, String(pid), running ? 'runs' : 'gone']);
    lines.push('', table(['service', 'pid', 'state'], supervisor ? [['supervisor', String(supervisor), 'runs'], ...rows] : rows));
  }
  if (urls) lines.push('', table(['part', 'address'], Object.entries(urls)));
  return lines.join('\n');
}

const EXPLANATION: Record<StackStatus['state'], string> = {
  running: 'everything runs',
  starting: 'not everything runs yet',
  stopping: 'not everything has ended yet',
  broken: 'a part does not run, or nobody supervises what runs; `perdura up` mends it',
  stopped: 'nothing runs',
};
