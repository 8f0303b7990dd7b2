import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, printTable } from '../output.ts';

interface User {
  id: string;
  username: string;
  name: string;
  role: string;
}

export async function listUsers(options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { users } = await client.request<{ users: User[] }>('GET', '/api/users');
  if (options.json) return printJson(users);
  const rows = users.map(({ id, role, username, name }) => [id, role, username, name]);
  printTable(['id', 'role', 'user name', 'name'], rows, 'no users');
}

interface AddUserOptions extends ServerOptions {
  admin?: boolean;
  passwordFile?: string;
}

/** Prints the password when it was made here; nothing keeps it. */
export async function addUser(username: string, options: AddUserOptions): Promise<void> {
  const client = await connect(options);
  const given = options.passwordFile === undefined ? undefined : (await readFile(options.passwordFile, 'utf8')).trim();
  const password = given ?? randomBytes(12).toString('base64url');
  const body = { username, password, role: options.admin ? 'admin' : 'user' };
  const { user } = await client.request<{ user: User }>('POST', '/api/users', body, { idempotent: false });
  if (options.json) return printJson(given ? user : { ...user, password });
  print(`${username} is added${given ? '' : `, password ${password}`}`);
}
