import { download } from './download.ts';
import type { ArtifactRecord } from './task-document.ts';
import type { TaskReaderOptions } from './task-reader.ts';

/** Something that a task has stored. */
export interface Artifact {
  readonly name: string;
  /** What the client called its kind: `dict`, `pandas`, `numpy`, `custom`. */
  readonly type: string;
  readonly url: string;
  /** SHA-256 of the content, where the client gave one. */
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
  readonly preview: string;
  /** These fetch the content. Throw ApiError or ServerUnreachableError. */
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
  /** Of an artifact that is JSON, as `upload_artifact` stores a dict or list. */
  json<T = unknown>(): Promise<T>;
}

export function createArtifact(record: ArtifactRecord, options: TaskReaderOptions): Artifact {
  const url = record.uri ?? '';
  const text = async () => (await download(url, options)).text();
  return {
    name: record.key,
    type: record.type,
    url,
    hash: record.hash ?? '',
    size: record.content_size ?? 0,
    preview: record.type_data?.preview ?? '',
    bytes: async () => new Uint8Array(await (await download(url, options)).arrayBuffer()),
    text,
    json: async <T>() => JSON.parse(await text()) as T,
  };
}
