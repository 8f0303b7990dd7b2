import { createContext, useContext } from 'react';

/** Opens or closes a group by its key. */
export const ToggleGroup = createContext<(group: string) => void>(() => {});

export const useToggleGroup = (): ((group: string) => void) => useContext(ToggleGroup);
