import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { clearmlConfPath, parseClearmlConf } from '../../sdk/clearml-conf.ts';
import { type Connection, fromConf } from '../../sdk/connection.ts';
import { ApiError, createClient } from '../../sdk/http-client.ts';
import { clientConf } from '../../stack/client-conf.ts';
import { createPrompter, type Prompter } from '../../tools/prompter.ts';
import { print, say } from '../output.ts';
import { type Addresses, checkAddress, guessAddresses } from './server-addresses.ts';

/** Connects this machine to a server, as `clearml-init` does. A file that is there is never touched. */
export async function init({ file }: { file?: string }): Promise<void> {
  const target = clearmlConfPath({ configFile: file, env: process.env });
  const prompter = createPrompter(process.stdin, process.stderr);
  try {
    const connection = await askConnection(prompter);
    await verify(connection);
    await store(target, connection);
  } finally {
    prompter.close();
  }
}

async function askConnection(prompter: Prompter): Promise<Connection & Addresses> {
  say('Create credentials on the settings page of your server ("Create new credentials", "Copy to clipboard"),');
  say('and paste the configuration here; or press Enter to answer questions:');
  const pasted = fromConf(await parseClearmlConf(await prompter.readBlock(isClosed), 'what was pasted'));
  const known =
    pasted.webUrl ?? pasted.apiUrl ?? (await prompter.ask("Address of the server's web pages", 'http://127.0.0.1:8080'));
  const guess = guessAddresses(checkAddress('the server', known));
  const address = async (part: keyof Addresses, what: string) =>
    checkAddress(what, pasted[part] ?? (pasted.accessKey ? guess[part] : await prompter.ask(what, guess[part])));
  return {
    webUrl: await address('webUrl', 'Web pages'),
    apiUrl: await address('apiUrl', 'API'),
    filesUrl: await address('filesUrl', 'File server'),
    accessKey: pasted.accessKey ?? (await prompter.ask('Access key')),
    secretKey: pasted.secretKey ?? (await prompter.askSecret('Secret key')).trim(),
  };
}

/** All brackets that were opened are closed. */
const isClosed = (text: string): boolean => {
  const opened = text.split('{').length;
  return opened > 1 && text.split('}').length === opened;
};

async function verify(connection: Connection): Promise<void> {
  say(`Verifying the access key ${connection.accessKey} at ${connection.apiUrl} …`);
  try {
    await createClient(connection).token();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Error(`${connection.apiUrl} refuses these credentials: ${error.message}. Nothing was written.`);
  }
  say('Credentials verified.');
}

async function store(target: string, connection: Connection & Addresses): Promise<void> {
  const block = clientConf({ api: connection.apiUrl, web: connection.webUrl, files: connection.filesUrl }, connection);
  if (existsSync(target) && statSync(target).size > 0) {
    say(`${target} is there already and stays as it is. Put this into it, in place of its api section:\n`);
    return print(block.trimEnd());
  }
  await writeFile(target, `# Connects ClearML clients and Perdura to a server.\n${block}`, { mode: 0o600 });
  say(`Written to ${target}.`);
}
