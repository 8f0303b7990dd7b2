import { execFileSync } from 'node:child_process';

const MAKE_WHEEL = `
import sys, zipfile
folder, name, version = sys.argv[1:4]
info = f"{name}-{version}.dist-info"
with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    wheel.writestr(f"{name}.py", f"VERSION = {version!r}\\n")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

/** Puts a package with one module into a folder, from which installers take it without any network. */
export function makeWheel(folder: string, name: string, version: string): void {
  execFileSync('python3', ['-c', MAKE_WHEEL, folder, name, version]);
}
