"""Makes the package for Debian: `make deb`, or `python package/build.py --out FOLDER`.

The same source, libraries and SOURCE_DATE_EPOCH (left out: the moment of the last commit) give the same package to the
last octet. What has a compiled part comes from Debian. `wheels.fetch` brings the libraries, all else needs no network.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from licences import copyright_file
from shell import completion, helper_manual, manual
from wheels import fetch, lay, listed, project

from smsbox.config.example import example

HERE = Path(__file__).parent
PROJECT = HERE.parent
WHEELS = PROJECT / "build" / "wheels"
WHERE = "usr/lib/smsbox"
PACKAGES = f"{WHERE}/packages"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""Those the package runs with; Debian 12 has the first, 13 the third."""
_CONFIG = """\
# smsbox: configuration. Nothing needs to be written here: everything is asked and set on the page, or by
# `sudo smsbox settings set`. What stands here without a # is in force and is locked on the page.
# After a change: `sudo systemctl restart smsbox`. Mistakes are all named at once, with their lines.
"""
_COMMAND = """\
#!/bin/sh
exec /{where}/bin/python3 -sP /{where}/bin/{name} "$@"
"""
_PROGRAM = """\
import sys

from {module} import main

sys.exit(main())
"""
_ENVIRONMENT = """\
home = /usr/bin
include-system-site-packages = true
"""
_BESIDE = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE")
"""Papers that lie beside the folder `docs`, so that links among all of them lead somewhere on the box as well."""
_PLACES = {
    "systemd/smsbox.service": "usr/lib/systemd/system/smsbox.service",
    "systemd/smsbox-usb.service": "usr/lib/systemd/system/smsbox-usb.service",
    "systemd/smsbox-usb.socket": "usr/lib/systemd/system/smsbox-usb.socket",
    "systemd/var-lib-smsbox-stick.mount": "usr/lib/systemd/system/var-lib-smsbox-stick.mount",
    "systemd/sysusers.conf": "usr/lib/sysusers.d/smsbox.conf",
    "systemd/tmpfiles.conf": "usr/lib/tmpfiles.d/smsbox.conf",
    "systemd/modules-load.conf": "usr/lib/modules-load.d/smsbox.conf",
    "systemd/70-smsbox.rules": "usr/lib/udev/rules.d/70-smsbox.rules",
    "systemd/usb-devices": "etc/smsbox/usb-devices",
    "systemd/only-local.conf": "usr/share/doc/smsbox/examples/only-local.conf",
    "config.example.toml": "usr/share/doc/smsbox/examples/config.toml",
    **{name: f"usr/share/doc/smsbox/{name}" for name in _BESIDE},
    "package/rtupdate": "usr/share/python3/runtime.d/smsbox.rtupdate",
    "package/lintian-overrides": "usr/share/lintian/overrides/smsbox",
}
_SCRIPTS = ("postinst", "prerm", "postrm")


def version() -> str:
    """Of the project."""
    return str(project()["version"])


def build(wheels: Path, out: Path, number: str, compression: str = "xz") -> Path:
    """The package, made in `out` of what `fetch` brought."""
    moment = _moment()
    out.mkdir(parents=True, exist_ok=True)
    made = out / f"smsbox_{number}_all.deb"
    with tempfile.TemporaryDirectory(dir=out) as folder:
        tree = Path(folder) / "tree"
        _lay_program(tree, wheels)
        _lay_documents(tree, wheels, number, moment)
        for source, target in _PLACES.items():
            _put(tree / target, (PROJECT / source).read_bytes())
        _put(tree / "etc/smsbox/config.toml", _quiet(example()).encode())
        _strip(tree)
        _lay_control(tree, number)
        _settle(tree, moment)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", tree, made],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
        )
    return made


def _moment() -> int:
    """Seconds since 1970 that all files of the package have."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said:
        return int(said)
    git = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=PROJECT, capture_output=True, text=True)
    return int(git.stdout) if git.returncode == 0 and git.stdout.strip() else int(time.time())


def _maker() -> str:
    """Who answers for this package, as dch(1) asks for it; `.invalid` (RFC 2606) says that nobody gave an address."""
    name, address = os.environ.get("DEBFULLNAME"), os.environ.get("DEBEMAIL")
    return f"{name} <{address}>" if name and address else "The authors of smsbox <nobody@smsbox.invalid>"


# ── what lies in it


def _lay_program(tree: Path, wheels: Path) -> None:
    """An environment of its own, so that no other Python program sees these libraries and no helper misses them."""
    lay(wheels, tree / PACKAGES)
    for source in (PROJECT / "smsbox").rglob("*"):
        if source.is_file() and "__pycache__" not in source.parts:
            _put(tree / PACKAGES / source.relative_to(PROJECT), source.read_bytes())
    _put(tree / WHERE / "pyvenv.cfg", _ENVIRONMENT.encode())
    _link(tree / WHERE / "bin/python3", "../../../bin/python3")
    for python in PYTHONS:
        _link(tree / WHERE / f"lib/python{python}/site-packages", "../../packages")
    for name, entry in project()["scripts"].items():
        _put(tree / "usr/bin" / name, _COMMAND.format(where=WHERE, name=name).encode())
        _put(tree / WHERE / "bin" / name, _PROGRAM.format(module=entry.partition(":")[0]).encode())


def _lay_documents(tree: Path, wheels: Path, number: str, moment: int) -> None:
    share = tree / "usr/share"
    day = time.strftime("%Y-%m-%d", time.gmtime(moment))
    stamp = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(moment))
    changes = f"smsbox ({number}) stable; urgency=medium\n\n  * See CHANGELOG.md beside this file.\n\n"
    changes += f" -- {_maker()}  {stamp}\n"
    _put(share / "doc/smsbox/changelog.gz", _packed(changes))
    _put(share / "doc/smsbox/copyright", copyright_file(PROJECT / "LICENSE", tree / PACKAGES, PACKAGES).encode())
    _put(share / "doc/smsbox/libraries.txt", listed(wheels).encode())
    for each in (PROJECT / "docs").rglob("*"):
        if each.is_file():
            _put(share / "doc/smsbox" / each.relative_to(PROJECT), each.read_bytes())
    _put(share / "man/man1/smsbox.1.gz", _packed(manual(number, day)))
    _put(share / "man/man1/smsbox-usb.1.gz", _packed(helper_manual(number, day)))
    _put(share / "bash-completion/completions/smsbox", completion().encode())


def _quiet(text: str) -> str:
    """The example with nothing in force."""
    body = text[text.index("\n\n") + 2 :]
    lines = (
        line if not line or line.startswith("#") or re.fullmatch(r"\[[^\[].*\]", line) else f"# {line}"
        for line in body.splitlines()
    )
    return _CONFIG + "\n" + "\n".join(lines) + "\n"


def _lay_control(tree: Path, number: str) -> None:
    files = sorted(each for each in tree.rglob("*") if each.is_file() and not each.is_symlink())
    size = sum(-(-each.stat().st_size // 1024) for each in files)
    sums = (f"{hashlib.md5(each.read_bytes()).hexdigest()}  {each.relative_to(tree)}\n" for each in files)
    _put(tree / "DEBIAN/md5sums", "".join(sums).encode())
    _put(tree / "DEBIAN/control", _control(number, size).encode())
    _put(tree / "DEBIAN/conffiles", (HERE / "conffiles").read_bytes())
    for script in _SCRIPTS:
        _put(tree / "DEBIAN" / script, (HERE / script).read_bytes())


def _control(number: str, size: int) -> str:
    return (HERE / "control").read_text().format(version=number, size=size, maker=_maker())


def _strip(tree: Path) -> None:
    """What only pip asks for, commands of the libraries, and first lines that would make a program of a module."""
    for info in (tree / PACKAGES).glob("*.dist-info"):
        for name in ("RECORD", "WHEEL", "INSTALLER", "REQUESTED", "top_level.txt", "zip-safe"):
            (info / name).unlink(missing_ok=True)
    for data in (tree / PACKAGES).glob("*.data"):
        shutil.rmtree(data)
    for module in (tree / PACKAGES).rglob("*.py"):
        octets = module.read_bytes()
        if octets.startswith(b"#!"):
            module.write_bytes(b"#" + octets[octets.index(b"\n") :])


def _settle(tree: Path, moment: int) -> None:
    """What this machine and this moment would leave on the files."""
    runs = {tree / "usr/bin" / name for name in os.listdir(tree / "usr/bin")} | {
        tree / "DEBIAN" / name for name in _SCRIPTS
    }
    runs.add(tree / "usr/share/python3/runtime.d/smsbox.rtupdate")
    for each in [tree, *tree.rglob("*")]:
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or each in runs else 0o644)
        os.utime(each, (moment, moment), follow_symlinks=False)


def _put(path: Path, octets: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def main() -> None:
    asked = argparse.ArgumentParser(description="Make the package for Debian.")
    asked.add_argument("--out", type=Path, default=PROJECT / "dist", metavar="FOLDER")
    asked.add_argument("--wheels", type=Path, default=WHEELS, metavar="FOLDER", help="where the libraries are kept")
    asked.add_argument("--offline", action="store_true", help="with the libraries that are there")
    asked.add_argument("--fetch-only", action="store_true", help="bring the libraries, make nothing")
    asked.add_argument("--version", default=version(), help="of the package, if not that of the project")
    asked.add_argument("--compression", default="xz", help="as dpkg-deb knows it; gzip is made quickly")
    options = asked.parse_args()
    if not options.offline:
        fetch(options.wheels)
    if not options.fetch_only:
        print(build(options.wheels, options.out, options.version, options.compression))


if __name__ == "__main__":
    main()
