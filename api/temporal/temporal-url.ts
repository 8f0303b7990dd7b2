import type { ApiOptions } from '../options.ts';

/** Where Temporal Web shows a workflow; null where no such page is known. */
export function temporalUrl({ temporal }: ApiOptions, workflowId: string): string | null {
  if (!temporal.webUrl) return null;
  return `${temporal.webUrl}/namespaces/${encodeURIComponent(temporal.namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
