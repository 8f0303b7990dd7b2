import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** EC2's metadata service, version 2: it answers nobody without a token. */
export interface MetadataService {
  url: string;
  /** What it answers, by path below `/latest/meta-data/`. */
  documents: Record<string, object>;
  /** Makes the tokens that were given out invalid. */
  forgetTokens(): void;
  requests: string[];
  close(): Promise<void>;
}

export async function startMetadataService(): Promise<MetadataService> {
  let epoch = 1;
  const documents: Record<string, object> = {};
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace('/latest/', '');
    requests.push(`${request.method} ${path}`);
    if (request.method === 'PUT' && path === 'api/token') {
      const isAsked = Number(request.headers['x-aws-ec2-metadata-token-ttl-seconds']) > 0;
      return response.writeHead(isAsked ? 200 : 400).end(isAsked ? `token-${epoch}` : '');
    }
    if (request.headers['x-aws-ec2-metadata-token'] !== `token-${epoch}`) return response.writeHead(401).end();
    const document = documents[path.replace('meta-data/', '')];
    return response.writeHead(document ? 200 : 404).end(document ? JSON.stringify(document) : '<html>404</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documents,
    requests,
    forgetTokens() {
      epoch += 1;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
