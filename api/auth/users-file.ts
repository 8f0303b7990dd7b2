import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { FileUser } from '../../activities/db/users/sync-file-users.ts';
import { parseClearmlConf } from '../../conf/clearml-hocon.ts';
import { ROLES } from '../../workflows/domain/rights.ts';
import { storedHash } from './stored-hash.ts';

const HASH_COMMAND = 'node api/auth/make-password-hash.ts';

const fileSchema = z.object({
  auth: z.object({
    fixed_users: z.object({
      enabled: z.boolean().default(true),
      users: z
        .array(
          z.object({
            username: z.coerce.string().min(1),
            password: z.coerce.string().min(1),
            name: z.coerce.string().optional(),
            role: z.enum(ROLES).optional(),
          }),
        )
        .default([]),
    }),
  }),
});

/**
 * Reads a users file: HOCON as in ClearML's apiserver.conf, or the same in YAML (by its extension).
 * @throws TypeError naming the file, and the user at fault
 */
export async function readUsersFile(path: string): Promise<FileUser[]> {
  const parsed = fileSchema.safeParse(await parseFile(path));
  if (!parsed.success) throw new TypeError(`${path}: ${z.prettifyError(parsed.error)}`);
  const { enabled, users } = parsed.data.auth.fixed_users;
  if (!enabled) return [];
  refuseTwins(path, users);
  return users.map(({ username, password, name = username, role = null }) => {
    const passwordHash = storedHash(password);
    if (!passwordHash) throw plainPassword(path, username);
    return { username, name, role, passwordHash };
  });
}

async function parseFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new TypeError(`PERDURA_USERS_FILE: cannot read "${path}"`, { cause });
  }
  return /\.ya?ml$/.test(path) ? parseYaml(text) : parseClearmlConf(text, path);
}

function refuseTwins(path: string, users: { username: string }[]): void {
  const names = users.map(({ username }) => username);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new TypeError(`${path}: user "${twin}" stands in it twice`);
}

const plainPassword = (path: string, username: string): TypeError =>
  new TypeError(
    `${path}: the password of user "${username}" is not hashed, and passwords are not kept as plain text. ` +
      `Make its hash with "${HASH_COMMAND}", which asks for the password, and put that in its place; ` +
      'bcrypt ($2b$…) and its base64, as ClearML writes it with pass_hashed, are understood too.',
  );
