import { SegmentedControl, Stack, Switch, useMantineColorScheme } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { useShowHidden } from '../../queries/use-projects.ts';

type Scheme = 'light' | 'dark' | 'auto';

/** Settings of this browser. */
export function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { shown, setShown } = useShowHidden();
  return (
    <Panel title="Appearance">
      <Stack gap="md" align="flex-start">
        <SegmentedControl
          aria-label="Theme"
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as Scheme)}
          data={[
            { value: 'auto', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
        <Switch
          label="Show hidden tasks and projects"
          description="Steps of pipelines, trials of sweeps, and the projects that tools keep for their own"
          checked={shown}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
      </Stack>
    </Panel>
  );
}
