import type { ReactNode } from 'react';

/** Gives a table the rest of the page, or a fixed height inside a panel. */
export function Fill({ children, height }: { children: ReactNode; height?: number }) {
  const size = height === undefined ? { flex: 1, minHeight: 0 } : { height };
  return (
    <div
      {...(height === undefined ? { 'data-fill': '' } : {})}
      style={{ display: 'flex', background: 'var(--surface)', ...size }}
    >
      {children}
    </div>
  );
}
