"""The part of the configuration that is about backups: when, how many, where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from smsbox.config.problems import Problem
from smsbox.i18n.phrases import Phrase

_PATHS = {"folder": "backups", "stick": "stick"}


@dataclass(frozen=True, slots=True)
class BackupConfig:
    """`nightly`: on or off, at `hour` (0 to 23) of the shop's clock; `daily` and `weekly`: how many are kept.

    `folder` and `stick` are full paths; `url`: a folder on a server that takes PUT over HTTPS, None for none; with
    `user` and `password_file` (a name of `config.secrets`, or a path) where it asks, `authority` where it is known by
    a certificate of its own.
    """

    nightly: str = "on"
    hour: int = 3
    folder: Path = Path("/var/lib/smsbox/backups")
    daily: int = 7
    weekly: int = 4
    stick: Path = Path("/var/lib/smsbox/stick")
    url: str | None = None
    user: str | None = None
    password_file: str | None = None
    authority: Path | None = None


def backup_config(table: Mapping[str, Any], state: Path, beside: Path) -> BackupConfig:
    """Out of the checked `table`: what is left out lies in the folder `state`, what is relative `beside` the file."""
    paths = {name: beside / table[name] if table.get(name) else state / usual for name, usual in _PATHS.items()}
    authority = beside / table["authority"] if table.get("authority") else None
    return BackupConfig(**{**table, **paths, "authority": authority})


def wrong_address(config: BackupConfig, line: int | None) -> list[Problem]:
    """An address that is none, or would send customers' data and a password in the clear."""
    if config.url is None:
        return []
    try:
        parts = urlsplit(config.url)
        good = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        good = False
    if good and not parts.query and not parts.fragment:
        return []
    said = Phrase("this is no address of a folder on a server")
    return [Problem("backup.url", line, said, Phrase('a text such as "https://cloud.example.com/smsbox/"'))]
