import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { ApiError } from '../../api/http.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchSession, logIn } from '../../api/session.ts';
import { useSessionQuery } from '../../app/session.tsx';
import { FormError } from '../../components/form-error.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import classes from './login-page.module.css';

/** Name and password; then back to where the visitor wanted to go. */
export function LoginPage() {
  const [parameters] = useSearchParams();
  const session = useSessionQuery();
  if (session.data) return <Navigate to={safeTarget(parameters.get('next'))} replace />;
  return (
    <div className={classes.page}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <img src="/favicon.svg" alt="" width={34} height={34} />
          <h1>Perdura</h1>
        </div>
        <LoginForm />
      </div>
    </div>
  );
}

function LoginForm() {
  const queryClient = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    await logIn(username, password).catch(explain);
    queryClient.setQueryData(queryKeys.session, await fetchSession());
  });
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if (!(await submit())) setPassword('');
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="User name"
          autoComplete="username"
          required
          data-autofocus
          autoFocus
          size="sm"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          size="sm"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormError message={error} />
        <Button type="submit" size="sm" loading={busy} fullWidth>
          Log in
        </Button>
      </Stack>
    </form>
  );
}

function explain(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 401) throw new Error('Wrong user name or password.');
  if (error.status === 429) throw new Error('Too many attempts. Wait a minute and try again.');
  throw error;
}

/** Only addresses of this installation: `//host` would lead elsewhere. */
function safeTarget(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/tasks';
}
