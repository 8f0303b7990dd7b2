import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface PackageIndex {
  url: string;
  close(): Promise<void>;
}

/** Serves the wheels of a folder as PyPI does its packages, for tools that take them from nowhere else. */
export async function startPackageIndex(folder: string): Promise<PackageIndex> {
  const http = createServer((request, response) => {
    const [, name = '', file = ''] = decodeURIComponent(request.url ?? '').split('/');
    const wheels = readdirSync(folder).filter((wheel) => wheel.startsWith(`${name}-`));
    if (wheels.includes(file)) return response.end(readFileSync(join(folder, file)));
    if (wheels.length === 0) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html');
    response.end(wheels.map((wheel) => `<a href="/${name}/${wheel}">${wheel}</a>`).join('\n'));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
