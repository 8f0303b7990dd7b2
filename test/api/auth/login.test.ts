import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { type Browser, openBrowser } from '../../support/browser.ts';

const PASSWORD = 'test-password';

describe('a session', () => {
  let server: TestApi;
  beforeEach(async () => {
    server = await startTestApi();
  });
  afterEach(() => server.release());

  const logIn = (browser: Browser, username = 'admin', password = PASSWORD) =>
    browser.call('POST', `${server.url}/api/login`, { body: { username, password } });
  const me = (browser: Browser) => browser.call('GET', `${server.url}/api/me`);

  it('begins with the right password, in a cookie that scripts and other sites do not get', async () => {
    const browser = openBrowser();
    assert.equal((await me(browser)).status, 401);
    const { status, headers } = await logIn(browser);
    assert.equal(status, 200);
    const [cookie] = headers.getSetCookie();
    assert.match(cookie!, /^perdura_session_9=[\w-]{43};/);
    assert.match(cookie!, /httponly/i);
    assert.match(cookie!, /samesite=lax/i);
    assert.doesNotMatch(cookie!, /secure/i);
    const { body } = await me(browser);
    assert.equal(body.user.username, 'admin');
    assert.equal(body.user.role, 'admin');
    assert.equal(body.server.apiUrl, server.url);
    assert.match(body.server.version, /^\d+\.\d+\.\d+/);
  });

  it('has a cookie for encrypted connections only when the web UI is behind TLS', async () => {
    server.api.options.urls.web = 'https://perdura.example.com';
    const [cookie] = (await logIn(openBrowser())).headers.getSetCookie();
    assert.match(cookie!, /^perdura_session_443=.*; secure/i);
  });

  it('leaves no secret in the database: the cookie is stored as its hash, the password as argon2id', async () => {
    const browser = openBrowser();
    await logIn(browser);
    const em = server.api.db.em.fork();
    const [session] = await em.execute<{ id_hash: string }[]>('select id_hash from sessions');
    assert.notEqual(session!.id_hash, browser.cookies.get('perdura_session_9'));
    const [user] = await em.execute<{ password_hash: string }[]>('select password_hash from users');
    assert.match(user!.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('does not begin with a wrong password, for an unknown user, or for a disabled one, and says the same to each', async () => {
    const answers = [await logIn(openBrowser(), 'admin', 'wrong'), await logIn(openBrowser(), 'nobody', 'wrong')];
    await server.api.db.em.fork().execute('update users set disabled = true');
    answers.push(await logIn(openBrowser()));
    for (const { status, body } of answers) {
      assert.equal(status, 401);
      assert.equal(body.error.message, 'wrong user name or password');
    }
  });

  it('is refused for a while after ten wrong passwords, also when they come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => logIn(openBrowser(), 'admin', 'wrong')));
    assert.equal(answers.filter(({ status }) => status === 401).length, 10);
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 5);
    const retryAfter = Number(refused[0]!.headers.get('Retry-After'));
    assert.ok(retryAfter > 0 && retryAfter <= 300, String(retryAfter));
    assert.equal((await logIn(openBrowser())).status, 429);
    assert.equal((await logIn(openBrowser(), 'somebody else')).status, 401);
  });

  it('counts wrong passwords from one address over all user names', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => logIn(openBrowser(), `user-${i}`, 'wrong')));
    assert.equal(answers.filter(({ status }) => status === 429).length, 10);
  });

  it('forgets wrong passwords after a right one', async () => {
    for (let i = 0; i < 9; i++) await logIn(openBrowser(), 'admin', 'wrong');
    assert.equal((await logIn(openBrowser())).status, 200);
    assert.equal((await logIn(openBrowser(), 'admin', 'wrong')).status, 401);
  });

  it('goes on while it is used and ends after twelve hours without use', async () => {
    const browser = openBrowser();
    await logIn(browser);
    server.advance(11 * 3600);
    const renewed = await me(browser);
    assert.equal(renewed.status, 200);
    assert.equal(renewed.headers.getSetCookie().length, 1);
    server.advance(11 * 3600);
    assert.equal((await me(browser)).status, 200);
    server.advance(12 * 3600 + 1);
    assert.equal((await me(browser)).status, 401);
  });

  it('is not prolonged by every call', async () => {
    const browser = openBrowser();
    await logIn(browser);
    assert.deepEqual((await me(browser)).headers.getSetCookie(), []);
  });

  it('ends with the logout, also for a copy of its cookie', async () => {
    const browser = openBrowser();
    await logIn(browser);
    const copy = openBrowser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    assert.equal((await browser.call('POST', `${server.url}/api/logout`, { body: {} })).status, 200);
    assert.equal(browser.cookies.size, 0);
    assert.equal((await me(copy)).status, 401);
  });

  it('ends at once when its user is disabled', async () => {
    const browser = openBrowser();
    await logIn(browser);
    await server.api.db.em.fork().execute('update users set disabled = true');
    assert.equal((await me(browser)).status, 401);
  });

  describe("a change of one's own password", () => {
    const change = (browser: Browser, current: string, next: string) =>
      browser.call('POST', `${server.url}/api/me/password`, { body: { current, next } });

    it('ends every other session and token, not the one in which it is made', async () => {
      const [here, elsewhere] = [openBrowser(), openBrowser()];
      await logIn(here);
      await logIn(elsewhere);
      const { data } = await server.call('auth.login');
      assert.equal((await change(here, PASSWORD, 'another-password')).status, 200);
      assert.equal((await me(here)).status, 200);
      assert.equal((await me(elsewhere)).status, 401);
      const headers = { Authorization: `Bearer ${data.token}` };
      assert.equal((await fetch(`${server.url}/api/me`, { headers })).status, 401);
      assert.equal((await logIn(openBrowser())).status, 401);
      assert.equal((await logIn(openBrowser(), 'admin', 'another-password')).status, 200);
    });

    it('needs the current one, and eight characters', async () => {
      const browser = openBrowser();
      await logIn(browser);
      const wrong = await change(browser, 'wrong', 'another-password');
      assert.deepEqual([wrong.status, wrong.body.error.field], [400, 'current']);
      const short = await change(browser, PASSWORD, 'short');
      assert.deepEqual([short.status, short.body.error.field], [400, 'next']);
    });

    it('counts wrong tries as a login does', async () => {
      const browser = openBrowser();
      await logIn(browser);
      for (let i = 0; i < 10; i++) await change(browser, 'wrong', 'another-password');
      assert.equal((await change(browser, PASSWORD, 'another-password')).status, 429);
    });
  });
});
