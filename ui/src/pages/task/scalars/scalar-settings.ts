import { useLocalStorage } from '@mantine/hooks';
import type { XKind } from '../../../components/chart/types.ts';
import type { ScalarGrouping } from '../../../domain/scalar-groups.ts';

export type ScalarX = 'iteration' | 'time' | 'wall';

export const SCALAR_X_KINDS: Record<ScalarX, XKind> = { iteration: 'number', time: 'duration', wall: 'date' };

/** How curves are drawn; kept in this browser for all tasks. */
export interface ScalarSettings {
  x: ScalarX;
  grouping: ScalarGrouping;
  /** Weight of the moving average: 0 to 0.99. */
  smoothing: number;
  logScale: boolean;
  view: 'charts' | 'values';
}

const DEFAULTS: ScalarSettings = { x: 'iteration', grouping: 'metric', smoothing: 0, logScale: false, view: 'charts' };

export function useScalarSettings() {
  const [stored, setStored] = useLocalStorage<Partial<ScalarSettings>>({
    key: 'perdura.scalars',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const settings = { ...DEFAULTS, ...stored };
  return { settings, change: (part: Partial<ScalarSettings>) => setStored({ ...stored, ...part }) };
}
