#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { hashPassword } from './passwords.ts';

/** Prints the hash of a password for the users file. The password is asked for, or comes by standard input. */
const password = process.stdin.isTTY ? await ask() : (await text(process.stdin)).replace(/\r?\n$/, '');
try {
  console.log(await hashPassword(password, 'password'));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** What is typed is not shown. */
async function ask(): Promise<string> {
  process.stderr.write('password: ');
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: true });
  const answer = await lines.question('');
  lines.close();
  process.stderr.write('\n');
  return answer;
}
