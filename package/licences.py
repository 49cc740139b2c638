"""The copyright file of the package: smsbox and each library that rides along, with the licence it names."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

_HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: smsbox
Comment: The package is made from the source of smsbox and from the wheels of
 the libraries named below, as their authors published them.

Files: *
Copyright: 2026 the authors of smsbox
License: smsbox
{text}
"""
_COMMON = {"LGPL-3.0-only": "LGPL-3", "LGPLv3+": "LGPL-3", "Apache-2.0": "Apache-2.0"}
_SHORT = {
    "LGPL-3.0-only": "LGPL-3",
    "LGPLv3+": "LGPL-3+",
    "ZPL 2.1": "ZPL-2.1",
    "BSD": "BSD-3-clause",
    "BSD-3-Clause": "BSD-3-clause",
    "BSD License": "BSD-3-clause",
    "MIT": "Expat",
    "MIT License": "Expat",
    "PSF-2.0": "PSF-2",
}
# The wheel says nothing itself.
_UNSAID = {"peewee": "MIT"}


def copyright_file(licence: Path, packages: Path, where: str) -> str:
    """The text in Debian's format; `packages` is the folder of the libraries, `where` its place in the package."""
    parts = [_HEAD.format(text=_folded(licence.read_text().splitlines()))]
    parts += [_stanza(info, packages, where) for info in sorted(packages.glob("*.dist-info"))]
    return "\n".join(filter(None, parts))


def _stanza(info: Path, packages: Path, where: str) -> str:
    said = HeaderParser().parsestr((info / "METADATA").read_text())
    if said["Name"] == "smsbox":
        return ""
    name = _named(said)
    texts = sorted(
        each for each in info.rglob("*") if each.is_file() and each.name.upper().startswith(("LICEN", "COPYING"))
    )
    files = [f"{where}/{top}" + ("/*" if (packages / top).is_dir() else "") for top in _tops(info)]
    stanza = [
        f"Files: {' '.join(files)}",
        f"Copyright: {said['Author'] or said['Author-email'] or said['Name'] + ' authors'}",
        "License: " + f"{said['Name']}-{_SHORT.get(name, name)}".replace(" ", "-"),
    ]
    if name in _COMMON:
        stanza += _prose(f"{said['Name']} is under {name}; its text is in /usr/share/common-licenses/{_COMMON[name]}")
    for text in texts:
        stanza += _prose(f"The text is in /{where}/{text.relative_to(packages)}")
    if not texts and name not in _COMMON:
        stanza += _prose(f"{said['Name']} names its licence {name}; its files say so at their heads")
    return "\n".join(stanza) + "\n"


def _named(said: Message) -> str:
    """What the library calls its licence, in one line."""
    classified = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License")]
    names = [said["License-Expression"], said["License"], _UNSAID.get(said["Name"]), *classified]
    return str(next(each for each in names if each and "\n" not in each))


def _tops(info: Path) -> Iterable[str]:
    """What the library has put at the top of the folder."""
    lines = (info / "RECORD").read_text().splitlines()
    return sorted({line.split(",")[0].split("/")[0] for line in lines} - {".."})


def _prose(sentence: str) -> list[str]:
    return [f" {sentence}."]


def _folded(lines: Iterable[str]) -> str:
    return "\n".join(f" {line}" if line.strip() else " ." for line in lines)
