#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { createPrompter } from '../../tools/prompter.ts';
import { hashPassword } from './passwords.ts';

/** Prints the hash of a password for the users file. The password is asked for, or comes by standard input. */
const password = process.stdin.isTTY ? await ask() : (await text(process.stdin)).replace(/\r?\n$/, '');
try {
  console.log(await hashPassword(password, 'password'));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function ask(): Promise<string> {
  const prompter = createPrompter(process.stdin, process.stderr);
  try {
    return await prompter.askSecret('password');
  } finally {
    prompter.close();
  }
}
