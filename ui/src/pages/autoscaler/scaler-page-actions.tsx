import { Button, Menu } from '@mantine/core';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { MenuItems } from '../../components/data-table/row-menu.tsx';
import { Icon } from '../../components/icon.tsx';
import { isScalerActionAllowed, SCALER_ACTIONS } from '../../domain/scalers/scaler-actions.ts';
import { SCALER_ACTION_LOOKS, useScalerActions } from '../../scaler-actions/use-scaler-actions.tsx';

/** What can be done to the autoscaler in its state. */
export function ScalerPageActions({ scaler }: { scaler: AutoscalerView }) {
  const { start, menu } = useScalerActions();
  return (
    <>
      {SCALER_ACTIONS.filter((action) => isScalerActionAllowed(action, scaler.status)).map((action) => (
        <ActionButton
          key={action}
          needs="administer"
          icon={SCALER_ACTION_LOOKS[action].icon}
          label={SCALER_ACTION_LOOKS[action].label}
          onClick={() => start(action, scaler)}
        />
      ))}
      <Menu width={210}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevronDown" size={13} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuItems entries={menu(scaler).filter(({ key }) => key === 'copy' || key === 'configure')} />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
