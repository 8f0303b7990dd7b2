import { Button, Menu } from '@mantine/core';
import { Icon } from './icon.tsx';

interface ColumnMenuProps {
  /** Those that may be hidden. */
  columns: { key: string; title: string }[];
  hidden: string[];
  setHidden: (keys: string[]) => void;
}

/** Chooses which columns a table shows. */
export function ColumnMenu({ columns, hidden, setHidden }: ColumnMenuProps) {
  const toggle = (key: string) => setHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  return (
    <Menu closeOnItemClick={false} width={190}>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={14} />} ml="auto">
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {columns.map(({ key, title }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={!hidden.includes(key)}
            onClick={() => toggle(key)}
            rightSection={hidden.includes(key) ? null : <Icon name="check" />}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
