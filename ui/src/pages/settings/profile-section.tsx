import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { changePassword } from '../../api/session.ts';
import { useSession } from '../../app/session.tsx';
import { Facts } from '../../components/facts.tsx';
import { FormError } from '../../components/form-error.tsx';
import { Panel } from '../../components/panel.tsx';
import { toast } from '../../components/toaster.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { ROLE_LOOKS } from '../../domain/roles.ts';

const EMPTY = { current: '', next: '', again: '' };

export function ProfileSection() {
  const { user } = useSession();
  const { label, note } = ROLE_LOOKS[user.role];
  return (
    <>
      <Panel title="Profile">
        <Facts
          facts={[
            { label: 'Name', value: user.name },
            { label: 'User name', value: user.username },
            {
              label: 'Role',
              value: (
                <>
                  {label} <span className="dim">{note}</span>
                </>
              ),
            },
            { label: 'Id', value: <span className="mono">{user.id}</span>, copy: user.id },
          ]}
        />
      </Panel>
      <Panel title="Change password">
        <PasswordForm />
      </Panel>
    </>
  );
}

function PasswordForm() {
  const [form, setForm] = useState(EMPTY);
  const change = (part: Partial<typeof EMPTY>) => setForm({ ...form, ...part });
  const differs = form.again !== '' && form.again !== form.next;
  const { busy, error, submit } = useSubmit(() => changePassword(form.current, form.next));
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if (!(await submit())) return;
        setForm(EMPTY);
        toast.ok('Password changed');
      }}
    >
      <Stack gap="sm" maw={340}>
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          value={form.current}
          onChange={(event) => change({ current: event.currentTarget.value })}
        />
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          required
          value={form.next}
          onChange={(event) => change({ next: event.currentTarget.value })}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          required
          value={form.again}
          error={differs ? 'The two differ' : undefined}
          onChange={(event) => change({ again: event.currentTarget.value })}
        />
        <FormError message={error} />
        <div>
          <Button type="submit" loading={busy} disabled={differs || form.next === ''}>
            Change password
          </Button>
        </div>
      </Stack>
    </form>
  );
}
