"""The octets of the configuration file and the text they are."""

from __future__ import annotations

from pathlib import Path

from smsbox.config.problems import ConfigMissing, Problem
from smsbox.i18n.phrases import Phrase

_LARGEST = 1 << 20


def read(path: Path) -> tuple[str, list[Problem]]:
    """Its text, and what is wrong with its octets. Raises ConfigMissing: nothing can be read."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigMissing(path=str(path), problem=Phrase("larger than 1 MiB, this is no configuration file"))
        content = path.read_bytes()
    except OSError as error:
        raise ConfigMissing(path=str(path), problem=(error.strerror or str(error)).lower()) from error
    try:
        return content.decode(), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if b"\0" in content:
            raise ConfigMissing(path=str(path), problem=Phrase("this is no text file")) from error
        return content.decode(errors="replace"), [Problem("", line, Phrase("not UTF-8; save the file as UTF-8"))]
