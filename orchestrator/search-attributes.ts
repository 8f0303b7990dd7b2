import type { ConnectionLike } from '@temporalio/client';
import { SearchAttribute } from '../workflows/contracts/names.ts';

const KEYWORD = 2;

/** Registers the search attributes that are missing in the namespace. */
export async function ensureSearchAttributes(connection: ConnectionLike, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SearchAttribute).filter((name) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
}
