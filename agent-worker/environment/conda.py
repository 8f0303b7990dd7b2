"""
Environments from channels of conda, made with rattler (https://conda.github.io/rattler/py-rattler).

    conda.py create PREFIX SPEC...
    conda.py add PREFIX REQUIREMENTS REST

`create` makes an environment of what the specs say; `add` puts in what a file of requirements names and a channel has, and
writes the lines of which no channel knows anything into REST, for pip. The names or addresses of the channels are in
PERDURA_CONDA_CHANNELS, as JSON, best first. What goes wrong is written in one line that begins with `error:`; the exit code is 1.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from rattler import Gateway, MatchSpec, PrefixRecord, VirtualPackage, install, solve
from rattler.platform import Subdir
from rattler.shell import ActivationVariables, Shell, activate

# Not a channel, but what conda takes the word for.
DEFAULTS = {"defaults": "https://repo.anaconda.com/pkgs/main"}
# What channels call a package that PyPI calls otherwise.
CONDA_NAMES = {"torch": "pytorch"}
PYPI_NAMES = {conda: pypi for pypi, conda in CONDA_NAMES.items()}
# A name and versions; what has more to it, such as extras, a marker or an address, only pip understands.
REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)\s*((?:(?:===?|[<>!~]=|[<>])\s*[\w.*!+-]+\s*,?\s*)*)$")
# Left to the activation of a shell that is not there, or of the shell itself.
NOT_FROM_ACTIVATION = {"PATH", "PWD", "OLDPWD", "SHLVL", "_", "CONDA_SHLVL"}


class Channels:
    def __init__(self):
        names = json.loads(os.environ["PERDURA_CONDA_CHANNELS"])
        self.names = [DEFAULTS.get(name, name) for name in names]
        self.gateway = Gateway()
        self.platforms = [Subdir.current(), Subdir("noarch")]

    async def solve(self, specs, installed):
        virtual = VirtualPackage.detect()
        return await solve(self.names, specs, self.gateway, self.platforms, locked_packages=installed, virtual_packages=virtual)

    async def offers(self, specs):
        """Names of those specs that the first channel with such a package can satisfy, as the solver asks no other one."""
        found = await self.gateway.query(self.names, self.platforms, list(specs), recursive=False, channel_relations="disabled")
        first = {}
        for records in found:
            here = {}
            for record in records:
                here.setdefault(record.name.normalized, []).append(record)
            first = {**here, **first}
        return {name for name, spec in specs.items() if any(spec.matches(record) for record in first.get(name, []))}


async def create(prefix, *specs):
    await put_in(Path(prefix), Channels(), list(specs), [])


async def add(prefix, requirements, rest):
    channels = Channels()
    lines = Path(requirements).read_text().splitlines()
    specs = read_specs(lines)
    offered = await channels.offers(specs)
    Path(rest).write_text("".join(f"{line}\n" for line in left_for_pip(lines, offered)))
    if offered:
        chosen = [str(specs[name]) for name in sorted(offered)]
        print("from channels:", ", ".join(chosen), flush=True)
        await put_in(Path(prefix), channels, chosen, read_notes(Path(prefix))["asked"])


async def put_in(prefix, channels, specs, asked_before):
    """What is there stays, as far as the new packages allow it."""
    asked = [*asked_before, *specs]
    installed = [PrefixRecord.from_path(path) for path in sorted(prefix.glob("conda-meta/*.json"))]
    records = await channels.solve(asked, installed)
    size = sum(record.size or 0 for record in records) / 1024**2
    print(f"environment of {len(records)} packages, {size:.0f} MB at most to download", flush=True)
    await install(records, prefix, show_progress=False)
    notes_of(prefix).write_text(json.dumps({"asked": asked, "variables": read_variables(prefix)}))


def notes_of(prefix):
    return prefix / "etc" / "perdura-conda.json"


def read_notes(prefix):
    return json.loads(notes_of(prefix).read_text())


def read_specs(lines):
    """By name; of several lines for one package the first counts."""
    specs = {}
    for line in lines:
        name = conda_name(line)
        if name and name not in specs:
            versions = re.sub(r"\s", "", REQUIREMENT.match(line.strip())[2]).rstrip(",")
            specs[name] = MatchSpec(f"{name} {versions.replace('===', '==')}".strip())
    return specs


def conda_name(line):
    found = REQUIREMENT.match(line.strip())
    name = found and re.sub(r"[_.]+", "-", found[1].lower())
    return CONDA_NAMES.get(name, name)


def left_for_pip(lines, offered):
    """Of several lines for one package the last, which is the task's own for pip."""
    last = {conda_name(line): at for at, line in enumerate(lines)}
    for at, line in enumerate(lines):
        name = conda_name(line)
        if name is None or (name not in offered and last[name] == at):
            yield re.sub(r"^[\w.-]+", PYPI_NAMES[name], line.strip()) if name in PYPI_NAMES else line


def read_variables(prefix):
    """What the activation of the environment sets, for those who start a process in it."""
    script = activate(prefix, ActivationVariables(None, [os.defpath]), Shell.bash).script
    shell = ["env", "-i", f"PATH={os.defpath}", "bash", "--noprofile", "--norc", "-c", f"{script}\nprintf '\\0'; env -0"]
    said = subprocess.run(shell, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    # What the scripts of packages print comes first.
    pairs = [pair.partition("=") for pair in said.split("\0")[1:]]
    return {name: value for name, _, value in pairs if name and name not in NOT_FROM_ACTIVATION}


def main(command, *arguments):
    try:
        asyncio.run({"create": create, "add": add}[command](*arguments))
    except Exception as error:
        print(f"error: {error}", flush=True)
        os._exit(1)
    # Threads of rattler that still run have crashed interpreters at their end.
    sys.stdout.flush()
    os._exit(0)


main(*sys.argv[1:])
