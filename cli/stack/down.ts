import { dataDirPath } from '../../sdk/data-dir.ts';
import { dataFolderAt } from '../../stack/data-folder.ts';
import { createProgress } from '../../stack/progress.ts';
import { abortRunningTasks, runningTasksNote } from '../../stack/running-tasks.ts';
import { stopStack } from '../../stack/stop-stack.ts';
import { NotThereError } from '../exit-code.ts';
import { say } from '../output.ts';

interface DownOptions {
  dataDir?: string;
  abortRuns?: boolean;
}

export async function down({ dataDir, abortRuns }: DownOptions): Promise<void> {
  const folder = dataFolderAt(dataDirPath({ dataDir, env: process.env }));
  const progress = createProgress(say);
  if (abortRuns) await progress.step('aborting what runs', () => abortRunningTasks(folder));
  const note = await runningTasksNote(folder);
  if ((await stopStack(folder, progress)) === 'nothing') throw new NotThereError(`nothing runs in ${folder.root}`);
  if (note) progress.note(note);
}
