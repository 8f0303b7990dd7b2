import type { MachineCloud } from '../machine/notices/notice-source.ts';
import type { LaunchRequest } from './provider.ts';

/**
 * What a machine does at its first start: it fetches what its agent needs, joins, and powers itself off in the end, whatever happens. All that it is told is
 * where the server is, and a token that is good for one join.
 */
export const firstBootScript = (
  { serverUrl, joinToken }: Pick<LaunchRequest, 'serverUrl' | 'joinToken'>,
  cloud: MachineCloud,
): string =>
  SCRIPT.replace('@SERVER@', () => quote(serverUrl))
    .replace('@TOKEN@', () => quote(joinToken))
    .replace('@CLOUD@', cloud);

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const SCRIPT = `#!/bin/bash
set -euo pipefail
trap 'shutdown -h now' EXIT
export HOME=/root DEBIAN_FRONTEND=noninteractive
server=@SERVER@
token_file=/run/perdura-join-token
(umask 077 && printf %s @TOKEN@ >"$token_file")

prepare() {
  set -euo pipefail
  missing=()
  command -v git >/dev/null || missing+=(git)
  command -v npm >/dev/null || missing+=(nodejs npm)
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
  if ((\${#missing[@]} > 0)); then
    if command -v apt-get >/dev/null; then
      wait='-o DPkg::Lock::Timeout=300'
      apt-get update -q $wait && apt-get install -qy $wait --no-install-recommends ca-certificates curl "\${missing[@]}"
    else
      dnf install -qy "\${missing[@]/python3-venv/python3-pip}"
    fi
  fi
  npm install --no-audit --no-fund --prefix /opt/perdura node@24 "$1/api/machines/package.tgz"
}
export -f prepare
for attempt in 1 2 3; do
  timeout 600 bash -c 'prepare "$1"' - "$server" && break
  ((attempt < 3)) && sleep 10
done
export PATH=/opt/perdura/node_modules/.bin:$PATH
perdura machine run --server "$server" --token-file "$token_file" --cloud @CLOUD@ --power-off
`;
