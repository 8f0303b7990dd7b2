import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { hashPassword } from '../../../api/auth/passwords.ts';
import { readUsersFile } from '../../../api/auth/users-file.ts';
import { bootstrap } from '../../../api/bootstrap.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { openBrowser } from '../../support/browser.ts';

const MAKE_HASH = new URL('../../../api/auth/make-password-hash.ts', import.meta.url).pathname;

describe('the users file', () => {
  let folder: string;
  let argon2Hash: string;
  let bcryptHash: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-users-'));
    argon2Hash = await hashPassword('argon2-password', 'password');
    bcryptHash = await bcrypt('bcrypt-password', { cost: 5 });
  });
  after(() => rm(folder, { recursive: true }));

  async function write(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }
  const hocon = (users: string, head = 'enabled: true') =>
    `auth {\n  fixed_users {\n    ${head}\n    users: [\n${users}\n]\n  }\n}\n`;

  it("is read as ClearML's apiserver.conf has it", async () => {
    const path = await write(
      'apiserver.conf',
      `# fixed users
auth {
    # Fixed users login credentials
    fixed_users {
        enabled: true
        pass_hashed: true
        users: [
            {
                username: "jane"
                password: "${Buffer.from(bcryptHash).toString('base64')}"
                name: "Jane Doe"
            },
            { username: john, password: "${argon2Hash}", name: John, role: admin },
            { username: vera, password: "${argon2Hash}", role: viewer },
        ]
    }
}`,
    );
    assert.deepEqual(await readUsersFile(path), [
      { username: 'jane', name: 'Jane Doe', passwordHash: bcryptHash, role: null },
      { username: 'john', name: 'John', passwordHash: argon2Hash, role: 'admin' },
      { username: 'vera', name: 'vera', passwordHash: argon2Hash, role: 'viewer' },
    ]);
  });

  it('is read as YAML too', async () => {
    const path = await write(
      'users.yaml',
      `auth:\n  fixed_users:\n    users:\n      - username: jane\n        password: ${argon2Hash}\n      - {username: 123, password: '${bcryptHash}'}\n`,
    );
    assert.deepEqual(
      (await readUsersFile(path)).map(({ username, name, passwordHash }) => [username, name, passwordHash]),
      [
        ['jane', 'jane', argon2Hash],
        ['123', '123', bcryptHash],
      ],
    );
  });

  it('has no users while it is not enabled', async () => {
    const path = await write('off.conf', hocon(`{username: "jane", password: "plain"}`, 'enabled: false'));
    assert.deepEqual(await readUsersFile(path), []);
  });

  it('is refused with a plain-text password, and tells how to make a hash without repeating the password', async () => {
    for (const password of ['hunter2hunter2', 'cGxhaW4=', bcryptHash.slice(0, -1)]) {
      const path = await write('plain.conf', hocon(`{username: "jane", password: "${password}"}`));
      await assert.rejects(readUsersFile(path), (error: Error) => {
        assert.match(error.message, /plain\.conf: the password of user "jane" is not hashed.*make-password-hash/);
        assert.ok(!error.message.includes(password));
        return true;
      });
    }
  });

  it('is refused when it names the file, the user or the field at fault', async () => {
    const twice = hocon(`{username: "a", password: "${bcryptHash}"}, {username: "a", password: "${bcryptHash}"}`);
    await assert.rejects(readUsersFile(await write('twice.conf', twice)), /twice\.conf: user "a" stands in it twice/);
    await assert.rejects(readUsersFile(await write('none.conf', hocon('{username: "a"}'))), /none\.conf: .*password/s);
    await assert.rejects(readUsersFile(join(folder, 'missing.conf')), /PERDURA_USERS_FILE: cannot read ".*missing\.conf"/);
    await assert.rejects(readUsersFile(await write('broken.conf', 'auth {')), /broken\.conf is not valid/);
  });

  it('takes what the command for hashes prints', async () => {
    const printed = await new Promise<string>((resolve, reject) => {
      const child = execFile(process.execPath, [MAKE_HASH], (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
      child.stdin?.end('piped-password\n');
    });
    const [user] = await readUsersFile(await write('made.conf', hocon(`{username: "a", password: "${printed}"}`)));
    assert.equal(user!.passwordHash, printed);
    assert.match(printed, /^\$argon2id\$/);
  });

  describe('at the start of the server', () => {
    let server: TestApi;
    before(async () => {
      server = await startTestApi();
    });
    after(() => server.release());

    async function startWith(users: string): Promise<void> {
      server.api.options.usersFile = await write('start.conf', hocon(users));
      await bootstrap(server.api);
    }
    async function logIn(username: string, password: string) {
      const browser = openBrowser();
      const { status } = await browser.call('POST', `${server.url}/api/login`, { body: { username, password } });
      return { status, browser };
    }
    const jane = () => `{username: "jane", password: "${argon2Hash}", name: "Jane"}`;
    const john = () => `{username: "john", password: "${Buffer.from(bcryptHash).toString('base64')}"}`;

    it('lets the users that it names log in, whichever hash they have', async () => {
      await startWith(`${jane()}, ${john()}`);
      assert.equal((await logIn('jane', 'argon2-password')).status, 200);
      assert.equal((await logIn('john', 'bcrypt-password')).status, 200);
      assert.equal((await logIn('john', 'wrong')).status, 401);
    });

    it('takes all access from a user that it names no more', async () => {
      await startWith(`${jane()}, ${john()}`);
      const { browser } = await logIn('john', 'bcrypt-password');
      const { body: keys } = await browser.call('POST', `${server.url}/api/credentials`, { body: {} });
      const headers = { Authorization: `Basic ${btoa(`${keys.accessKey}:${keys.secretKey}`)}` };
      assert.equal((await fetch(`${server.url}/api/me`, { headers })).status, 200);
      await startWith(jane());
      assert.equal((await browser.call('GET', `${server.url}/api/me`)).status, 401);
      assert.equal((await fetch(`${server.url}/api/me`, { headers })).status, 401);
      assert.equal((await logIn('john', 'bcrypt-password')).status, 401);
      assert.equal((await logIn('jane', 'argon2-password')).status, 200);
    });

    it('leaves sessions alone while nothing changes, and ends them with the password', async () => {
      await startWith(jane());
      const { browser } = await logIn('jane', 'argon2-password');
      await startWith(jane());
      assert.equal((await browser.call('GET', `${server.url}/api/me`)).status, 200);
      await startWith(`{username: "jane", password: "${bcryptHash}"}`);
      assert.equal((await browser.call('GET', `${server.url}/api/me`)).status, 401);
    });

    it('leaves the users alone that were added otherwise', async () => {
      await startWith(jane());
      assert.equal((await logIn('admin', 'test-password')).status, 200);
    });

    it('keeps its users out of reach of the routes that change passwords', async () => {
      await startWith(jane());
      const { browser } = await logIn('jane', 'argon2-password');
      const { status, body } = await browser.call('POST', `${server.url}/api/me/password`, {
        body: { current: 'argon2-password', next: 'another-password' },
      });
      assert.equal(status, 409);
      assert.match(body.error.message, /users file/);
    });
  });
});
