#!/usr/bin/env node
import { appendFileSync, closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type EnvVariable, envVariables } from './env-variables.ts';

/**
 * `npm run compose:env [-- --host NAME] [--agents-address IP] [FOLDER]`: writes `.env` for docker-compose.yml. A file that is
 * there keeps what it says; variables that a newer release needs are added to it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: 'localhost' },
    'agents-address': { type: 'string', default: '127.0.0.1' },
  },
});
const path = join(positionals[0] ?? join(import.meta.dirname, '..'), '.env');
const variables = envVariables({ host: values.host, agentsAddress: values['agents-address'] });
console.log(create(path, variables) ? `${path} written: it holds this installation's secrets` : complete(path, variables));

/** False when there is a file already. */
function create(path: string, variables: EnvVariable[]): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, render(variables));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function complete(path: string, variables: EnvVariable[]): string {
  const text = readFileSync(path, 'utf8');
  const present = new Set(Array.from(text.matchAll(/^(?:export )?(\w+)=/gm), ([, name]) => name));
  const missing = variables.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return `${path} is there and complete: left as it is`;
  appendFileSync(path, `${text.endsWith('\n') ? '' : '\n'}${render(missing)}`);
  return `${path} is there: added ${missing.map(({ name }) => name).join(', ')}, left the rest as it is`;
}

function render(variables: EnvVariable[]): string {
  return variables.map(({ name, about, value }) => `${about && `# ${about}\n`}${name}=${value}\n`).join('');
}
