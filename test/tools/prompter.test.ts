import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createPrompter, type Prompter } from '../../tools/prompter.ts';

describe('a prompter', () => {
  // Node edits no lines at a terminal that calls itself dumb, as that of a script may.
  const { TERM } = process.env;
  before(() => {
    process.env.TERM = 'xterm';
  });
  after(() => {
    if (TERM === undefined) delete process.env.TERM;
    else process.env.TERM = TERM;
  });

  let input: PassThrough & { isTTY?: boolean; setRawMode?: () => void };
  let shown: string;
  let prompter: Prompter;

  function start({ terminal }: { terminal: boolean }): void {
    input = new PassThrough();
    if (terminal) Object.assign(input, { isTTY: true, setRawMode: () => {} });
    shown = '';
    const output = new PassThrough();
    output.on('data', (chunk) => {
      shown += chunk;
    });
    prompter = createPrompter(input, output);
  }
  afterEach(() => prompter.close());

  it('shows at a terminal what is typed, and nothing of a secret', async () => {
    start({ terminal: true });
    const name = prompter.ask('Name');
    input.write('ada\r');
    assert.equal(await name, 'ada');
    const secret = prompter.askSecret('Secret');
    input.write('s3cr\x7fet \r');
    assert.equal(await secret, 's3cet ');
    const after = prompter.ask('Age', '7');
    input.write('\r');
    assert.equal(await after, '7');
    assert.match(shown, /Name: .*ada/);
    assert.match(shown, /Secret: [^s]*Age \[7\]: /s);
  });

  it('shows nothing of what is pasted for the questions that follow', async () => {
    start({ terminal: true });
    const name = prompter.ask('Name');
    input.write('ada\rpasted-secret\rfrance\r');
    assert.deepEqual(
      [await name, await prompter.askSecret('Secret'), await prompter.ask('Country')],
      ['ada', 'pasted-secret', 'france'],
    );
    assert.ok(!shown.includes('pasted'));
  });

  it('reads the lines of a script, and says when they end too soon', async () => {
    start({ terminal: false });
    input.end('ada\nsecret\n');
    assert.deepEqual([await prompter.ask('Name'), await prompter.askSecret('Secret')], ['ada', 'secret']);
    assert.equal(shown, 'Name: Secret: ');
    await assert.rejects(prompter.askSecret('Another'), { message: 'no answer to "Another"' });
    assert.equal(await prompter.ask('Age', '7'), '7');
  });
});
