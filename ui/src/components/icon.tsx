/** Outlines on a 24 x 24 grid. */
const PATHS = {
  archive: 'M3 5h18v4H3zM5 9v10h14V9M10 13h4',
  arrowBottom: 'M12 4v13M6 11l6 6 6-6M5 21h14',
  arrowDown: 'M12 5v14M6 13l6 6 6-6',
  arrowTop: 'M12 20V7M6 13l6-6 6 6M5 3h14',
  arrowUp: 'M12 19V5M6 11l6-6 6 6',
  chart: 'M4 4v16h16M7 15l4-5 3 3 5-7',
  check: 'M5 13l4 4L19 7',
  chevronDown: 'M6 9l6 6 6-6',
  chevronLeft: 'M15 6l-6 6 6 6',
  chevronRight: 'M9 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  cloud: 'M7 18a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 8.6A4.7 4.7 0 0 1 17.5 18z',
  columns: 'M4 5h16v14H4zM10 5v14M15 5v14',
  compare: 'M4 4h6v16H4zM14 4h6v16h-6z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  dots: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  download: 'M12 4v11M7 10l5 5 5-5M5 20h14',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  folder: 'M3 6h6l2 2h10v11H3z',
  grip: 'M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01',
  key: 'M14 10a4 4 0 1 1-1.2-2.8M13 9l7 7-2 2M17 13l-2 2',
  list: 'M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01',
  logout: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  moon: 'M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z',
  approve: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12l3 3 5-6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3',
  collapse: 'M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5',
  expand: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  fit: 'M4 8V4h4M20 8V4h-4M4 16v4h4M20 16v4h-4M9 9h6v6H9z',
  function: 'M15 4c-3-1-4 1-4 4v8c0 3-1 5-4 4M7 11h8',
  minus: 'M5 12h14',
  pause: 'M8 5v14M16 5v14',
  pipeline: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  play: 'M7 5l12 7-12 7z',
  plus: 'M12 5v14M5 12h14',
  queue: 'M4 6h16M4 12h16M4 18h10',
  refresh: 'M20 12a8 8 0 1 1-2.3-5.7M20 4v5h-5',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5',
  server: 'M4 4h16v7H4zM4 13h16v7H4zM8 7.5v.01M8 16.5v.01',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  stop: 'M6 6h12v12H6z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.5 8.5v.01',
  target: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14M12 2v6M12 16v6M2 12h6M16 12h6',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  undo: 'M4 9h11a5 5 0 0 1 0 10H9M8 5L4 9l4 4',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 4-6 8-6s8 2 8 6',
  warning: 'M12 3l10 18H2zM12 10v5M12 18v.01',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what it stands for is said by the text or label of its control. */
export function Icon({ name, size = 15 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' || name === 'grip' ? 3 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
