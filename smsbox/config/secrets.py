"""Secrets in files: where a name in a setting `…_file` leads, and what stands there; read at use, never kept or shown.

A bare name (`smtp`) is looked for where systemd put the credentials of the service, then in the folder they come from,
then beside the configuration file. A path with a slash is a path.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase

FOLDER = Path("/etc/smsbox/credentials")
"""Where the technician puts them, for root alone: smsbox.service loads all of it."""
SERVICE = Path("/run/credentials/smsbox.service")
"""Where systemd shows them to the account of the service while it runs: for commands typed beside the daemon."""
PREFIX = "smsbox_"
"""What LoadCredential=smsbox:FOLDER puts before the name of each file (systemd.exec(5))."""
_LONGEST = 4096
_OTHERS = stat.S_IRWXO


class SecretUnusable(SmsboxError):
    """A secret's file is missing, unreadable, open to others, or holds no one line. Facts: `name` as it stands in the
    setting, `path`, `problem`; never the content.
    """

    key = "config.secret_file"
    exit_code = 78


def secret(name: str | Path, beside: Path | None = None) -> str:
    """The one line in the file that `name` leads to (`place`), without its line end. Raises SecretUnusable."""
    path = place(name, beside)
    if open_to_others(path):
        problem = Phrase("other accounts can read it; chmod 600 {path}", path=path)
        raise SecretUnusable(name=str(name), path=str(path), problem=problem)
    try:
        content = content_of(path)
        line = content.decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        problem_told = (error.strerror or str(error)).lower()
        raise SecretUnusable(name=str(name), path=str(path), problem=problem_told) from error
    except UnicodeDecodeError as error:
        raise SecretUnusable(name=str(name), path=str(path), problem=Phrase("it is not UTF-8 text")) from error
    if not line or len(content) > _LONGEST or not line.isprintable():
        problem = Phrase("it must hold one line with the secret and nothing else")
        raise SecretUnusable(name=str(name), path=str(path), problem=problem)
    return line


def place(name: str | Path, beside: Path | None = None) -> Path:
    """Where `name` leads: a path with a slash is taken as it is, seen from `beside`; for a bare name the first place
    where there is such a file, or where the technician is to put it.
    """
    if os.sep in str(name):
        return (beside or Path.cwd()) / name
    places = list(_places(str(name), beside))
    # os.path, since Path.is_file raises where the folder may not be entered
    return next((each for each in places if os.path.isfile(each)), FOLDER / name)


def known() -> list[str]:
    """Every credential that can be read from here, for those who must keep them out of what they write."""
    found = []
    for folder in {*_loaded(), FOLDER}:
        try:
            files = [each for each in folder.iterdir() if each.is_file()]
        except OSError:
            continue
        for each in files:
            try:
                found.append(secret(each))
            except SecretUnusable:
                continue
    return found


def open_to_others(path: Path) -> bool:
    """Whether accounts outside owner and group may read or change `path`; False when that cannot be seen from here."""
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False


def content_of(path: Path) -> bytes:
    """What is in a file of one short line, and a little more if it is longer. Raises OSError."""
    with path.open("rb") as file:
        return file.read(_LONGEST + 1)


def _places(name: str, beside: Path | None) -> Iterator[Path]:
    for folder in _loaded():
        yield folder / name
        yield folder / f"{PREFIX}{name}"
    yield FOLDER / name
    if beside is not None:
        yield beside / name


def _loaded() -> list[Path]:
    """Folders in which systemd may have put what the unit loads: of this process, or of the daemon beside it."""
    own = os.environ.get("CREDENTIALS_DIRECTORY")
    return [Path(own)] if own else [SERVICE]
