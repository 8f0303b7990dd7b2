import { Alert } from '@mantine/core';
import { Icon } from './icon.tsx';

export function FormError({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <Alert color="red" role="alert" icon={<Icon name="warning" />} p="xs">
      {message}
    </Alert>
  );
}
