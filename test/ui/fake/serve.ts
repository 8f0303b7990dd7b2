import { startFakeServer } from './server.ts';

const server = await startFakeServer({ port: Number(process.env.PORT ?? 8090) });
console.log(`${server.url} (user admin, password secret)`);
