import { memo } from 'react';
import { type AnsiSpan, parseAnsi } from '../../../domain/ansi.ts';
import classes from './console.module.css';
import type { Line } from './console-buffer.ts';

/** How an agent marks the beginning and the end of a stage. */
const STAGE_MARKER = /^=== .+ ===$/;

interface LogLineProps {
  line: Line;
  times: boolean;
  filter: string;
}

/** One line in its colours. */
export const LogLine = memo(function LogLine({ line, times, filter }: LogLineProps) {
  return (
    <>
      {times && <time className={classes.time}>{timeText(line.at)}</time>}
      <span className={classes.text} data-level={line.level} data-marker={STAGE_MARKER.test(line.text) || undefined}>
        {parseAnsi(line.text).map((span, index) => (
          <span key={index} style={spanStyle(span)}>
            <Text text={span.text} filter={filter} />
          </span>
        ))}
        {'\n'}
      </span>
    </>
  );
});

function timeText(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(at)) return '';
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function spanStyle({ foreground, background, bold, dim, italic, underline, inverse }: AnsiSpan) {
  const [color, ground] = inverse
    ? [background ?? 'var(--surface)', foreground ?? 'var(--mantine-color-text)']
    : [foreground, background];
  return {
    color,
    background: ground,
    fontWeight: bold ? 650 : undefined,
    opacity: dim ? 0.65 : undefined,
    fontStyle: italic ? 'italic' : undefined,
    textDecoration: underline ? 'underline' : undefined,
  };
}

const ADDRESS = /(https?:\/\/[^\s"'<>]*[^\s"'<>.,;:)\]])/;

/** The text with its addresses as links, and with what the filter found marked. */
function Text({ text, filter }: { text: string; filter: string }) {
  if (!text.includes('://')) return <Marked text={text} filter={filter} />;
  return text.split(ADDRESS).map((part, index) =>
    ADDRESS.test(part) ? (
      <a key={index} href={part} target="_blank" rel="noreferrer">
        <Marked text={part} filter={filter} />
      </a>
    ) : (
      <Marked key={index} text={part} filter={filter} />
    ),
  );
}

function Marked({ text, filter }: { text: string; filter: string }) {
  const at = filter === '' ? -1 : text.toLowerCase().indexOf(filter.toLowerCase());
  if (at < 0) return text;
  const end = at + filter.length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      <Marked text={text.slice(end)} filter={filter} />
    </>
  );
}
