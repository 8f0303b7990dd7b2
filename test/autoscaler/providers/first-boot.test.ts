import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { firstBootScript } from '../../../autoscaler/providers/first-boot.ts';

describe('what a machine is told at its launch', () => {
  const script = firstBootScript({ serverUrl: "http://it's/here", joinToken: "to'ken$(id)&" }, 'gcp');

  it('is a script that bash can read', () => {
    execFileSync('bash', ['-n'], { input: script });
  });

  it('has the address and the token as they are, whatever is in them', () => {
    const variables = script.match(/^server=.*$|printf %s (.*) >/gm)!.join('\n');
    const said = execFileSync('bash', [], {
      input: `token_file=/dev/stdout\n${variables.replace(/ >$/, '')}; echo; printf %s "$server"`,
    });
    assert.equal(said.toString(), "to'ken$(id)&\nhttp://it's/here");
  });

  it('is far below the 16 KiB that EC2 takes', () => {
    assert.ok(Buffer.byteLength(script) < 4096);
  });
});
