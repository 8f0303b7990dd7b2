import { Button, Tooltip } from '@mantine/core';
import { useNavigate } from 'react-router';
import { comparePath, MOST_COMPARED } from '../domain/compare/compare-path.ts';
import { plural } from '../domain/format.ts';
import { Icon } from './icon.tsx';

interface CompareButtonProps {
  ids: string[];
  /** What to do first, while nothing is selected. */
  hint: string;
}

/** Opens the selected tasks beside each other. */
export function CompareButton({ ids, hint }: CompareButtonProps) {
  const navigate = useNavigate();
  const problem =
    ids.length === 0
      ? hint
      : ids.length === 1
        ? 'Select two or more'
        : ids.length > MOST_COMPARED
          ? `At most ${MOST_COMPARED} tasks can be compared`
          : null;
  return (
    <Tooltip label={problem ?? `Compare ${plural(ids.length, 'task')}`}>
      <Button
        variant="default"
        leftSection={<Icon name="compare" size={13} />}
        {...(problem ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClick={() => problem === null && navigate(comparePath(ids))}
      >
        Compare
      </Button>
    </Tooltip>
  );
}
