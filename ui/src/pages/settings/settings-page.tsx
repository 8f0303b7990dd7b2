import type { ComponentType } from 'react';
import { useParams } from 'react-router';
import { mayDo, type Need } from '../../../../workflows/domain/rights.ts';
import { useSession } from '../../app/session.tsx';
import { NavTabs } from '../../components/nav-tabs.tsx';
import { useTitle } from '../../components/use-title.ts';
import { NotFound } from '../not-found.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ConnectSection } from './connect-section.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import classes from './settings.module.css';
import { StorageSection } from './storage-section.tsx';
import { UsersSection } from './users-section.tsx';

interface SettingsSection {
  key: string;
  label: string;
  Section: ComponentType;
  /** Only those who may see it. */
  needs?: Need;
}

const SECTIONS: SettingsSection[] = [
  { key: 'profile', label: 'PROFILE', Section: ProfileSection },
  { key: 'credentials', label: 'CREDENTIALS', Section: CredentialsSection },
  { key: 'users', label: 'USERS', Section: UsersSection, needs: 'administer' },
  { key: 'connect', label: 'CONNECT', Section: ConnectSection },
  { key: 'storage', label: 'STORAGE', Section: StorageSection },
  { key: 'appearance', label: 'APPEARANCE', Section: AppearanceSection },
  { key: 'about', label: 'ABOUT', Section: AboutSection },
];

export function SettingsPage() {
  useTitle('Settings');
  const { section = '' } = useParams();
  const { role } = useSession().user;
  const shown = SECTIONS.filter(({ needs = 'self' }) => mayDo(role, needs));
  const current = shown.find(({ key }) => key === section);
  if (!current) return <NotFound />;
  return (
    <>
      <NavTabs
        label="Settings"
        tabs={shown.map(({ key, label }) => ({ key, label, to: `/settings/${key}` }))}
        current={current.key}
      />
      <div className={classes.body}>
        <current.Section />
      </div>
    </>
  );
}
