import { type ComponentProps, createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** Which step the tab key leads to: the graph is one tab stop. Only the two cards that a move concerns are drawn again. */
export class TabStop {
  current: string | null = null;
  /** Whether the focus was in the graph last. */
  held = false;
  readonly #listeners = new Set<() => void>();

  set(step: string): void {
    if (step === this.current) return;
    this.current = step;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const TabStopContext = createContext(new TabStop());

/** The button of a card or a frame, which chooses its step. */
export function StepButton({ step, ...props }: { step: string } & ComponentProps<'button'>) {
  const stop = useContext(TabStopContext);
  const isStop = useSyncExternalStore(stop.subscribe, () => stop.current === step);
  const ref = useRef<HTMLButtonElement>(null);
  // A group that was opened or closed is another element: it takes the focus of the one before.
  useLayoutEffect(() => {
    if (stop.held && stop.current === step && document.activeElement === document.body)
      ref.current?.focus({ preventScroll: true });
  }, [stop, step]);
  return <button ref={ref} type="button" data-step={step} tabIndex={isStop ? 0 : -1} {...props} />;
}
