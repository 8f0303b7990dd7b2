import assert from 'node:assert/strict';
import { parseClearmlConf } from '../../sdk/clearml-conf.ts';
import { fromConf } from '../../sdk/connection.ts';
import { stackUrls } from '../../stack/addresses.ts';
import { clientConf } from '../../stack/client-conf.ts';
import { PORT_NAMES, PORTS, type Ports } from '../../stack/options.ts';

const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, PORTS[name].port])) as Ports;

describe('clientConf', () => {
  it('is read back by every reader of a clearml.conf', async () => {
    const conf = clientConf(stackUrls(ports, {}), { accessKey: 'KEY', secretKey: '-a_B' });
    assert.deepEqual(fromConf(await parseClearmlConf(conf)), {
      apiUrl: 'http://127.0.0.1:8008',
      webUrl: 'http://127.0.0.1:8080',
      filesUrl: 'http://127.0.0.1:8081',
      accessKey: 'KEY',
      secretKey: '-a_B',
    });
  });
});

describe('stackUrls', () => {
  it('are the names under which clients reach the server, when they are given', () => {
    const urls = stackUrls(ports, { PERDURA_API_URL: 'https://api.x.org', PERDURA_WEB_URL: 'https://app.x.org' });
    assert.deepEqual(urls, {
      api: 'https://api.x.org',
      web: 'https://app.x.org',
      files: 'http://127.0.0.1:8081',
      temporalWeb: 'http://127.0.0.1:8233',
    });
  });
});
