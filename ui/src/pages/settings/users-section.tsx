import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ROLES, type Role } from '../../../../workflows/domain/rights.ts';
import { queryKeys } from '../../api/query-keys.ts';
import type { User } from '../../api/types.ts';
import { changeUser, fetchAllUsers, fetchCredentialsOf, revokeCredentialOf } from '../../api/users.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { toast } from '../../components/toaster.tsx';
import { ROLE_LOOKS } from '../../domain/roles.ts';
import { CredentialTable } from './credential-table.tsx';
import { useRefetchAccounts } from './use-refetch-accounts.ts';
import { DisableDialog, NewUserDialog, PasswordDialog } from './user-dialogs.tsx';

/** Who may log in, and what each may do. */
export function UsersSection() {
  const { open } = useDialogs();
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useQuery({ queryKey: queryKeys.accounts, queryFn: ({ signal }) => fetchAllUsers(signal) });
  const user = query.data?.find(({ id }) => id === chosen);
  const add = (
    <Button leftSection={<Icon name="plus" size={13} />} onClick={() => open(<NewUserDialog />)}>
      Add user
    </Button>
  );
  return (
    <>
      <Panel title="Users" actions={add} flush>
        <QueryView query={query}>
          {(users) => <UserTable users={users} chosen={chosen} onChoose={(id) => setChosen(id === chosen ? null : id)} />}
        </QueryView>
      </Panel>
      {user && <CredentialsOf user={user} />}
    </>
  );
}

interface UserTableProps {
  users: User[];
  chosen: string | null;
  /** Shows the credentials of a user, or hides them. */
  onChoose: (id: string) => void;
}

function UserTable({ users, chosen, onChoose }: UserTableProps) {
  return (
    <RecordTable
      label="Users"
      rows={users}
      rowKey={({ id }) => id}
      columns={[
        { title: 'USER NAME', width: '22%', render: ({ username }) => username },
        { title: 'NAME', render: ({ name }) => name },
        { title: 'ROLE', width: 170, render: (user) => <RoleChoice user={user} /> },
        { title: 'STATE', width: 120, render: (user) => <State user={user} /> },
        { title: 'SINCE', width: 100, render: ({ created }) => <TimeAgo value={created} /> },
        {
          title: ' ',
          width: 100,
          align: 'right',
          render: (user) => <UserButtons user={user} shown={user.id === chosen} onChoose={() => onChoose(user.id)} />,
        },
      ]}
    />
  );
}

function RoleChoice({ user }: { user: User }) {
  const refetch = useRefetchAccounts();
  const change = (role: Role) =>
    changeUser(user.id, { role }).then(
      () => toast.ok(`${user.username}: ${ROLE_LOOKS[role].label}`),
      (error: Error) => toast.error(`${user.username} stays ${ROLE_LOOKS[user.role].label}`, error.message),
    );
  return (
    <Select
      aria-label={`Role of ${user.username}`}
      allowDeselect={false}
      data={ROLES.map((value) => ({ value, label: ROLE_LOOKS[value].label }))}
      value={user.role}
      onChange={(role) => role !== null && role !== user.role && void change(role as Role).then(refetch)}
    />
  );
}

function State({ user: { disabled, source } }: { user: User }) {
  if (disabled) return <span className="wrong">disabled</span>;
  return source === 'file' ? (
    <span title="Kept in the users file of the server">from the file</span>
  ) : (
    <span className="dim">active</span>
  );
}

function UserButtons({ user, shown, onChoose }: { user: User; shown: boolean; onChoose: () => void }) {
  const { open } = useDialogs();
  const { username, source, disabled } = user;
  return (
    <span style={{ display: 'inline-flex' }}>
      <IconButton icon="list" label={`Credentials of ${username}`} size="sm" pressed={shown} onClick={onChoose} />
      {source === 'local' && (
        <>
          <IconButton
            icon="key"
            label={`Set the password of ${username}`}
            size="sm"
            onClick={() => open(<PasswordDialog user={user} />)}
          />
          <IconButton
            icon={disabled ? 'undo' : 'close'}
            label={`${disabled ? 'Let in again' : 'Disable'} ${username}`}
            size="sm"
            danger={!disabled}
            onClick={() => open(<DisableDialog user={user} />)}
          />
        </>
      )}
    </span>
  );
}

function CredentialsOf({ user: { id, username } }: { user: User }) {
  const refetch = useRefetchAccounts();
  const query = useQuery({ queryKey: queryKeys.credentialsOf(id), queryFn: ({ signal }) => fetchCredentialsOf(id, signal) });
  const revoke = async (accessKey: string) => {
    await revokeCredentialOf(id, accessKey);
    await refetch();
  };
  return (
    <Panel title={`Application credentials of ${username}`} flush>
      <QueryView query={query}>
        {(credentials) => <CredentialTable credentials={credentials} nothing="None" revoke={revoke} />}
      </QueryView>
    </Panel>
  );
}
