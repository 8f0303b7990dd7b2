import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import classes from './facts.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
  /** Text for a copy button beside the value. */
  copy?: string | undefined;
}

/** Names and values in two columns; a value that is missing shows as a dash. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts.map(({ label, value, copy }) => (
        <div key={label} className={classes.row}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>
            <span className={classes.text}>{isMissing(value) ? <span className="dim">–</span> : value}</span>
            {copy && <CopyButton value={copy} label={`Copy ${label.toLowerCase()}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isMissing = (value: ReactNode): boolean => value === null || value === undefined || value === '';
