import { type ReactFlowState, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect } from 'react';

/** A step that is brought into view is shown at least this large. */
const READABLE_ZOOM = 0.6;
const MOVE_MS = 180;

/** Brings the chosen step into view. */
export function useReveal(chosen: string | null): void {
  const ready = useStore(isFitted);
  const reveal = useRevealNode();
  useEffect(() => {
    if (chosen === null || !ready) return;
    const frame = requestAnimationFrame(() => reveal(chosen));
    return () => cancelAnimationFrame(frame);
  }, [chosen, ready, reveal]);
}

/** The graph was measured and fitted into its place for the first time. */
const isFitted = ({ fitViewQueued, width, panZoom }: ReactFlowState): boolean => !fitViewQueued && width > 0 && panZoom !== null;

/** Moves the view to a node, unless it is in view already. */
export function useRevealNode(): (id: string) => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (id) => {
      const node = flow.getInternalNode(id);
      if (!node) return;
      const { x, y } = node.internals.positionAbsolute;
      const { width = 0, height = 0 } = node;
      const { width: viewWidth, height: viewHeight, transform } = store.getState();
      const [left, top, zoom] = transform;
      const inView =
        x * zoom + left >= 0 &&
        y * zoom + top >= 0 &&
        (x + width) * zoom + left <= viewWidth &&
        (y + Math.min(height, 60)) * zoom + top <= viewHeight;
      if (inView && zoom >= READABLE_ZOOM / 2) return;
      void flow.setCenter(x + width / 2, y + Math.min(height, 60) / 2, {
        zoom: Math.max(zoom, READABLE_ZOOM),
        duration: MOVE_MS,
      });
    },
    [flow, store],
  );
}
