import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Told to the server, and shown in lists of workers. */
export const AGENT_VERSION = `perdura-${version}`;
