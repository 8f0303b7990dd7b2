import { Button, Text } from '@mantine/core';
import { Dialog } from '../../components/dialog.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import type { StorageCredentials } from '../../domain/storage/storage-credentials.ts';
import { useStorageCredentials } from '../../queries/use-storage-credentials.ts';
import { StorageDialog } from './storage-dialog.tsx';

/** Keys with which this browser opens artifacts, samples and plots that lie in buckets. */
export function StorageSection() {
  const { open } = useDialogs();
  const { credentials } = useStorageCredentials();
  const add = (
    <Button leftSection={<Icon name="plus" size={13} />} onClick={() => open(<StorageDialog />)}>
      Add credentials
    </Button>
  );
  return (
    <>
      <Panel title="Storage credentials" actions={add} flush>
        {credentials.length === 0 ? (
          <EmptyNote text="None. What lies in S3, MinIO or another store that speaks S3 is not shown." />
        ) : (
          <StorageTable credentials={credentials} />
        )}
      </Panel>
      <Text size="sm" c="dimmed">
        They are kept in this browser (its local storage) and nowhere else: not on the server, and not in another browser. Whoever
        uses this browser as you can read them, so choose a key that may only read. With them the pages sign the addresses of
        artifacts, debug samples and images of plots. The store gets the access key and the signature, which is good for a few
        hours; the secret key never leaves the browser. For images in plots the bucket must allow this page by CORS.
      </Text>
    </>
  );
}

function StorageTable({ credentials }: { credentials: StorageCredentials[] }) {
  const { open } = useDialogs();
  return (
    <RecordTable
      label="Storage credentials"
      rows={credentials}
      rowKey={({ id }) => id}
      columns={[
        { title: 'BUCKET', width: '24%', render: ({ bucket }) => bucket || <span className="dim">all of the host</span> },
        { title: 'HOST', render: ({ host }) => host || <span className="dim">AWS</span> },
        { title: 'REGION', width: 130, render: ({ region }) => region },
        { title: 'ACCESS KEY', width: 220, render: ({ accessKey }) => <span className="mono">{accessKey}</span> },
        {
          title: ' ',
          width: 70,
          align: 'right',
          render: (one) => (
            <span style={{ display: 'inline-flex' }}>
              <IconButton
                icon="edit"
                label={`Edit ${nameOf(one)}`}
                size="sm"
                onClick={() => open(<StorageDialog edited={one} />)}
              />
              <IconButton
                icon="trash"
                label={`Forget ${nameOf(one)}`}
                size="sm"
                danger
                onClick={() => open(<ForgetDialog credentials={one} />)}
              />
            </span>
          ),
        },
      ]}
    />
  );
}

const nameOf = ({ bucket, host }: StorageCredentials): string => bucket || host;

function ForgetDialog({ credentials: forgotten }: { credentials: StorageCredentials }) {
  const { setCredentials } = useStorageCredentials();
  const forget = async () => setCredentials((all) => all.filter(({ id }) => id !== forgotten.id));
  return (
    <Dialog title={`Forget ${nameOf(forgotten)}`} submitLabel="Forget" danger onSubmit={forget}>
      <Text size="sm">This browser forgets the keys. In the store they go on being valid.</Text>
    </Dialog>
  );
}
