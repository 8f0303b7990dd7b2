#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { openCompileCache } from '../stack/cache-folder.ts';

enableCompileCache(openCompileCache(process.env));
const { run } = await import('./run.ts');
process.exitCode = (await run(process.argv.slice(2))) || process.exitCode;
