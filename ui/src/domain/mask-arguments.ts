const SECRET_NAME = /passw|passphrase|secret|(^|_)pass($|_)|token($|_)|(api|access|account|private)_?key|credential/i;

/** A container's arguments to look at: the values of variables (`-e NAME=VALUE`) whose names say that they are secret are hidden. */
export function maskArguments(text: string): string {
  return text.replace(
    /((?:^|\s)(?:-e|--env)(?:\s+|=)?["']?)([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s"']+)/g,
    (whole, option: string, name: string) => (SECRET_NAME.test(name) ? `${option}${name}=********` : whole),
  );
}
