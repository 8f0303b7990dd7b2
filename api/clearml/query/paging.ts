import { createHash } from 'node:crypto';
import { Refusal } from '../../../activities/db/errors.ts';
import type { ListRequest } from './request.ts';

export interface Page {
  offset: number;
  limit: number;
  /** Identity of the scroll that asked; undefined for a plain page. */
  scroll?: true;
}

const DEFAULT_PAGE_SIZE = 500;

/**
 * Which rows a request asks for: a page, or the next stretch of a scroll.
 * @throws Refusal `scrollNotFound` for an id that this server has not given out
 */
export function pageOf(collection: string, request: ListRequest): Page {
  const { page, page_size: pageSize, scroll_id: scrollId, size, refresh_scroll: refresh } = request;
  if (size || scrollId) {
    const offset = scrollId && !refresh ? readScrollId(collection, scrollId) : 0;
    return { offset, limit: size ?? DEFAULT_PAGE_SIZE, scroll: true };
  }
  const limit = pageSize ?? DEFAULT_PAGE_SIZE;
  return { offset: (page ?? 0) * limit, limit };
}

/** A scroll needs no memory on the server: its id says how far it came, with a check that tells it from a made-up one. */
export const scrollIdAfter = (collection: string, { offset }: Page, rows: number): string => signed(collection, offset + rows);

function signed(collection: string, offset: number): string {
  const position = offset.toString(16).padStart(14, '0');
  return position + createHash('sha256').update(`${collection}:${position}`).digest('hex').slice(0, 18);
}

function readScrollId(collection: string, id: string): number {
  const offset = /^[0-9a-f]{32}$/.test(id) ? Number.parseInt(id.slice(0, 14), 16) : Number.NaN;
  if (Number.isSafeInteger(offset) && signed(collection, offset) === id) return offset;
  throw new Refusal('scrollNotFound', `Invalid scroll id: scroll_id=${id.slice(0, 64)}`, { field: 'scroll_id' });
}
