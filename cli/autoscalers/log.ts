import type { HttpClient } from '../../sdk/http-client.ts';
import type { ScalerEventView } from '../../workflows/contracts/autoscaler-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { everyChange } from '../definitions/every-change.ts';
import { untilStopped } from '../definitions/until-stopped.ts';
import { NotThereError } from '../exit-code.ts';
import { print, printJson } from '../output.ts';
import { chooseAutoscaler, readAutoscaler, readPart } from './requests.ts';

interface LogOptions extends ServerOptions {
  lines?: number;
  machine?: string;
  follow?: boolean;
}

/** Events asked for at a time: at the start the most that the server gives, then what may have come meanwhile. */
const PAGE = { first: 1000, more: 50 };

/** Prints what an autoscaler did and why, one JSON object a line with `--json`; with `--follow` until stopped. */
export async function autoscalerLog(which: string | undefined, options: LogOptions): Promise<void> {
  const client = await connect(options);
  const { id } = await readAutoscaler(client, await chooseAutoscaler(client, which));
  const show = (event: ScalerEventView) => print(options.json ? JSON.stringify(event) : lineOf(event));
  let last = showAll(await readEvents(client, id, { ...options, after: 0 }), show) ?? 0;
  if (!options.follow) return;
  await untilStopped('follows no more; the autoscaler goes on', async (signal) => {
    for await (const _ of everyChange({ client, topic: `autoscaler:${id}`, signal }))
      last = showAll(await readEvents(client, id, { machine: options.machine, after: last }), show) ?? last;
  });
}

function showAll(events: ScalerEventView[], show: (event: ScalerEventView) => void): number | undefined {
  events.forEach(show);
  return events.at(-1)?.id;
}

interface EventQuery {
  lines?: number | undefined;
  machine?: string | undefined;
  after: number;
}

/** Events behind `after`, the oldest first; the server gives them the other way round. */
async function readEvents(
  client: HttpClient,
  id: string,
  { lines = Number.POSITIVE_INFINITY, machine, after }: EventQuery,
): Promise<ScalerEventView[]> {
  const found: ScalerEventView[] = [];
  for (;;) {
    const limit = Math.min(after === 0 ? PAGE.first : PAGE.more, lines - found.length);
    const before = found.at(-1)?.id;
    const query = new URLSearchParams({
      limit: String(limit),
      ...(machine && { machine }),
      ...(before && { before: String(before) }),
    });
    const { events } = await readPart<{ events: ScalerEventView[] }>(client, id, `events?${query}`);
    found.push(...events.filter((event) => event.id > after));
    if (events.length < limit || found.length >= lines || (events.at(-1)?.id ?? 0) <= after) return found.reverse();
  }
}

const lineOf = ({ at, kind, machine, text, actor }: ScalerEventView): string =>
  `${at.slice(0, 19).replace('T', ' ')}  ${kind.padEnd(11)} ${machine ? `${machine.slice(0, 8)}: ` : ''}${text}${actor === 'server' ? '' : `  (${actor})`}`;

/** Prints what a machine printed. */
export async function machineConsole(which: string, machine: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const console = await readPart<{ text: string | null }>(client, which, `machines/${encodeURIComponent(machine)}/console`);
  if (options.json) return printJson(console);
  if (console.text === null) throw new NotThereError(`nothing is known of what ${machine} printed`);
  print(console.text.trimEnd());
}
