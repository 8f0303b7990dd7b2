import { ActionIcon, Tooltip } from '@mantine/core';
import type { MouseEventHandler } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps {
  icon: IconName;
  /** Tooltip and accessible name. */
  label: string;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  disabled?: boolean;
  loading?: boolean;
  pressed?: boolean;
  danger?: boolean;
  size?: 'sm' | 'md';
  /** -1 inside a table, which is one tab stop. */
  tabIndex?: number;
}

export function IconButton({ icon, label, onClick, disabled, loading, pressed, danger, size = 'md', tabIndex }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        variant={pressed ? 'light' : 'subtle'}
        color={danger ? 'red' : pressed ? 'teal' : 'gray'}
        size={size === 'sm' ? 22 : 28}
        disabled={disabled ?? false}
        style={disabled ? { background: 'none' } : undefined}
        loading={loading ?? false}
        tabIndex={tabIndex}
        {...(onClick ? { onClick } : {})}
      >
        <Icon name={icon} size={size === 'sm' ? 13 : 15} />
      </ActionIcon>
    </Tooltip>
  );
}
