import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  title?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Content reaches the border, as tables and code do. */
  flush?: boolean;
}

/** A titled box: the one frame of every page. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  return (
    <section className={classes.panel}>
      {(title || actions) && (
        <header className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
