import { forgetFiles, leaseDueFiles } from '../../activities/db/files/discarded-files.ts';
import type { ApiContext } from '../context.ts';
import { deleteFiles } from './delete-files.ts';

const AT_ONCE = 500;

/** Deletes the stored files that were discarded and are due, except those that something refers to. */
export async function sweepDiscarded({ db, options }: ApiContext): Promise<void> {
  for (;;) {
    const em = db.em.fork();
    const due = await leaseDueFiles(em, AT_ONCE);
    if (due.length === 0) return;
    await deleteFiles(
      options,
      due.filter((file) => !file.used).map((file) => file.url),
    );
    await forgetFiles(
      em,
      due.map((file) => file.id),
    );
  }
}
