import { Button } from '@mantine/core';
import { useState } from 'react';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Panel } from '../../components/panel.tsx';
import type { ComparedSection } from '../../domain/compare/sections.ts';
import { plural } from '../../domain/format.ts';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';

interface CompareTableProps {
  section: ComparedSection;
  tasks: ComparedTask[];
  onlyDifferences: boolean;
}

/** Long texts are drawn in parts. */
const MOST_ROWS = 400;

/** A section with a column for each task. What differs from the base is marked. */
export function CompareTable({ section, tasks, onlyDifferences }: CompareTableProps) {
  const [all, setAll] = useState(false);
  const differing = section.rows.filter(({ differs }) => differs);
  const rows = onlyDifferences ? differing : section.rows;
  const shown = all ? rows : rows.slice(0, MOST_ROWS);
  return (
    <Panel
      title={section.title}
      flush
      actions={
        !section.figures && (
          <span className="dim">{differing.length === 0 ? 'all the same' : plural(differing.length, 'difference')}</span>
        )
      }
    >
      {rows.length === 0 ? (
        <EmptyNote text="No differences" />
      ) : (
        <div className={classes.scroll}>
          <table
            className={`${classes.table} ${section.text ? classes.text : section.figures ? classes.figures : ''}`}
            aria-label={section.title}
          >
            <thead>
              <tr>
                <th scope="col">{section.text ? 'LINE' : 'NAME'}</th>
                {tasks.map((task) => (
                  <th key={task.id} scope="col" title={task.name}>
                    <i className={classes.dot} style={{ background: task.color, display: 'inline-block', marginRight: 6 }} />
                    {task.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, label, cells, differs }) => (
                <tr key={key} data-differs={differs && !section.figures} data-row={key}>
                  <td>{label}</td>
                  {cells.map((cell, index) => (
                    <td key={tasks[index]!.id} data-other={cell !== cells[0] && !section.figures}>
                      {cell === null ? <span className="dim">{section.text ? '' : '–'}</span> : cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length < rows.length && (
            <Button variant="subtle" m={8} onClick={() => setAll(true)}>
              Show {plural(rows.length - shown.length, 'more line')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}
