import type { ReactNode } from 'react';
import classes from './page.module.css';
import { useTitle } from './use-title.ts';

interface PageProps {
  /** Name of the page in the browser's tab. */
  name: string;
  title: ReactNode;
  /** Beside the title. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Lines between the heading and the body. */
  banners?: ReactNode;
  children: ReactNode;
}

/** A page with a heading, of which the body scrolls. */
export function Page({ name, title, note, actions, banners, children }: PageProps) {
  useTitle(name);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        {note}
        <div className={classes.actions}>{actions}</div>
      </header>
      {banners}
      <div className={classes.body}>{children}</div>
    </div>
  );
}
