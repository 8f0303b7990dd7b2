import { PasswordInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { randomKey } from '../../domain/random-key.ts';
import {
  DEFAULT_REGION,
  draftProblems,
  finishDraft,
  NEW_DRAFT,
  type StorageCredentials,
  type StorageDraft,
} from '../../domain/storage/storage-credentials.ts';
import { useStorageCredentials } from '../../queries/use-storage-credentials.ts';

/** Asks for the credentials of a bucket, or changes those that are `edited`, whose secret stays when it is left empty. */
export function StorageDialog({ edited }: { edited?: StorageCredentials }) {
  const { setCredentials } = useStorageCredentials();
  const [draft, setDraft] = useState<StorageDraft>(edited ? { ...edited, secretKey: '' } : NEW_DRAFT);
  const [tried, setTried] = useState(false);
  const filled = { ...draft, secretKey: draft.secretKey || (edited?.secretKey ?? '') };
  const problems = draftProblems(filled);
  const save = async () => {
    setTried(true);
    if (Object.keys(problems).length > 0) throw new Error('Mend what is marked');
    // Another id each time: what was signed with the old ones is not used any more.
    const finished = finishDraft(filled, { id: randomKey(), pageScheme: window.location.protocol });
    setCredentials((all) => (edited ? all.map((one) => (one.id === edited.id ? finished : one)) : [...all, finished]));
  };
  const field = (name: keyof StorageDraft) => ({
    value: draft[name],
    error: tried ? problems[name] : undefined,
    onChange: (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: event.currentTarget.value }),
    autoComplete: 'off',
  });
  return (
    <Dialog
      title={edited ? 'Edit storage credentials' : 'Add storage credentials'}
      submitLabel="Keep in this browser"
      size="lg"
      onSubmit={save}
    >
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        <TextInput label="Bucket" description="Empty: all buckets of the host" data-autofocus {...field('bucket')} />
        <TextInput label="Region" description={`Empty: ${DEFAULT_REGION}`} placeholder="eu-central-1" {...field('region')} />
      </SimpleGrid>
      <TextInput
        label="Host"
        description="Of MinIO or another store than AWS, as tasks store it; empty: AWS"
        placeholder="http://minio.example.com:9000"
        {...field('host')}
      />
      <TextInput label="Access key" required {...field('accessKey')} />
      <PasswordInput
        label="Secret key"
        required={!edited}
        description={edited ? 'Empty: as it is' : undefined}
        {...field('secretKey')}
        autoComplete="new-password"
      />
      <PasswordInput
        label="Session token"
        description="Only with temporary credentials"
        {...field('token')}
        autoComplete="new-password"
      />
    </Dialog>
  );
}
