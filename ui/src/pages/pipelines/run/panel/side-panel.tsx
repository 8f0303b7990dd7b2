import { useLocalStorage } from '@mantine/hooks';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import classes from './panel.module.css';

const FIRST_WIDTH = 490;
const LEAST_WIDTH = 320;
/** What is left of the graph at least. */
const LEAST_REST = 320;
const KEY_STEP = 40;

/** The panel beside the graph. Its edge is dragged, or moved with the arrow keys; its width is kept in this browser. */
export function SidePanel({ children }: { children: ReactNode }) {
  const [width, setWidth] = useLocalStorage({
    key: 'perdura.run-panel-width',
    defaultValue: FIRST_WIDTH,
    getInitialValueInEffect: false,
  });
  const resize = (next: number) => setWidth(Math.round(Math.max(LEAST_WIDTH, Math.min(window.innerWidth - LEAST_REST, next))));
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(window.innerWidth - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(width + KEY_STEP);
    else if (event.key === 'ArrowRight') resize(width - KEY_STEP);
    else return;
    event.preventDefault();
  };
  return (
    <aside className={classes.side} style={{ width: `min(${width}px, calc(100vw - ${LEAST_REST}px))` }}>
      <div
        className={classes.edge}
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={width}
        aria-valuemin={LEAST_WIDTH}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      {children}
    </aside>
  );
}
