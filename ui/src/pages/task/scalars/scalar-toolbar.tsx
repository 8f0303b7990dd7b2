import { SegmentedControl, Slider, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/icon.tsx';
import type { ScalarSettings } from './scalar-settings.ts';
import styles from './scalars.module.css';

interface ScalarToolbarProps {
  settings: ScalarSettings;
  change: (part: Partial<ScalarSettings>) => void;
  filter: string;
  setFilter: (filter: string) => void;
  /** Without grouping and views, where another page has its own. */
  axesOnly?: boolean;
  children?: ReactNode;
}

export function ScalarToolbar({ settings, change, filter, setFilter, axesOnly = false, children }: ScalarToolbarProps) {
  return (
    <div className={styles.toolbar}>
      <TextInput
        aria-label="Filter metrics"
        placeholder="Filter metrics"
        leftSection={<Icon name="filter" size={13} />}
        w={190}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label="Horizontal axis"
        value={settings.x}
        onChange={(x) => change({ x: x as ScalarSettings['x'] })}
        data={[
          { value: 'iteration', label: 'Iteration' },
          { value: 'time', label: 'Time from start' },
          { value: 'wall', label: 'Wall time' },
        ]}
      />
      {!axesOnly && (
        <SegmentedControl
          aria-label="Grouping"
          value={settings.grouping}
          onChange={(grouping) => change({ grouping: grouping as ScalarSettings['grouping'] })}
          data={[
            { value: 'metric', label: 'By metric' },
            { value: 'variant', label: 'By metric and variant' },
          ]}
        />
      )}
      <div className={styles.smoothing}>
        <span className="dim">Smoothing</span>
        <Slider
          thumbLabel="Smoothing"
          size="sm"
          w={110}
          min={0}
          max={0.99}
          step={0.01}
          label={(value) => value.toFixed(2)}
          value={settings.smoothing}
          onChange={(smoothing) => change({ smoothing })}
        />
        <span className={styles.figure}>{settings.smoothing.toFixed(2)}</span>
      </div>
      <Switch
        label="Log scale"
        checked={settings.logScale}
        onChange={(event) => change({ logScale: event.currentTarget.checked })}
      />
      {!axesOnly && (
        <SegmentedControl
          aria-label="View"
          ml="auto"
          value={settings.view}
          onChange={(view) => change({ view: view as ScalarSettings['view'] })}
          data={[
            { value: 'charts', label: 'Charts' },
            { value: 'values', label: 'Values' },
          ]}
        />
      )}
      {children}
    </div>
  );
}
