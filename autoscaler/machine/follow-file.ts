import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 200;

/** Prints what is appended to a file, until `end`, which prints the rest. */
export function followFile(path: string, print: (text: string) => void): { end(): Promise<void> } {
  const over = new AbortController();
  const following = (async () => {
    const file = await open(path);
    const decoder = new TextDecoder();
    const buffer = Buffer.alloc(65_536);
    try {
      for (;;) {
        const last = over.signal.aborted;
        for (let read = await file.read(buffer); read.bytesRead > 0; read = await file.read(buffer))
          print(decoder.decode(buffer.subarray(0, read.bytesRead), { stream: true }));
        if (last) return;
        await sleep(LOOK_MS, undefined, { signal: over.signal }).catch(() => undefined);
      }
    } finally {
      await file.close();
    }
  })();
  return {
    async end() {
      over.abort();
      await following;
    },
  };
}
