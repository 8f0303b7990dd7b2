import type { StatisticsRange } from '../../api/types.ts';

/** How far back the graphs of workers reach. */
export const RANGES: { value: StatisticsRange; label: string }[] = [
  { value: '3h', label: '3 hours' },
  { value: '1d', label: 'Day' },
  { value: '1w', label: 'Week' },
  { value: '1M', label: 'Month' },
];
