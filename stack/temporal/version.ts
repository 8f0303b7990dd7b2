import { execa } from 'execa';

/** The release that is fetched when there is none. */
export const TEMPORAL_CLI_VERSION = '1.5.1';
/** The oldest server inside a Temporal CLI that Perdura is tested with. */
const OLDEST_SERVER = [1, 29] as const;

/** Whether this program is a Temporal CLI that runs here and is recent enough; otherwise why not. */
export async function checkTemporal(program: string): Promise<{ usable: true } | { usable: false; why: string }> {
  const result = await execa(program, ['--version'], { reject: false, timeout: 20_000 });
  if (result.failed) return { usable: false, why: `does not run: ${result.shortMessage}` };
  const server = /\(Server (\d+)\.(\d+)/.exec(result.stdout);
  if (!server) return { usable: false, why: `is not the Temporal CLI: ${result.stdout.slice(0, 80)}` };
  const [major, minor] = [Number(server[1]), Number(server[2])];
  const recent = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return recent
    ? { usable: true }
    : { usable: false, why: `has server ${major}.${minor}, needed is ${OLDEST_SERVER.join('.')} or newer` };
}
