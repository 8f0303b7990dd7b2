import classes from './chart.module.css';
import type { ChartSeries } from './types.ts';

interface LegendProps {
  series: Pick<ChartSeries, 'key' | 'label' | 'color'>[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}

/** Names of the curves: a click hides or shows one, a double click shows it alone (and again: all). */
export function Legend({ series, hidden, onChange }: LegendProps) {
  return (
    <div className={classes.legend}>
      {series.map(({ key, label, color }) => (
        <button
          key={key}
          type="button"
          className={classes.legendItem}
          aria-pressed={!hidden.has(key)}
          title={`${label}: click to ${hidden.has(key) ? 'show' : 'hide'}, double click for this one alone`}
          onClick={() => onChange(toggle(hidden, key))}
          onDoubleClick={() =>
            onChange(
              alone(
                series.map((one) => one.key),
                hidden,
                key,
              ),
            )
          }
        >
          <i style={{ background: color }} />
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}

function toggle(hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}

function alone(keys: string[], hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = keys.filter((one) => one !== key);
  return others.every((one) => hidden.has(one)) ? new Set() : new Set(others);
}
