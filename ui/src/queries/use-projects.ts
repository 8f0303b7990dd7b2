import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { fetchProjects } from '../api/directory.ts';
import { queryKeys } from '../api/query-keys.ts';

/** Whether projects and tasks that tools made for themselves are shown; kept in this browser. */
export const useShowHidden = () => {
  const [shown, setShown] = useLocalStorage({ key: 'perdura.show-hidden', defaultValue: false, getInitialValueInEffect: false });
  return { shown, setShown };
};

export function useProjects() {
  const { shown } = useShowHidden();
  return useQuery({ queryKey: [...queryKeys.projects, shown], queryFn: ({ signal }) => fetchProjects(shown, signal) });
}
