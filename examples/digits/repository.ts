import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';

export interface ExampleRepository {
  /** Absolute. */
  folder: string;
  branch: string;
  commit: string;
  /** The text of requirements.txt. */
  requirements: string;
}

const FILES = ['.gitignore', 'README.md', 'requirements.txt', 'train.py'] as const;
const BRANCH = 'main';

/** One commit is the same on every machine: it depends on the files only. */
const AUTHOR = { name: 'Perdura', email: 'examples@perdura.invalid', date: '2026-01-01T00:00:00Z' };

/** Copies the example into the data folder, as a git repository. What is there already is kept, and committed again only when it differs. */
export async function makeRepository(dataDir: string): Promise<ExampleRepository> {
  const folder = join(dataDir, 'examples/digits');
  await mkdir(folder, { recursive: true });
  for (const file of FILES) await copyFile(join(import.meta.dirname, file), join(folder, file));
  const git = openGit(folder);
  await git.raw(['init', '--quiet', `--initial-branch=${BRANCH}`]);
  await git.add([...FILES]);
  if ((await git.status()).staged.length > 0) await git.commit('Read handwritten digits');
  return {
    folder,
    branch: BRANCH,
    commit: (await git.revparse(['HEAD'])).trim(),
    requirements: await readFile(join(folder, 'requirements.txt'), 'utf8'),
  };
}

/** Git that knows nothing of the machine's users: no hooks, no signing, no templates of theirs. */
function openGit(folder: string): SimpleGit {
  const { name, email, date } = AUTHOR;
  const variables = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
  return simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(variables),
    unsafe: { allowUnsafeConfigPaths: true },
  }).env({ PATH: process.env.PATH, ...variables });
}
