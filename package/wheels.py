"""The libraries that ride along in the package: which, brought from the registry once, unpacked, listed with sums.

They are wheels without a compiled part, in the versions of the environment this runs in.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

PROJECT = Path(__file__).parent.parent
LEFT_OUT = {
    "tzdata": "Debian's",
    "markupsafe": "Debian's: it is compiled",
    "pygments": "rich needs it to colour source, which smsbox never shows",
    "markdown-it-py": "rich needs it to show Markdown, which smsbox never does",
}
_OLDEST = {
    "python_version": "3.11",
    "python_full_version": "3.11.2",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
}


def project() -> dict[str, Any]:
    """What pyproject.toml says of the project."""
    found: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    return found


def libraries() -> Iterator[tuple[str, str]]:
    """Name and version of each wheel that rides along: what the project asks for, and what that asks for."""
    said = project()
    asked = [*said["dependencies"], *said["optional-dependencies"]["postgres"]]
    seen: set[str] = set()
    while asked:
        requirement = Requirement(asked.pop())
        name = _key(requirement.name)
        if name in seen | set(LEFT_OUT) or not _needed(requirement):
            continue
        seen.add(name)
        asked += metadata.requires(name) or []
        yield name, metadata.version(name)


def _needed(requirement: Requirement) -> bool:
    """By the oldest system the package is for, not by the one it is made on."""
    return requirement.marker is None or requirement.marker.evaluate({**_OLDEST, "extra": ""})


def fetch(wheels: Path) -> None:
    """Bring the wheels that are not there yet, and put away those of other versions."""
    wheels.mkdir(parents=True, exist_ok=True)
    wanted = dict(libraries())
    there = {_wheel_name(each): each for each in wheels.glob("*.whl")}
    for key in there.keys() - wanted.items():
        there[key].unlink()
    missing = sorted(f"{name}=={number}" for name, number in wanted.items() - there.keys())
    if missing:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--dest",
                wheels,
                "--only-binary=:all:",
                "--platform=any",
                "--implementation=py",
                "--abi=none",
                "--python-version=3.11",
                *missing,
            ],
            check=True,
            stdin=subprocess.DEVNULL,
        )


def lay(wheels: Path, packages: Path) -> None:
    """Unpack each into `packages`. Ends the program where one is missing."""
    wanted = dict(libraries())
    for wheel in sorted(wheels.glob("*.whl")):
        name, number = _wheel_name(wheel)
        if wanted.get(name) == number:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(packages)
            wanted.pop(name)
    if wanted:
        raise SystemExit(f"wheels are missing in {wheels}: {', '.join(sorted(wanted))}; `make deb` brings them")


def listed(wheels: Path) -> str:
    """Which wheels these are, as `sha256sum` writes it."""
    wanted = set(libraries())
    return "".join(
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n"
        for each in sorted(wheels.glob("*.whl"))
        if _wheel_name(each) in wanted
    )


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _wheel_name(wheel: Path) -> tuple[str, str]:
    name, number, *_ = wheel.name.split("-")
    return _key(name), number
