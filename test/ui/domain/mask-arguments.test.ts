import assert from 'node:assert/strict';
import { maskArguments } from '../../../ui/src/domain/mask-arguments.ts';

describe('maskArguments', () => {
  const cases: [string, string][] = [
    ['-e DB_PASSWORD=s3cr3t --ipc=host', '-e DB_PASSWORD=******** --ipc=host'],
    ['--env=API_KEY="a b" -eHF_TOKEN=x', '--env=API_KEY=******** -eHF_TOKEN=********'],
    ["-e 'MY_SECRET=it' -e LANG=C", "-e 'MY_SECRET=********' -e LANG=C"],
    ['-e KEYBOARD=de -v /a:/b', '-e KEYBOARD=de -v /a:/b'],
    ['', ''],
  ];
  for (const [text, shown] of cases) it(`shows ${shown || 'nothing as it is'}`, () => assert.equal(maskArguments(text), shown));
});
