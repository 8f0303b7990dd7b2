"""
Makes a channel of conda in a folder: the Python of this machine, something by the name of pip, and packages of one module.

    conda-channel.py FOLDER PLATFORM NAME==VERSION...

The platform is such as linux-64.
"""

import hashlib
import io
import json
import os
import sys
import tarfile

PYTHON = os.path.realpath(sys.executable)
VERSION = "%d.%d.%d" % sys.version_info[:3]
MINOR = "%d.%d" % sys.version_info[:2]
PLATFORM = sys.argv[2]


def package(channel, name, version, files, links=None):
    """Files are texts and links are targets, both by their paths. A package with links is of one platform, others of any."""
    links = links or {}
    subdir = PLATFORM if links else "noarch"
    kind = {} if links else {"noarch": "python", "depends": ["python"]}
    index = {"name": name, "version": version, "build": "0", "build_number": 0, "depends": [], "subdir": subdir, **kind}
    paths = [entry(path, "hardlink", text) for path, text in files.items()] + [entry(path, "softlink", "") for path in links]
    info = {
        "info/index.json": json.dumps(index),
        "info/paths.json": json.dumps({"paths": paths, "paths_version": 1}),
        "info/files": "\n".join([*files, *links]),
        "info/link.json": json.dumps({"noarch": {"type": "python"}, "package_metadata_version": 1}),
    }
    file = f"{name}-{version}-0.tar.bz2"
    with tarfile.open(f"{channel}/{subdir}/{file}", "w:bz2") as archive:
        for path, text in {**info, **files}.items():
            member = tarfile.TarInfo(path)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
        for path, target in links.items():
            member = tarfile.TarInfo(path)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    enter(f"{channel}/{subdir}", file, index)


def enter(folder, file, index):
    """What a channel has is in one file for each platform."""
    with open(f"{folder}/{file}", "rb") as package:
        content = package.read()
    with open(f"{folder}/repodata.json", "r+") as repodata:
        known = json.load(repodata)
        known["packages"][file] = {**index, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        repodata.seek(0)
        json.dump(known, repodata)


def entry(path, kind, text):
    content = text.encode()
    return {"_path": path, "path_type": kind, "sha256": hashlib.sha256(content).hexdigest(), "size_in_bytes": len(content)}


def module(name, version):
    file = name.replace("-", "_")
    info = f"site-packages/{file}-{version}.dist-info"
    return {
        f"site-packages/{file}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/INSTALLER": "conda\n",
        f"{info}/RECORD": "",
    }


def main(channel, platform, *modules):
    for subdir in (platform, "noarch"):
        os.makedirs(f"{channel}/{subdir}")
        with open(f"{channel}/{subdir}/repodata.json", "w") as repodata:
            json.dump({"info": {"subdir": subdir}, "packages": {}, "repodata_version": 1}, repodata)
    python = {
        "pyvenv.cfg": f"home = {os.path.dirname(PYTHON)}\ninclude-system-site-packages = false\nversion = {VERSION}\n",
        f"lib/python{MINOR}/site-packages/README.txt": "",
        "etc/conda/activate.d/made.sh": 'echo activated\nexport MADE_BY_CONDA="in $CONDA_PREFIX"\n',
    }
    package(channel, "python", VERSION, python, {f"bin/python{MINOR}": PYTHON, "bin/python": f"python{MINOR}"})
    package(channel, "pip", "1", {"site-packages/pip.py": ""})
    for text in modules:
        name, version = text.split("==")
        package(channel, name, version, module(name, version))


main(*sys.argv[1:])
