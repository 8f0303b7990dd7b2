import { PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ROLES, type Role } from '../../../../workflows/domain/rights.ts';
import type { User } from '../../api/types.ts';
import { addUser, changeUser } from '../../api/users.ts';
import { Dialog } from '../../components/dialog.tsx';
import { toast } from '../../components/toaster.tsx';
import { ROLE_LOOKS } from '../../domain/roles.ts';
import { useRefetchAccounts } from './use-refetch-accounts.ts';

/** Adds somebody who may log in. */
export function NewUserDialog() {
  const refetch = useRefetchAccounts();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('user');
  const add = async () => {
    await addUser({ username: username.trim(), password, role });
    toast.ok(`${username.trim()} may log in`);
    await refetch();
  };
  return (
    <Dialog title="Add user" submitLabel="Add" canSubmit={username.trim() !== '' && password !== ''} onSubmit={add}>
      <TextInput
        label="User name"
        required
        data-autofocus
        autoComplete="off"
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        description="At least 8 characters; the user can change it"
        required
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Select
        label="Role"
        description={`Somebody who ${ROLE_LOOKS[role].note}`}
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: ROLE_LOOKS[value].label }))}
        value={role}
        onChange={(value) => value !== null && setRole(value as Role)}
      />
    </Dialog>
  );
}

/** Sets another password, which ends everything that the user is logged in with. */
export function PasswordDialog({ user: { id, username } }: { user: User }) {
  const [password, setPassword] = useState('');
  const set = async () => {
    await changeUser(id, { password });
    toast.ok(`${username} has another password`);
  };
  return (
    <Dialog title={`Set the password of ${username}`} submitLabel="Set password" canSubmit={password !== ''} onSubmit={set}>
      <PasswordInput
        label="New password"
        description="At least 8 characters. Sessions of the user end."
        required
        data-autofocus
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Dialog>
  );
}

/** Takes all access from a user, or gives the login back. */
export function DisableDialog({ user: { id, username, disabled } }: { user: User }) {
  const refetch = useRefetchAccounts();
  const change = async () => {
    await changeUser(id, { disabled: !disabled });
    toast.ok(disabled ? `${username} may log in again` : `${username} is shut out`);
    await refetch();
  };
  return (
    <Dialog
      title={disabled ? `Let ${username} in again` : `Disable ${username}`}
      submitLabel={disabled ? 'Let in' : 'Disable'}
      danger={!disabled}
      onSubmit={change}
    >
      <Text size="sm">
        {disabled
          ? 'The password is good again; credentials that were revoked are not.'
          : 'Sessions end, and application credentials are revoked for good. What the user made stays.'}
      </Text>
    </Dialog>
  );
}
