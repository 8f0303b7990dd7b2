import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

interface DialogHost {
  /** Shows a dialog in place of the one that is open. */
  open: (dialog: ReactNode) => void;
  close: () => void;
}

const DialogContext = createContext<DialogHost | null>(null);

/** Holds the one dialog that may be open, so that menus and rows can open one and go away. */
export function DialogProvider({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<{ key: number; node: ReactNode } | null>(null);
  const open = useCallback((node: ReactNode) => setDialog((last) => ({ key: (last?.key ?? 0) + 1, node })), []);
  const close = useCallback(() => setDialog(null), []);
  const host = useMemo(() => ({ open, close }), [open, close]);
  return (
    <DialogContext value={host}>
      {children}
      {dialog && <div key={dialog.key}>{dialog.node}</div>}
    </DialogContext>
  );
}

export function useDialogs(): DialogHost {
  const host = useContext(DialogContext);
  if (!host) throw new Error('useDialogs needs a DialogProvider above it');
  return host;
}
