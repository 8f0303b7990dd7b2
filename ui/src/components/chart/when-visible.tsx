import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Holds a place of `height` pixels until it comes near the screen: a page of a hundred charts draws the few that are seen. */
export function WhenVisible({ height, children }: { height: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setVisible(entry?.isIntersecting ?? false), { rootMargin: '300px' });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} style={{ minHeight: height }}>
      {visible && children}
    </div>
  );
}
