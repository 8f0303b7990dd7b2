import { answers } from '../../stack/readiness.ts';

/** Exits with 0 while the API in this container can work. */
process.exitCode = (await answers('http://127.0.0.1:8008/api/health')) ? 0 : 1;
