import type { ReactNode } from 'react';
import classes from './banner.module.css';
import { Icon, type IconName } from './icon.tsx';

/** A line across the page about what it shows: what is waited for, or what is wrong. */
export function Banner({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      <Icon name={icon} />
      {children}
    </div>
  );
}
