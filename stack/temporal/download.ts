import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { TEMPORAL_CLI_VERSION } from './version.ts';

const CONNECT_MS = 10_000;

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The official archive for this machine; undefined where there is none. */
export function archiveUrl(): string | undefined {
  const arch = ARCHITECTURES[process.arch];
  if (!arch || !['linux', 'darwin'].includes(process.platform)) return undefined;
  return `https://temporal.download/cli/archive/v${TEMPORAL_CLI_VERSION}?platform=${process.platform}&arch=${arch}`;
}

/** Downloads the archive and unpacks the program `temporal` into a folder. */
export async function downloadTemporal(url: string, folder: string, signal: AbortSignal): Promise<void> {
  const archive = join(folder, 'temporal.tar.gz');
  const response = await connect(url, signal);
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} from ${url}`);
  await pipeline(response.body, createWriteStream(archive), { signal });
  await execa('tar', ['-xzf', archive, '-C', folder, 'temporal'], { cancelSignal: signal });
}

/** The time limit is for the answer to begin, not for its length. */
async function connect(url: string, signal: AbortSignal): Promise<Response> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(new Error(`no answer within ${CONNECT_MS / 1000} s`)), CONNECT_MS);
  try {
    return await fetch(url, { signal: AbortSignal.any([signal, tooLong.signal]) });
  } finally {
    clearTimeout(timer);
  }
}
