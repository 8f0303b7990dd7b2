import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import type { FlowNode } from './flow-nodes.ts';
import { TabStop } from './tab-stop.tsx';
import { useRevealNode } from './use-reveal.ts';

interface GraphKeysInput {
  frame: RefObject<HTMLDivElement | null>;
  nodes: FlowNode[];
  toggle: (group: string) => void;
  leave: () => void;
}

/** Keys of the graph, which is one tab stop: arrows move between steps, Enter chooses, Space opens or closes a group, Escape leaves the step. */
export function useGraphKeys({ frame, nodes, toggle, leave }: GraphKeysInput) {
  const reveal = useRevealNode();
  const [stop] = useState(() => new TabStop());
  useEffect(() => {
    const isThere = nodes.some(({ id }) => id === stop.current);
    if (!isThere && nodes[0]) stop.set(nodes[0].id);
  }, [nodes, stop]);

  const moveTo = (button: HTMLElement | undefined): void => {
    if (!button) return;
    button.focus({ preventScroll: true });
    reveal(button.dataset.step!);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-step]');
    if (event.key === 'Escape') return leave();
    if (!button) return;
    const direction = DIRECTIONS[event.key];
    if (direction) moveTo(nearest(stepButtons(frame.current), button, direction));
    else if (event.key === ' ' && isGroup(nodes, button.dataset.step!)) toggle(button.dataset.step!);
    else return;
    event.preventDefault();
  };
  const onFocus = ({ target }: FocusEvent): void => {
    stop.held = true;
    const button = (target as HTMLElement).closest<HTMLElement>('[data-step]');
    if (button) stop.set(button.dataset.step!);
  };
  const onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) stop.held = false;
  };
  return { stop, handlers: { onKeyDown, onFocus, onBlur } };
}

type Direction = readonly [x: -1 | 0 | 1, y: -1 | 0 | 1];
const DIRECTIONS: Record<string, Direction> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

const stepButtons = (frame: HTMLElement | null): HTMLElement[] => [
  ...(frame?.querySelectorAll<HTMLElement>('[data-step]') ?? []),
];

const isGroup = (nodes: FlowNode[], id: string): boolean => nodes.find((node) => node.id === id)?.data.counts != null;

/** The closest one on that side; what lies askew counts as farther. */
function nearest(buttons: HTMLElement[], from: HTMLElement, [dx, dy]: Direction): HTMLElement | undefined {
  const here = centreOf(from);
  let best: { button: HTMLElement; distance: number } | undefined;
  for (const button of buttons) {
    if (button === from) continue;
    const there = centreOf(button);
    const [x, y] = [there.x - here.x, there.y - here.y];
    const ahead = x * dx + y * dy;
    if (ahead <= 1) continue;
    const distance = ahead + 2 * Math.abs(dx === 0 ? x : y);
    if (!best || distance < best.distance) best = { button, distance };
  }
  return best?.button;
}

function centreOf(element: HTMLElement): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
