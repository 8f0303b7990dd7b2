import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskArguments, restoreArguments } from '../../../workflows/domain/container-secrets.ts';
import { splitArguments } from '../../../workflows/domain/split-arguments.ts';

describe('maskArguments', () => {
  const cases: [string, string][] = [
    ['-e DB_PASSWORD=s3cr3t --ipc=host', '-e DB_PASSWORD=*** --ipc=host'],
    ['--env=API_KEY="a b" -eHF_TOKEN=x', '--env=API_KEY=*** -eHF_TOKEN=***'],
    ["-e 'MY_SECRET=it is' -e LANG=C", '-e MY_SECRET=*** -e LANG=C'],
    [`-e DB_PASSWORD=s3"cr 3"t\\ x -e A=1`, '-e DB_PASSWORD=*** -e A=1'],
    ['-iteDB_PASSWORD=x', '-iteDB_PASSWORD=***'],
    ['-e DB_PASSWORD="never closed', '-e DB_PASSWORD=***'],
    ['-e DSN=postgres://u:s3cr3t@h/db', '-e DSN=postgres://u:***@h/db'],
    ['-e KEYBOARD=de  -v "/a b":/b -e DB_PASSWORD', '-e KEYBOARD=de  -v "/a b":/b -e DB_PASSWORD'],
    ['', ''],
  ];
  for (const [text, shown] of cases) it(`shows ${shown || 'nothing as it is'}`, () => assert.equal(maskArguments(text), shown));

  it('leaves none of a secret, however it is quoted', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ '"\\a-z@:/]{0,12}$/), (text) => {
        const shown = maskArguments(`-e A_TOKEN=Q${text}`);
        assert.ok(!shown.includes('Q'), shown);
      }),
    );
  });
});

describe('restoreArguments', () => {
  it('gives back every word that was masked', () => {
    const word = fc.tuple(
      fc.constantFrom('-e', '--env', '--env='),
      fc.constantFrom('A_TOKEN', 'LANG', 'DB_PASSWORD'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const stored = words
          .map(([option, name, value]) => `${option}${option.endsWith('=') ? '' : ' '}${quote(`${name}=${value}`)}`)
          .join(' ');
        assert.deepEqual(splitArguments(restoreArguments(maskArguments(stored), stored)), splitArguments(stored));
      }),
    );
  });

  const STORED = '-e A_TOKEN=one -e LANG=C -e A_TOKEN=two';
  const cases: [what: string, given: string, stored: string][] = [
    ['takes what is new and keeps the rest', '-e A_TOKEN=*** -e LANG=D', '-e A_TOKEN=one -e LANG=D'],
    ['finds a variable in another form of option', '--env=A_TOKEN=***', '--env=A_TOKEN=one'],
    ['replaces a secret by a new one', '-e A_TOKEN=three', '-e A_TOKEN=three'],
    ['leaves what was never stored', '-e B_TOKEN=***', '-e B_TOKEN=***'],
  ];
  for (const [what, given, stored] of cases) it(what, () => assert.equal(restoreArguments(given, STORED), stored));
});

const quote = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`;
