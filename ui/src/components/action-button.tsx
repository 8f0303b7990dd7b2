import { Button } from '@mantine/core';
import { Icon, type IconName } from './icon.tsx';

/** One of the actions at the head of a page. */
export function ActionButton({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<Icon name={icon} size={13} />} onClick={onClick}>
      {label}
    </Button>
  );
}
