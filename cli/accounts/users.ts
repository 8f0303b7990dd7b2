import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HttpClient } from '../../sdk/http-client.ts';
import type { Role } from '../../workflows/domain/rights.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { NotThereError } from '../exit-code.ts';
import { print, printJson, printTable, report } from '../output.ts';

interface User {
  id: string;
  username: string;
  name: string;
  role: Role;
  disabled: boolean;
}

export async function listUsers(options: ServerOptions): Promise<void> {
  const users = await readUsers(await connect(options));
  if (options.json) return printJson(users);
  const rows = users.map(({ id, role, username, name, disabled }) => [
    id,
    role,
    username,
    disabled ? `${name} (disabled)` : name,
  ]);
  printTable(['id', 'role', 'user name', 'name'], rows, 'no users');
}

interface AddUserOptions extends ServerOptions {
  role: Role;
  passwordFile?: string;
}

/** Prints the password when it was made here; nothing keeps it. */
export async function addUser(username: string, options: AddUserOptions): Promise<void> {
  const { role } = options;
  const client = await connect(options);
  const given = options.passwordFile === undefined ? undefined : (await readFile(options.passwordFile, 'utf8')).trim();
  const password = given ?? randomBytes(12).toString('base64url');
  const { user } = await client.request<{ user: User }>(
    'POST',
    '/api/users',
    { username, password, role },
    { idempotent: false },
  );
  if (options.json) return printJson(given ? user : { ...user, password });
  print(`${username} is added with the role ${role}${given ? '' : `, password ${password}`}`);
}

export async function changeRole(username: string, role: Role, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { id } = await findUser(client, username);
  report(options, await client.request('PATCH', `/api/users/${id}`, { role }), `${username} has the role ${role} from now on`);
}

/** The user with this user name or id. Throws NotThereError. */
export async function findUser(client: HttpClient, which: string): Promise<User> {
  const users = await readUsers(client);
  const found = users.find(({ username }) => username === which) ?? users.find(({ id }) => id === which);
  if (found) return found;
  throw new NotThereError(`no user "${which}"`);
}

const readUsers = async (client: HttpClient): Promise<User[]> =>
  (await client.request<{ users: User[] }>('GET', '/api/users')).users;
