import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchCredentials, revokeCredential } from '../../api/session.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { CredentialTable } from './credential-table.tsx';
import { NewCredentialDialog } from './new-credential-dialog.tsx';

/** Keys with which scripts and agents log in. */
export function CredentialsSection() {
  const { open } = useDialogs();
  const queryClient = useQueryClient();
  const query = useQuery({ queryKey: queryKeys.credentials, queryFn: ({ signal }) => fetchCredentials(signal) });
  const revoke = async (accessKey: string) => {
    await revokeCredential(accessKey);
    await queryClient.invalidateQueries({ queryKey: queryKeys.credentials });
  };
  const create = (
    <Button leftSection={<Icon name="plus" size={13} />} onClick={() => open(<NewCredentialDialog />)}>
      Create credentials
    </Button>
  );
  return (
    <Panel title="Application credentials" actions={create} flush>
      <QueryView query={query}>
        {(credentials) => (
          <CredentialTable
            credentials={credentials}
            nothing="None. The SDK, the agent and the CLI need a pair of keys each."
            revoke={revoke}
          />
        )}
      </QueryView>
    </Panel>
  );
}
