import { useLocalStorage } from '@mantine/hooks';

/** Whether rows that are the same in all tasks are left out; kept in this browser. */
export function useOnlyDifferences() {
  const [onlyDifferences, setOnlyDifferences] = useLocalStorage({
    key: 'perdura.only-differences',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return { onlyDifferences, setOnlyDifferences };
}
