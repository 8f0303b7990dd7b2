import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, dataFolderAt, prepareDataFolder } from '../../stack/data-folder.ts';
import { cutLog, lastLines, logSize, readLog } from '../../stack/log-file.ts';
import { PORT_NAMES, PORTS, type StackOptions } from '../../stack/options.ts';
import { poll } from '../../stack/poll.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import { readState, type StackState } from '../../stack/state-file.ts';

/** Starts `perdura up` in a session of its own, shows its progress, and resolves when it is ready. */
export async function startDetached(options: StackOptions): Promise<[StackState, DataFolder]> {
  const folder = dataFolderAt(options.dataDir);
  await prepareDataFolder(folder, { asRoot: process.getuid?.() === 0 });
  const logFile = join(folder.logs, 'stack.log');
  cutLog(logFile);
  const start = logSize(logFile);
  const child = launch(options, logFile);
  let exitCode: number | null | undefined;
  child.once('exit', (code) => {
    exitCode = code;
  });
  const showNews = createFollower(logFile, start);
  await poll(
    () => {
      showNews();
      return exitCode !== undefined || isReady(folder, child.pid!);
    },
    { intervalMs: 100 },
  );
  if (exitCode !== undefined) throw new Error(`the start failed; see ${logFile}: ${lastLines(logFile, start, 1)}`);
  child.unref();
  return [readState(folder)!, folder];
}

function launch(options: StackOptions, logFile: string) {
  const log = openSync(logFile, 'a', 0o600);
  try {
    // Its standard output would have secrets in it.
    const child = spawn(process.execPath, [join(PROJECT_FOLDER, 'cli/perdura.ts'), ...commandLine(options)], {
      detached: true,
      stdio: ['ignore', 'ignore', log],
      env: { ...options.env, PERDURA_DETACH: '0' },
    });
    return child;
  } finally {
    closeSync(log);
  }
}

const commandLine = ({ dataDir, ports, agents, example }: StackOptions): string[] => [
  ...['up', '--data-dir', dataDir],
  ...PORT_NAMES.flatMap((name) => [PORTS[name].option, String(ports[name])]),
  ...(agents ? [] : ['--no-agent']),
  ...(example ? [] : ['--no-example']),
];

const isReady = (folder: DataFolder, pid: number): boolean => {
  const state = readState(folder);
  return state?.supervisor.pid === pid && state.phase === 'running';
};

/** Copies what a log gets to the standard error. */
function createFollower(logFile: string, start: number): () => void {
  let shown = start;
  return () => {
    const news = readLog(logFile, shown);
    shown += Buffer.byteLength(news);
    process.stderr.write(news);
  };
}
