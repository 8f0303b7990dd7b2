import { Link } from 'react-router';
import classes from './nav-tabs.module.css';

interface NavTabsProps {
  label: string;
  tabs: { key: string; label: string; to: string }[];
  current: string;
}

/** Tabs that are addresses: each can be linked, and "back" goes through them. */
export function NavTabs({ label, tabs, current }: NavTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} className={classes.tab} aria-current={tab.key === current ? 'page' : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
