import { TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Icon } from './icon.tsx';
import { toast } from './toaster.tsx';

interface InlineNumberProps {
  label: string;
  value: number;
  /** Told a whole number from zero up that is another one; a rejection brings the old one back, and says why. */
  onSave: (value: number) => Promise<unknown>;
}

/** A whole number that is changed where it stands: Enter or leaving the field saves, Escape does not. */
export function InlineNumber({ label, value, onSave }: InlineNumberProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = draft !== null && readCount(draft) === null;
  const save = async () => {
    const next = draft === null ? null : readCount(draft);
    if (busy || draft === null || wrong) return;
    if (next !== null && next !== value) {
      setBusy(true);
      await onSave(next).then(
        () => toast.ok(`${label}: ${next}`),
        (error: Error) => toast.error(`${label} stays ${value}`, error.message),
      );
      setBusy(false);
    }
    setDraft(null);
  };
  return (
    <Tooltip label={wrong ? 'A whole number from 0 up' : 'Change, and press Enter'} opened={wrong || undefined}>
      <TextInput
        aria-label={label}
        w={74}
        style={{ display: 'inline-block' }}
        inputMode="numeric"
        value={draft ?? String(value)}
        error={wrong}
        disabled={busy}
        rightSection={<Icon name="edit" size={12} />}
        styles={{ input: { textAlign: 'right' } }}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => (wrong ? setDraft(null) : void save())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </Tooltip>
  );
}

function readCount(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
