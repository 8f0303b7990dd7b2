import { type Logger, pino } from 'pino';
import type { SecretMask } from '../console/secret-mask.ts';

const LEVELS: Record<string, string> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
};

/** The agent's own log, on the standard error: lines for people on a terminal, JSON elsewhere; never with secrets. */
export function createAgentLog({ level, mask }: { level: string; mask: SecretMask }): Logger {
  const people = process.stderr.isTTY;
  const write = (line: string) => void process.stderr.write(mask.text(people ? forPeople(line) : line));
  return pino({ level: LEVELS[level] ?? 'info' }, { write });
}

function forPeople(line: string): string {
  const { level, time, msg, pid: _, hostname: __, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(facts).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${new Date(Number(time)).toISOString()} ${pino.levels.labels[Number(level)]} ${msg}${rest.join('')}\n`;
}
