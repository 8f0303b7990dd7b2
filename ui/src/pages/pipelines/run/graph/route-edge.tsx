import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Point } from '../../../../domain/pipelines/boxes.ts';

export type RouteEdge = Edge<{ points: Point[] }, 'route'>;

/** A line from step to step that goes around what stands between them. */
export const RouteEdgeView = memo(function RouteEdgeView({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<RouteEdge>) {
  const points = [{ x: sourceX, y: sourceY }, ...(data?.points ?? []), { x: targetX, y: targetY }];
  return <BaseEdge id={id} path={smoothPath(points)} interactionWidth={0} />;
});

/** Leaves and reaches every point vertically. */
function smoothPath(points: Point[]): string {
  const [first, ...others] = points as [Point, ...Point[]];
  const parts = others.map(({ x, y }, index) => {
    const from = points[index]!;
    const bend = (from.y + y) / 2;
    return `C${from.x} ${bend} ${x} ${bend} ${x} ${y}`;
  });
  return `M${first.x} ${first.y}${parts.join('')}`;
}
