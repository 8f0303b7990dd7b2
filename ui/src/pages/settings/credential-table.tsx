import { Text } from '@mantine/core';
import type { Credential } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { EmptyNote } from '../../components/empty-note.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { TimeAgo } from '../../components/time.tsx';

interface CredentialTableProps {
  credentials: Credential[];
  /** What stands in the place of an empty table. */
  nothing: string;
  /** Makes one invalid, and has the list fetched anew. */
  revoke: (accessKey: string) => Promise<unknown>;
}

/** Application credentials, each to be revoked. */
export function CredentialTable({ credentials, nothing, revoke }: CredentialTableProps) {
  const { open } = useDialogs();
  if (credentials.length === 0) return <EmptyNote text={nothing} />;
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
        { title: 'FOR', width: 100, render: ({ madeFor }) => FOR[madeFor] },
        { title: 'CREATED', width: 110, render: ({ created }) => <TimeAgo value={created} /> },
        { title: 'LAST USED', width: 190, render: (credential) => <LastUse credential={credential} /> },
        {
          title: ' ',
          width: 36,
          render: (credential) => (
            <IconButton
              icon="trash"
              label={`Revoke ${credential.label || credential.accessKey}`}
              size="sm"
              danger
              onClick={() => open(<RevokeDialog credential={credential} revoke={revoke} />)}
            />
          ),
        },
      ]}
    />
  );
}

const FOR: Record<Credential['madeFor'], string> = { user: 'the user', agent: 'an agent', machine: 'a machine' };

function LastUse({ credential: { lastUsed, lastUsedFrom } }: { credential: Credential }) {
  if (!lastUsed) return <span className="dim">never</span>;
  return (
    <>
      <TimeAgo value={lastUsed} />
      {lastUsedFrom && <span className="dim"> from {lastUsedFrom}</span>}
    </>
  );
}

function RevokeDialog({
  credential: { accessKey, label },
  revoke,
}: {
  credential: Credential;
  revoke: CredentialTableProps['revoke'];
}) {
  return (
    <Dialog title="Revoke credentials" submitLabel="Revoke" danger onSubmit={() => revoke(accessKey)}>
      <Text size="sm">
        <strong>{label || accessKey}</strong> stops working within a minute. Scripts and agents that use it are shut out.
      </Text>
    </Dialog>
  );
}
