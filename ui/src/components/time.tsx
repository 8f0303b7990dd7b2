import { formatAge, formatDateTime, formatDuration, formatRelative, toDate } from '../domain/format.ts';
import { useNow } from './use-now.ts';

type TimeInput = string | number | null | undefined;

/** `5 min ago`, kept current; the exact time in the tooltip. `short` leaves "ago" to the column's title. */
export function TimeAgo({ value, short = false }: { value: TimeInput; short?: boolean }) {
  const now = useNow();
  const date = toDate(value);
  if (!date) return <span className="dim">–</span>;
  return (
    <time dateTime={date.toISOString()} title={formatDateTime(date)}>
      {(short ? formatAge : formatRelative)(date, now)}
    </time>
  );
}

export function DateTime({ value }: { value: TimeInput }) {
  const date = toDate(value);
  return date ? <time dateTime={date.toISOString()}>{formatDateTime(date)}</time> : <span className="dim">–</span>;
}

/** A moment that is to come, and how long it is until then. */
export function TimeUntil({ value }: { value: string }) {
  const left = new Date(value).getTime() - useNow();
  return (
    <span>
      <DateTime value={value} />
      {left > 0 && <span className="dim"> in {formatDuration(Math.ceil(left / 60_000) * 60_000)}</span>}
    </span>
  );
}

/** Time from `start` to `end`, or running on while there is no end. */
export function Elapsed({ start, end }: { start: TimeInput; end?: TimeInput }) {
  const now = useNow();
  const from = toDate(start);
  if (!from) return <span className="dim">–</span>;
  const milliseconds = (toDate(end)?.getTime() ?? now) - from.getTime();
  return <span>{formatDuration(Math.max(1000, Math.floor(milliseconds / 1000) * 1000)).replace('.0', '')}</span>;
}
