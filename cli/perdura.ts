#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { compileCacheFolder } from '../stack/cache-folder.ts';

enableCompileCache(compileCacheFolder(process.env));
const { run } = await import('./run.ts');
process.exitCode = (await run(process.argv.slice(2))) || process.exitCode;
