const OPEN = new Set(['created', 'queued', 'in_progress']);

/** Whether a task of this status may still change by itself, or is to be started. */
export const isOpen = (status: string): boolean => OPEN.has(status);
