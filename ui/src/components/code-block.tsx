import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  text: string;
  label: string;
  /** Colours the lines of a diff. */
  diff?: boolean;
  maxHeight?: number;
}

/** Monospaced text with a copy button. */
export function CodeBlock({ text, label, diff = false, maxHeight = 420 }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      <div className={classes.copy}>
        <CopyButton value={text} label={`Copy ${label}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard */}
      <section className={classes.scroll} style={{ maxHeight }} tabIndex={0} aria-label={label}>
        <pre className={classes.text}>{diff ? <DiffLines text={text} /> : text}</pre>
      </section>
    </div>
  );
}

function DiffLines({ text }: { text: string }) {
  return text.split('\n').map((line, index) => (
    <span key={index} className={classes.line} data-kind={diffKind(line)}>
      {line}
      {'\n'}
    </span>
  ));
}

function diffKind(line: string): string | undefined {
  if (/^(diff |index |\+\+\+ |--- )/.test(line)) return 'head';
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return undefined;
}
