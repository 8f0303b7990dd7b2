import { type RefObject, useEffect, useRef } from 'react';

/** A canvas of the given size in CSS pixels, sharp on every screen, that is painted anew whenever `paint` is another function. */
export function useCanvas(
  width: number,
  height: number,
  paint: (context: CanvasRenderingContext2D) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width <= 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context);
  }, [width, height, paint]);
  return canvas;
}
