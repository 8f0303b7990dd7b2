import { join } from 'node:path';
import { dataFolderAt } from '../../../stack/data-folder.ts';
import { providePostgres } from '../../../stack/postgres/binaries.ts';
import { initialiseCluster } from '../../../stack/postgres/initialise.ts';
import { postgresService } from '../../../stack/postgres/service.ts';
import { postgresUser } from '../../../stack/postgres/system-user.ts';
import { createService } from '../../../stack/service.ts';
import { silent } from '../support.ts';

/** Supervises a Postgres in the folder and on the port of the arguments until the message `stop`. */
const [path, port] = process.argv.slice(2) as [string, string];
const folder = { ...dataFolderAt(path), logs: path };
const user = await postgresUser();
const home = await providePostgres({ copyTo: join(path, 'programs'), user, progress: silent });
await initialiseCluster({ home, dataDir: folder.postgres, user, password: 'secret', progress: silent });
const spec = postgresService({ folder, home, user, port: Number(port), password: 'secret' });
const service = createService(spec, { started() {}, ready() {}, ended() {} });
await service.start();
process.send!('ready');
process.once('message', async () => {
  await service.stop();
  process.disconnect();
});
