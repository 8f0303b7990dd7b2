import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchFolder } from '../../support/scratch.ts';

export interface TestRepository {
  folder: string;
  url: string;
  git(...args: string[]): string;
  write(path: string, content: string | Buffer): void;
  /** Commits everything and gives the commit. */
  commit(message?: string): string;
}

/** A git repository on this disk with one commit that holds `files`. */
export function gitRepository(files: Record<string, string | Buffer> = { 'main.py': 'print("hi")\n' }): TestRepository {
  const folder = scratchFolder();
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'core.autocrlf=false', '-c', 'protocol.file.allow=always'];
  const repository: TestRepository = {
    folder,
    url: `file://${folder}`,
    git: (...args) => execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }),
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    commit(message = 'a commit') {
      repository.git('add', '--all');
      repository.git('commit', '--quiet', '--allow-empty', '--message', message);
      return repository.git('rev-parse', 'HEAD').trim();
    },
  };
  repository.git('init', '--quiet', '--initial-branch', 'main');
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit();
  return repository;
}
