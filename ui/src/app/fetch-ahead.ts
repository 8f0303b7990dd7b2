import type { LoaderFunctionArgs } from 'react-router';
import { tabCode } from '../pages/task/tab-code.ts';
import { taskQuery } from '../queries/use-task.ts';
import { queryClient } from './query-client.ts';
import { sessionQuery } from './session.tsx';

/** Asks who is logged in while the code of the page is fetched, and not after it. */
export function fetchSessionAhead(): void {
  void queryClient.prefetchQuery(sessionQuery);
}

/**
 * The same for a task; waits for the code of its tab, which comes beside that of the page. What fails is asked for again, and its
 * failure shown, by the page.
 */
export async function fetchTaskAhead({ params: { taskId = '', tab = '' } }: Pick<LoaderFunctionArgs, 'params'>): Promise<null> {
  void queryClient.prefetchQuery(taskQuery(taskId));
  if (Object.hasOwn(tabCode, tab)) await tabCode[tab as keyof typeof tabCode].load().catch(() => undefined);
  return null;
}
