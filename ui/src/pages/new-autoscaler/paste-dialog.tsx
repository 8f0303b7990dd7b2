import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { parse } from 'yaml';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { formFromFile, type ScalerForm } from '../../domain/scalers/scaler-form.ts';

interface PasteDialogProps {
  onFill: (form: ScalerForm) => void;
}

/** Fills the form from a YAML file, as ClearML's AutoScaler and its wizard write it. */
export function PasteDialog({ onFill }: PasteDialogProps) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const load = async (file: File | null) => {
    if (!file) return;
    setText(await file.text());
    setName(file.name.replace(/\.ya?ml$/i, ''));
  };
  return (
    <Dialog
      title="Fill the form from a file"
      submitLabel="Fill the form"
      size="lg"
      canSubmit={text.trim() !== ''}
      onSubmit={async () => onFill(formFromFile(parse(text, { merge: true }), name))}
    >
      <Text size="sm" c="dimmed">
        A file such as ClearML's aws_autoscaler.yaml. What it has and the form does not show is kept as it is.
      </Text>
      <Textarea
        aria-label="File"
        placeholder={'configurations:\n  queues:\n    gpu_queue:\n    - - aws4gpu\n      - 3\n  …'}
        classNames={{ input: 'mono' }}
        data-autofocus
        autosize
        minRows={12}
        maxRows={22}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group>
        <FileButton accept=".yaml,.yml" onChange={(file) => void load(file)}>
          {(props) => (
            <Button variant="default" leftSection={<Icon name="folder" size={13} />} {...props}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </Group>
    </Dialog>
  );
}
