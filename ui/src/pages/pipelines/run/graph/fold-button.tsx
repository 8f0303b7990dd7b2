import { Icon } from '../../../../components/icon.tsx';
import classes from './graph.module.css';
import { useToggleGroup } from './toggle-context.ts';

/** Opens or closes a stage, or a mapped or repeated step. */
export function FoldButton({ group, label, folded }: { group: string; label: string; folded: boolean }) {
  const toggle = useToggleGroup();
  return (
    <button
      type="button"
      className={`${classes.fold} nopan`}
      tabIndex={-1}
      aria-expanded={!folded}
      aria-label={`${folded ? 'Expand' : 'Collapse'} ${label}`}
      onClick={(event) => {
        event.stopPropagation();
        toggle(group);
      }}
    >
      <Icon name={folded ? 'chevronRight' : 'chevronDown'} size={13} />
    </button>
  );
}
