import { connect, type ServerOptions } from '../connect.ts';
import { printJson, printTable } from '../output.ts';

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
