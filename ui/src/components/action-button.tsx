import { Button } from '@mantine/core';
import type { Need } from '../../../workflows/domain/rights.ts';
import { useMay } from '../app/rights.tsx';
import { Icon, type IconName } from './icon.tsx';

interface ActionButtonProps {
  icon: IconName;
  label: string;
  /** It is offered to those who may. */
  needs: Need;
  onClick: () => void;
}

/** One of the actions at the head of a page. */
export function ActionButton({ icon, label, needs, onClick }: ActionButtonProps) {
  if (!useMay(needs)) return null;
  return (
    <Button variant="default" leftSection={<Icon name={icon} size={13} />} onClick={onClick}>
      {label}
    </Button>
  );
}
