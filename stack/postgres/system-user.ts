import { execa } from 'execa';

const NAME = 'postgres';

export interface SystemUser {
  uid: number;
  gid: number;
}

/** The user that Postgres runs as: ourselves, or when we are root the user `postgres`, made if there is none. */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create());
}

async function lookUp(): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (part) => Number((await execa('id', [part, NAME], { reject: false })).stdout || Number.NaN)),
  );
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid!, gid: gid! } : undefined;
}

async function create(): Promise<SystemUser> {
  try {
    await execa('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]);
  } catch (error) {
    throw new Error(`Postgres cannot run as root, and its user ${NAME} could not be made: create it, or start as another user`, {
      cause: error,
    });
  }
  return (await lookUp())!;
}
