/** ClearML knows several companies; an installation of this server is one. */
export const COMPANY = { id: 'perdura', name: 'perdura' } as const;
