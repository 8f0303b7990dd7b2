import { Menu, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { Icon, type IconName } from '../components/icon.tsx';
import { IconButton } from '../components/icon-button.tsx';
import classes from './layout.module.css';
import { LiveDot } from './live-dot.tsx';
import { useLogOut, useSession } from './session.tsx';

interface Place {
  to: string;
  label: string;
  icon: IconName;
  /** Beginnings of the addresses that belong to the place. */
  under: string[];
}

const PLACES: Place[] = [
  { to: '/tasks', label: 'Tasks', icon: 'list', under: ['/tasks', '/projects'] },
  { to: '/pipelines', label: 'Pipelines', icon: 'pipeline', under: ['/pipelines'] },
  { to: '/sweeps', label: 'Sweeps', icon: 'target', under: ['/sweeps'] },
  { to: '/queues', label: 'Queues', icon: 'queue', under: ['/queues'] },
  { to: '/workers', label: 'Workers', icon: 'server', under: ['/workers'] },
  { to: '/autoscalers', label: 'Autoscalers', icon: 'cloud', under: ['/autoscalers'] },
  { to: '/settings', label: 'Settings', icon: 'settings', under: ['/settings'] },
];

export function Header() {
  const { pathname } = useLocation();
  return (
    <header className={classes.header}>
      <Link to="/tasks" className={classes.brand}>
        <img src="/favicon.svg" alt="" width={20} height={20} />
        Perdura
      </Link>
      <nav className={classes.nav} aria-label="Main">
        {PLACES.map(({ to, label, icon, under }) => (
          <NavLink
            key={to}
            to={to}
            className={classes.link}
            aria-current={under.some((start) => pathname.startsWith(start)) ? 'page' : undefined}
          >
            <Icon name={icon} />
            {label}
          </NavLink>
        ))}
      </nav>
      <div className={classes.tools}>
        <LiveDot />
        <ThemeButton />
        <UserMenu />
      </div>
    </header>
  );
}

function ThemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme() === 'dark';
  return (
    <IconButton
      icon={dark ? 'sun' : 'moon'}
      label={dark ? 'Light theme' : 'Dark theme'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    />
  );
}

function UserMenu() {
  const { user } = useSession();
  const logOut = useLogOut();
  const navigate = useNavigate();
  return (
    <Menu width={180}>
      <Menu.Target>
        <Tooltip label={`Logged in as ${user.name}`}>
          <UnstyledButton className={classes.link} aria-label="User menu">
            <Icon name="user" />
            {user.name}
          </UnstyledButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="user" />} onClick={() => navigate('/settings/profile')}>
          Profile
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="key" />} onClick={() => navigate('/settings/credentials')}>
          Credentials
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={logOut}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
