import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

/** A migration whose statements stand in the `.sql` file of the same name. A released one is never edited. */
const fromFile = (name: string) => ({
  name,
  class: class extends Migration {
    override up(): void {
      this.addSql(readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8'));
    }
  },
});

export const migrations = [
  fromFile('0001-initial'),
  fromFile('0002-controllers'),
  fromFile('0003-pipelines'),
  fromFile('0004-sweeps'),
  fromFile('0005-pipeline-steps-live'),
  fromFile('0006-autoscalers'),
  fromFile('0007-needed-gpus'),
  fromFile('0008-pinned-worker'),
  fromFile('0009-definition-file'),
  fromFile('0010-attempts-of-worker'),
  fromFile('0011-function-results'),
  fromFile('0012-python-steps'),
  fromFile('0013-made-for'),
  fromFile('0014-followed-steps'),
  fromFile('0015-working-hours'),
  fromFile('0016-scaler-submissions'),
  fromFile('0017-curve-texts'),
  fromFile('0018-queue-places'),
  fromFile('0019-worker-docker-image'),
];
