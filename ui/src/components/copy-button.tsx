import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { toast } from './toaster.tsx';

const SHOWN_MS = 1500;

/** Copies `value`; with `text` as a labelled button, else as an icon. */
export function CopyButton({ value, label, text }: { value: string; label: string; text?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await copyText(value)) setCopied(true);
    else toast.error('Copying was refused by the browser');
  };
  if (text === undefined)
    return <IconButton icon={copied ? 'check' : 'copy'} label={copied ? 'Copied' : label} size="sm" onClick={copy} />;
  return (
    <Button variant="default" onClick={copy} leftSection={<Icon name={copied ? 'check' : 'copy'} />}>
      {copied ? 'Copied' : text}
    </Button>
  );
}

/** The clipboard needs HTTPS or localhost; a plain-HTTP installation falls back to a selection. */
async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return copyBySelection(value);
  }
}

function copyBySelection(value: string): boolean {
  const area = document.createElement('textarea');
  area.value = value;
  area.style.position = 'fixed';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
