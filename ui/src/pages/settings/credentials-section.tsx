import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchCredentials, revokeCredential } from '../../api/session.ts';
import type { Credential } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { NewCredentialDialog } from './new-credential-dialog.tsx';

/** Keys with which scripts and agents log in. */
export function CredentialsSection() {
  const { open } = useDialogs();
  const query = useQuery({ queryKey: queryKeys.credentials, queryFn: ({ signal }) => fetchCredentials(signal) });
  const create = (
    <Button leftSection={<Icon name="plus" size={13} />} onClick={() => open(<NewCredentialDialog />)}>
      Create credentials
    </Button>
  );
  return (
    <Panel title="Application credentials" actions={create} flush>
      <QueryView query={query}>
        {(credentials) =>
          credentials.length === 0 ? (
            <EmptyNote text="None. The SDK, the agent and the CLI need a pair of keys each." />
          ) : (
            <CredentialTable credentials={credentials} />
          )
        }
      </QueryView>
    </Panel>
  );
}

function CredentialTable({ credentials }: { credentials: Credential[] }) {
  const { open } = useDialogs();
  return (
    <RecordTable
      label="Application credentials"
      rows={credentials}
      rowKey={({ accessKey }) => accessKey}
      columns={[
        { title: 'LABEL', width: '24%', render: ({ label }) => label || <span className="dim">none</span> },
        {
          title: 'ACCESS KEY',
          render: ({ accessKey }) => (
            <span style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
              <span className="mono">{accessKey}</span>
              <CopyButton value={accessKey} label="Copy access key" />
            </span>
          ),
        },
        { title: 'CREATED', width: 120, render: ({ created }) => <TimeAgo value={created} /> },
        { title: 'LAST USED', width: 200, render: (credential) => <LastUse credential={credential} /> },
        {
          title: ' ',
          width: 36,
          render: (credential) => (
            <IconButton
              icon="trash"
              label={`Revoke ${credential.label || credential.accessKey}`}
              size="sm"
              danger
              onClick={() => open(<RevokeDialog credential={credential} />)}
            />
          ),
        },
      ]}
    />
  );
}

function LastUse({ credential: { lastUsed, lastUsedFrom } }: { credential: Credential }) {
  if (!lastUsed) return <span className="dim">never</span>;
  return (
    <>
      <TimeAgo value={lastUsed} />
      {lastUsedFrom && <span className="dim"> from {lastUsedFrom}</span>}
    </>
  );
}

function RevokeDialog({ credential: { accessKey, label } }: { credential: Credential }) {
  const queryClient = useQueryClient();
  const revoke = async () => {
    await revokeCredential(accessKey);
    await queryClient.invalidateQueries({ queryKey: queryKeys.credentials });
  };
  return (
    <Dialog title="Revoke credentials" submitLabel="Revoke" danger onSubmit={revoke}>
      <Text size="sm">
        <strong>{label || accessKey}</strong> stops working within a minute. Scripts and agents that use it are shut out.
      </Text>
    </Dialog>
  );
}
