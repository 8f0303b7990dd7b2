import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { freePorts } from '../../stack/free-ports.ts';
import { assertDistinctPorts, PORT_NAMES, type Ports } from '../../stack/options.ts';
import { assertPortsFree } from '../../stack/ports.ts';

describe('ports', () => {
  let ports: Ports;
  beforeEach(async () => {
    const free = await freePorts(PORT_NAMES.length);
    ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, free[index]])) as Ports;
  });

  it('are accepted when they are free and distinct', async () => {
    assertDistinctPorts(ports);
    await assertPortsFree(ports, '127.0.0.1');
  });

  it('are refused when one is taken, with the option that moves it', async () => {
    const other = createServer().listen(ports.files, '127.0.0.1');
    try {
      await assert.rejects(assertPortsFree(ports, '127.0.0.1'), {
        name: 'Error',
        message: `port ${ports.files} for the file server is in use by another program: choose another with --files-port or PERDURA_FILES_PORT`,
      });
    } finally {
      other.close();
    }
  });

  it('are refused when two are the same', () => {
    assert.throws(() => assertDistinctPorts({ ...ports, temporalWeb: ports.api }), /--api-port and --temporal-web-port are both/);
  });
});
