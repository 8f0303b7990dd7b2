import hocon from '@pushcorn/hocon-parser';

export type ConfValue = string | number | boolean | null | ConfValue[] | { [key: string]: ConfValue };
export type Conf = { [key: string]: ConfValue };

/**
 * Parses HOCON as the ClearML clients accept it, which is wider than the specification: addresses and other values with
 * a colon may stand unquoted, a field may follow a closed section on the same line, and Python's `True` and `False` are
 * booleans. Throws an Error that names `source`.
 */
export async function parseClearmlConf(text: string, source = 'the configuration'): Promise<Conf> {
  let conf: unknown;
  try {
    conf = await hocon.parse({ text: normalise(text), strict: true });
  } catch (error) {
    throw new Error(`${source} is not valid: ${describe(error as Error)}`);
  }
  if (conf === null || typeof conf !== 'object' || Array.isArray(conf))
    throw new Error(`${source} is not valid: no section in it`);
  return conf as Conf;
}

/** The value at a dotted path such as `agent.package_manager.type`. */
export function confValue(conf: Conf, path: string): ConfValue | undefined {
  let value: ConfValue | undefined = conf;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** The non-empty text at a dotted path; numbers and booleans as they are written. */
export function confText(conf: Conf, path: string): string | undefined {
  const value = confValue(conf, path);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return String(value) || undefined;
}

/** Leaves the parser's own classes out of its message. */
const describe = ({ message }: Error): string =>
  message.replace(/\(Source: .*?, Token: \{ value: (".*?"), line: (\d+), col: (\d+) \}\)/, '(near $1, line $2, column $3)');

const END_OF_LINE = /[ \t]*(?:(?:#|\/\/)[^\n]*)?/;

/** Quoted text and comments are matched first, so that nothing inside them is touched. */
const TOKENS = new RegExp(
  [
    /(?<quoted>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")/,
    /(?<address>[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:\$\{[^}\n]*\}|(?![ \t]+\/\/)[^\n",{}[\]#])*)/,
    /(?<=[:=])(?<empty>[ \t]*)(?=END_OF_LINE(?:$|\n(?:END_OF_LINE\n)*[ \t]*(?:$|\}|["\w.-]+[ \t]*[:={])))/,
    /(?<comment>(?:#|\/\/).*)/,
    /(?<=[:=][ \t]*)(?<colons>[^\s"'{}[\],=#$:]+:[^\s"'{}[\],=#$]+)/,
    /(?<=[}\]])(?<joint>[ \t]+)(?=[\w"-])/,
    /(?<=[:=,[]\s*)(?<bool>True|False)(?=\s*(?:[,}\]\n#]|\/\/|$))/,
  ]
    .map((part) => part.source.replaceAll('END_OF_LINE', END_OF_LINE.source))
    .join('|'),
  'g',
);

function normalise(text: string): string {
  const plain = text.replace(BYTE_ORDER_MARK, '').replaceAll('\r\n', '\n');
  return plain.replace(TOKENS, (match, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups.address !== undefined) return quoteAddress(match.trimEnd()) + match.slice(match.trimEnd().length);
    if (groups.empty !== undefined) return '""';
    if (groups.colons !== undefined) return JSON.stringify(match);
    if (groups.joint !== undefined) return `,${match}`;
    return groups.bool === undefined ? match : match.toLowerCase();
  });
}

/** Some editors begin a file with it. */
const BYTE_ORDER_MARK = /^\ufeff/;

/** Substitutions in an address stay outside of its quotes. */
const quoteAddress = (address: string): string =>
  address
    .split(/(\$\{[^}]*\})/)
    .map((part, at) => (at % 2 === 1 ? part : part && JSON.stringify(part)))
    .join('');
