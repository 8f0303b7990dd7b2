import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError } from '../api/http.ts';
import { Icon, type IconName } from './icon.tsx';
import classes from './states.module.css';

/** What stands where data would be: nothing yet, nothing at all, or an error with a way on. */

export function LoadingState({ label = 'Loading' }: { label?: string }) {
  return (
    <div className={classes.state} role="status">
      <Loader size="sm" type="dots" />
      <span className="dim">{label}</span>
    </div>
  );
}

interface EmptyStateProps {
  icon?: IconName;
  title: string;
  children?: ReactNode;
}

export function EmptyState({ icon = 'list', title, children }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <span className={classes.icon}>
        <Icon name={icon} size={26} />
      </span>
      <strong>{title}</strong>
      {children && <div className={classes.text}>{children}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = explain(error);
  return (
    <div className={classes.state} role="alert">
      <span className={classes.error}>
        <Icon name="warning" size={26} />
      </span>
      <strong>{title}</strong>
      <div className={classes.text}>{detail}</div>
      {onRetry && (
        <Button variant="default" onClick={onRetry} leftSection={<Icon name="refresh" />}>
          Try again
        </Button>
      )}
    </div>
  );
}

function explain(error: unknown): { title: string; detail: string } {
  const detail = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError)) return { title: 'This page failed', detail };
  if (error.status === 0)
    return { title: 'The server cannot be reached', detail: 'The page goes on by itself as soon as it answers.' };
  if (error.status === 404) return { title: 'Not found', detail };
  if (error.status === 403) return { title: 'Not allowed', detail };
  return { title: error.isOutage ? 'The server is out of order' : 'The server refused this', detail };
}
