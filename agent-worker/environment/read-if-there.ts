import { existsSync, readFileSync } from 'node:fs';

export const readIfThere = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
