import { eventually } from './eventually.ts';

/** A client of server-sent events. */
export interface EventStream {
  status: number;
  headers: Headers;
  /** Messages so far. */
  messages: { topic: string; id?: string }[];
  /** Comments so far: the server's signs of life. */
  comments: number;
  /** Whether the server ended it. */
  ended: boolean;
  next(what: string, matches: (message: { topic: string; id?: string }) => boolean): Promise<{ topic: string; id?: string }>;
  close(): void;
}

export async function openEventStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  const stream: EventStream = {
    status: response.status,
    headers: response.headers,
    messages: [],
    comments: 0,
    ended: false,
    next: (what, matches) => eventually(what, () => stream.messages.find(matches), { deadlineMs: 30_000, everyMs: 5 }),
    close: () => closing.abort(),
  };
  void read(response, stream);
  return stream;
}

async function read(response: Response, stream: EventStream): Promise<void> {
  let text = '';
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = `${text}${chunk}`.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) take(part, stream);
    }
    stream.ended = true;
  } catch {
    // Closed by the test.
  }
}

function take(part: string, stream: EventStream): void {
  if (part.startsWith('data: ')) stream.messages.push(JSON.parse(part.slice(6)));
  else if (part.startsWith(':')) stream.comments += 1;
}
