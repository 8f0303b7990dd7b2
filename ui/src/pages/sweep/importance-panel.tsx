import { EmptyNote } from '../../components/empty-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { UsageBar } from '../../components/usage-bar.tsx';
import classes from './sweep-page.module.css';

/** How much of the first objective's variation each parameter explains. */
export function ImportancePanel({ importance }: { importance: Record<string, number> | null }) {
  if (!importance) {
    return (
      <Panel title="Importance of the parameters" flush>
        <EmptyNote text="Too few trials have ended to tell." />
      </Panel>
    );
  }
  const entries = Object.entries(importance).sort(([, a], [, b]) => b - a);
  const greatest = Math.max(...entries.map(([, share]) => share), 1e-9);
  return (
    <Panel title="Importance of the parameters">
      <div className={classes.bars} role="list" aria-label="Importance of the parameters">
        {entries.map(([name, share]) => (
          <div key={name} role="listitem" className={classes.bar}>
            <span className="truncate" title={name}>
              {name}
            </span>
            <UsageBar share={share / greatest} tall />
            <span>{Math.round(share * 100)} %</span>
          </div>
        ))}
      </div>
    </Panel>
  );
}
