import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsoleChunkRequest, ConsoleChunkResponse } from '../../workflows/contracts/agent-api.ts';
import { CHUNK_BYTES, chooseChunk } from './choose-chunk.ts';
import type { SecretMask } from './secret-mask.ts';
import { toText } from './utf8.ts';

export interface ConsoleShipperOptions {
  path: string;
  mask: SecretMask;
  /** Retries by itself for as long as the server is away; what it throws ends the shipping. */
  send(chunk: ConsoleChunkRequest, signal: AbortSignal): Promise<ConsoleChunkResponse>;
  /** Gets the text as it is stored, each part once. */
  onShipped?: ((text: string) => void) | undefined;
  onError(error: unknown): void;
  /** How often the file is looked at, in milliseconds. */
  intervalMs?: number;
  /** How long the beginning of a line waits for its end, in milliseconds. */
  partialAfterMs?: number;
}

export interface ConsoleShipper {
  /** Resolves when everything that the file has now is stored, when shipping has ended, or when `signal` is aborted. */
  flush(signal?: AbortSignal): Promise<void>;
  /** Ships the rest, an unfinished last line included, and ends. */
  finish(signal?: AbortSignal): Promise<void>;
  /** Ends at once. */
  stop(): void;
}

/**
 * Sends a run's console file to the server from its first byte on, in order. The server keeps what it has not yet
 * stored and says where to go on, so a shipper that starts anew needs no memory of what was sent.
 */
export function startConsoleShipper(options: ConsoleShipperOptions): ConsoleShipper {
  const { intervalMs = 300, partialAfterMs = 600 } = options;
  const stopped = new AbortController();
  const state = { offset: 0, shown: 0, size: 0, ended: false, waitingSince: undefined as number | undefined };
  let awake = new AbortController();

  async function shipOnce(file: FileHandle, ended: boolean): Promise<boolean> {
    const { offset } = state;
    state.size = (await file.stat()).size;
    if (state.size <= offset) return false;
    state.waitingSince ??= Date.now();
    const partial = Date.now() - state.waitingSince >= partialAfterMs;
    const bytes = await readChunk(file, options.mask, { offset, ended, partial });
    if (bytes.length === 0) return false;
    const chunk = { offset, text: toText(bytes), timestamp: Date.now() };
    const { next } = await options.send(chunk, stopped.signal);
    if (next === offset) throw new Error(`the server takes no console text at offset ${offset}`);
    if (offset + bytes.length > state.shown) {
      options.onShipped?.(toText(bytes.subarray(Math.max(0, state.shown - offset))));
      state.shown = offset + bytes.length;
    }
    state.offset = next;
    state.waitingSince = undefined;
    return true;
  }

  async function run(): Promise<void> {
    let file: FileHandle | undefined;
    try {
      file = await openWhenThere(options.path, intervalMs, stopped.signal);
      while (!stopped.signal.aborted) {
        const { ended } = state;
        const full = (await shipOnce(file, ended)) && state.size - state.offset >= CHUNK_BYTES;
        if (ended && state.size <= state.offset) return;
        if (!full && !ended) await pause(intervalMs);
      }
    } catch (error) {
      if (!stopped.signal.aborted) options.onError(error);
    } finally {
      stopped.abort();
      await file?.close();
    }
  }

  /** Sleeps, unless somebody waits for the shipping. */
  async function pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([stopped.signal, awake.signal]) }).catch(() => undefined);
    if (awake.signal.aborted) awake = new AbortController();
  }

  const running = run();

  return {
    async flush(signal) {
      const size = await sizeOf(options.path);
      while (state.offset < size && !stopped.signal.aborted && !signal?.aborted) {
        awake.abort();
        await sleep(20);
      }
    },
    async finish(signal) {
      state.ended = true;
      awake.abort();
      const abort = () => stopped.abort();
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      await running;
      signal?.removeEventListener('abort', abort);
    },
    stop: () => stopped.abort(),
  };
}

/** Reads around the chunk as well, so that a secret on its border is found. */
async function readChunk(
  file: FileHandle,
  mask: SecretMask,
  { offset, ended, partial }: { offset: number; ended: boolean; partial: boolean },
): Promise<Buffer> {
  const before = Math.min(offset, mask.longest);
  const window = Buffer.alloc(before + CHUNK_BYTES + mask.longest + 1);
  const { bytesRead } = await file.read(window, 0, window.length, offset - before);
  const masked = mask.bytes(window.subarray(0, bytesRead));
  const length = chooseChunk({ pending: window.subarray(before, bytesRead), ended, partial, mask });
  return masked.subarray(before, before + length);
}

async function openWhenThere(path: string, intervalMs: number, signal: AbortSignal): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await sleep(intervalMs, undefined, { signal });
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path, 'r').catch(() => undefined);
  try {
    return file ? (await file.stat()).size : 0;
  } finally {
    await file?.close();
  }
}
