/** More curves and columns than this nobody can tell apart. */
export const MOST_COMPARED = 100;

/** Address of the compare view; the first task is the one that the others are compared with. */
export const comparePath = (ids: string[], tab = 'details'): string => `/compare/${tab}?ids=${ids.join(',')}`;

/** The ids of an address, each once. */
export const comparedIds = (parameters: URLSearchParams): string[] =>
  [...new Set((parameters.get('ids') ?? '').split(',').map((id) => id.trim()))].filter((id) => id !== '').slice(0, MOST_COMPARED);
