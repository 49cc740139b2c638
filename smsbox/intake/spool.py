"""The files of an import in the state folder: what came, and the people read out of it; for the daemon alone (0600)."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from smsbox.intake.reading import Bad, Person

FOLDER = "imports"
_BAD = "bad"
_PIECE = 1 << 16
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods begin, and .xls."""
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_LONGEST = 32
_PERSON = tuple(each.name for each in fields(Person))


class Spool:
    """The files of import `import_id` below the state folder `directory`."""

    def __init__(self, directory: Path, import_id: int) -> None:
        self.folder = directory / FOLDER / str(import_id)

    @property
    def file(self) -> Path:
        """What came, as it came."""
        return self.folder / "file"

    def keep(self, source: IO[bytes], most: int) -> int:
        """Take over `source`, up to `most` octets; how many it has, more than `most` when it is longer. On the disk
        when this returns.
        """
        self.folder.parent.mkdir(mode=0o700, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        size = 0
        with private(self.file) as file:
            while size <= most and (piece := source.read(_PIECE)):
                size += file.write(piece)
            _flush(file)
        return size

    def forget(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self, name: str, place: int, most: int) -> tuple[list[Person | Bad], int]:
        """Up to `most` rows of the people kept as `name`, from octet `place` on, and the place behind them. Raises
        OSError.
        """
        with (self.folder / name).open("rb") as file:
            file.seek(place)
            found = [read(line) for _, line in zip(range(most), iter(file.readline, b""), strict=False)]
            return found, file.tell()

    def may_hold(self, ends: Sequence[str]) -> bool:
        """Whether a number that ends so may stand in any of its files, in whatever way it is written; a workbook is
        packed and may hold anybody.
        """
        with contextlib.suppress(FileNotFoundError):
            return any(_may_hold(each, [end.encode() for end in ends]) for each in self.folder.iterdir())
        return False

    def bad(self, name: str) -> Iterator[Bad]:
        """The rows that cannot be used."""
        with contextlib.suppress(FileNotFoundError), (self.folder / name).open("rb") as file:
            for line in file:
                if line.startswith(b'{"bad"'):
                    found = read(line)
                    assert isinstance(found, Bad)
                    yield found


class Writing:
    """People on their way into a spool, one JSON object a line, under a `name` of their own: a reader that outlives its
    daemon disturbs nobody.
    """

    def __init__(self, spool: Spool) -> None:
        self.name = f"people-{secrets.token_hex(6)}"
        self._file = private(spool.folder / self.name)

    def put(self, found: Person | Bad) -> None:
        """One row more."""
        self._file.write(written(found) + b"\n")

    def finish(self) -> str:
        """All rows are on the disk; the name they are kept by."""
        _flush(self._file)
        self._file.close()
        return self.name


def private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()  # half of a file that came before
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb")


def _may_hold(path: Path, ends: Sequence[bytes]) -> bool:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if not before and piece.startswith(_PACKED):
                return True
            before = before[-_LONGEST:] + piece.translate(None, _NO_DIGITS)
            if any(end in before for end in ends):
                return True
    return False


def kept(directory: Path) -> list[int]:
    """The imports that have files."""
    with contextlib.suppress(FileNotFoundError):
        return [int(each.name) for each in (directory / FOLDER).iterdir() if each.name.isdigit()]
    return []


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def written(found: Person | Bad) -> bytes:
    """One row as a line of JSON, without its end."""
    if isinstance(found, Bad):
        raw: dict[str, Any] = {_BAD: asdict(found)}
    else:
        told = ((name, getattr(found, name)) for name in _PERSON)
        raw = {name: value for name, value in told if value is not None and value not in ("", (), {})}
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def read(line: str | bytes) -> Person | Bad:
    """What `written` made a line of."""
    raw = json.loads(line)
    if _BAD in raw:
        return Bad(**{**raw[_BAD], "cells": tuple(raw[_BAD]["cells"])})
    raw |= {name: tuple(raw[name]) for name in ("numbers", "tags") if name in raw}
    return Person(**{**raw, "wrong": tuple((reason, piece) for reason, piece in raw.get("wrong", ()))})


def bad_of(line: int, detail: str) -> Bad:
    """A row that could not be used, by what was kept of it."""
    raw = json.loads(detail)
    return Bad(line, raw.get("reason", ""), raw.get("value", ""), tuple(raw.get("cells", ())), raw.get("same_as", 0))
