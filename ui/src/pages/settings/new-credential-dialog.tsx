import { Alert, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { createCredential } from '../../api/session.ts';
import type { NewCredential } from '../../api/types.ts';
import { useMay } from '../../app/rights.tsx';
import { useSession } from '../../app/session.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useDialogs } from '../../components/dialogs.tsx';
import { clearmlConf, clearmlEnvironment } from '../../domain/clearml-conf.ts';
import classes from './settings.module.css';

type Purpose = 'user' | 'agent';

const PURPOSES: Record<Purpose, string> = {
  user: 'Whoever has them may do what you may do: for your scripts and the CLI.',
  agent: 'Good for running tasks. They open neither accounts and credentials nor autoscalers.',
};

/** Asks for a label, then shows the keys: the secret for the one and only time. */
export function NewCredentialDialog() {
  const queryClient = useQueryClient();
  const { open } = useDialogs();
  const mayServe = useMay('serve');
  const [label, setLabel] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('user');
  const create = async () => {
    const credential = await createCredential(label.trim(), purpose);
    void queryClient.invalidateQueries({ queryKey: queryKeys.credentials });
    open(<SecretDialog credential={credential} />);
  };
  return (
    <Dialog title="Create credentials" submitLabel="Create" onSubmit={create} closeOnSuccess={false}>
      <TextInput
        label="Label"
        description="Who or what will use them"
        placeholder="gpu-box-1"
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      {mayServe && (
        <Input.Wrapper
          size="xs"
          label="For"
          description={PURPOSES[purpose]}
          inputWrapperOrder={['label', 'input', 'description']}
        >
          <div>
            <SegmentedControl
              aria-label="For"
              value={purpose}
              onChange={(value) => setPurpose(value as Purpose)}
              data={[
                { value: 'user', label: 'Myself' },
                { value: 'agent', label: 'An agent' },
              ]}
            />
          </div>
        </Input.Wrapper>
      )}
    </Dialog>
  );
}

function SecretDialog({ credential }: { credential: NewCredential }) {
  const { server } = useSession();
  const [form, setForm] = useState('conf');
  const values = { ...server, ...credential };
  const text = form === 'conf' ? clearmlConf(values) : clearmlEnvironment(values);
  return (
    <Dialog title="New credentials" submitLabel="Done" size="lg" onSubmit={() => Promise.resolve()}>
      <Alert color="yellow" p="xs">
        The secret key is shown only now. Copy it before you close this.
      </Alert>
      <SegmentedControl
        aria-label="Form"
        value={form}
        onChange={setForm}
        data={[
          { value: 'conf', label: 'clearml.conf' },
          { value: 'environment', label: 'Environment variables' },
        ]}
      />
      <div className={classes.block}>
        <CodeBlock text={text} label={form === 'conf' ? 'clearml.conf' : 'environment variables'} />
      </div>
      <div>
        <CopyButton value={text} label="Copy block" text="Copy block" />
      </div>
    </Dialog>
  );
}
