import { MultiSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import classes from './row-filter.module.css';

interface RowFilterProps<State extends string> {
  /** What the rows are, in the plural. */
  what: string;
  /** What the text may hold. */
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  states: { value: State; label: string }[];
  chosen: State[];
  onChosen: (states: State[]) => void;
  /** Behind the filters. */
  children: ReactNode;
}

/** The bar above a table of rows that are found by a text and by their state. */
export function RowFilter<State extends string>(props: RowFilterProps<State>) {
  const { what, placeholder, text, onText, states, chosen, onChosen, children } = props;
  return (
    <div className={classes.filter}>
      <TextInput
        aria-label={`Filter ${what}`}
        placeholder={placeholder}
        leftSection={<Icon name="search" size={13} />}
        w={220}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <MultiSelect
        aria-label="States"
        placeholder={chosen.length === 0 ? 'State' : ''}
        w={210}
        clearable
        data={states}
        value={chosen}
        onChange={(values) => onChosen(values as State[])}
      />
      {children}
    </div>
  );
}
