import { readdirSync, readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from the start of the machine to the start of the process. */
  startTime: string;
}

export interface ProcessEntry extends ProcessIdentity {
  session: number;
}

/** The variable that every process of a run carries. */
export const RUN_MARKER = 'PERDURA_RUN';

export function identify(pid: number): ProcessIdentity | undefined {
  const entry = readEntry(pid);
  return entry && { pid: entry.pid, startTime: entry.startTime };
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return readEntry(pid)?.startTime === startTime;
}

/** Every living process of the run: those that carry its marker, and those in its supervisor's session. */
export function findRunProcesses(runKey: string, session?: number): ProcessEntry[] {
  return listProcesses().filter((entry) => entry.session === session || carriesMarker(entry.pid, runKey));
}

/** The keys of all runs of which a process lives on this machine. */
export function findMarkers(): Set<string> {
  return new Set(listProcesses().flatMap(({ pid }) => markerOf(pid) ?? []));
}

function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readEntry(Number(name)))
    .filter((entry) => entry !== undefined);
}

/** Undefined for a process that is gone or a zombie, which is gone but for its parent. */
function readEntry(pid: number): ProcessEntry | undefined {
  const text = readProc(pid, 'stat');
  return text === undefined ? undefined : parseStat(text);
}

/** Reads a line of `/proc/<pid>/stat`. The name in it may hold spaces and brackets, so it is cut off at the last one. */
export function parseStat(text: string): ProcessEntry | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , , session] = fields;
  const startTime = fields[19];
  if (startTime === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid: Number.parseInt(text, 10), session: Number(session), startTime };
}

const carriesMarker = (pid: number, runKey: string): boolean => markerOf(pid) === runKey;

function markerOf(pid: number): string | undefined {
  const [marker] = (readProc(pid, 'environ') ?? '').split('\0').filter((variable) => variable.startsWith(`${RUN_MARKER}=`));
  return marker?.slice(RUN_MARKER.length + 1);
}

/** Undefined when the process is gone or belongs to somebody else. */
function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}
