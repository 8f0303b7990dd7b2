import { Refusal } from '../../../activities/db/errors.ts';
import { type Sql, sql } from '../../../activities/db/sql.ts';
import { translatePattern } from './python-pattern/translate-pattern.ts';

/** A pattern of literal characters only, as `re.escape` makes them, with or without anchors. */
const LITERAL = /^(\^?)((?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9])*)(\$?)$/s;

/**
 * Whether text matches a regular expression in Python's syntax.
 * @throws Refusal `badPattern`
 */
export function matchesPattern(text: Sql, pattern: string, { field, ignoreCase }: { field: string; ignoreCase: boolean }): Sql {
  const literal = ignoreCase ? null : LITERAL.exec(pattern);
  if (literal) return matchesLiteral(text, literal);
  const translated = translatePattern(pattern);
  if ('problem' in translated) throw badPattern(field, pattern, translated.problem);
  return ignoreCase || translated.ignoreCase ? sql`${text} ~* ${translated.pattern}` : sql`${text} ~ ${translated.pattern}`;
}

/** Names are looked up as `^escaped name$` all the time: equality finds them by their index. */
function matchesLiteral(text: Sql, [, start, escaped = '', end]: RegExpExecArray): Sql {
  const literal = escaped.replaceAll(/\\(.)/gs, '$1');
  if (start && end) return sql`${text} = ${literal}`;
  if (start) return sql`starts_with(${text}, ${literal})`;
  if (end) return sql`right(${text}, ${[...literal].length}::int) = ${literal}`;
  return sql`strpos(${text}, ${literal}) > 0`;
}

function badPattern(field: string, pattern: string, problem: string): Refusal {
  const shown = pattern.length > 100 ? `${pattern.slice(0, 100)}…` : pattern;
  return new Refusal('badPattern', `Bad regular expression in field '${field}': ${shown}: ${problem}`, {
    field,
    data: { field },
  });
}
