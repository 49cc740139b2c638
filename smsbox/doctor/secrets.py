"""What is known on this box and must not leave it: PINs, the setup code, hashes, names, and what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from smsbox.config import Config, PinFileUnusable, secrets
from smsbox.doctor.redaction import Redactor
from smsbox.errors import SmsboxError
from smsbox.store import Store

_MOST = 2000
"""Texts of each kind; the log that is handed out is shorter than that."""
_TEXTS = (
    "SELECT text FROM messages ORDER BY id DESC LIMIT ?",
    "SELECT text FROM received ORDER BY id DESC LIMIT ?",
    "SELECT answer FROM readings ORDER BY id DESC LIMIT ?",
    "SELECT note FROM calls WHERE note IS NOT NULL ORDER BY id DESC LIMIT ?",
    "SELECT why FROM pauses WHERE why IS NOT NULL LIMIT ?",
    "SELECT password_hash FROM users LIMIT ?",
    "SELECT value FROM settings WHERE key LIKE '%hash%' LIMIT ?",
)


def known(config: Config | None, store: Store | None) -> Redactor:
    """A redactor that knows what is secret here; what cannot be read cannot be in what we write either."""
    texts: list[str] = []
    if store is not None:
        for query in _TEXTS:
            texts += _rows(store, query)
    if config is not None:
        texts += [text for modem in config.modems for text in (modem.call_prompt, modem.balance_code) if text]
        texts += [*_passwords(config), *secrets.known()]
    return Redactor.of(texts, _pins(config) if config is not None else ())


def _rows(store: Store, query: str) -> list[str]:
    try:
        return [str(row[0]) for row in store.run(query, _MOST).fetchall()]
    except SmsboxError:
        return []


def _passwords(config: Config) -> Iterator[str]:
    """The password in the address of the database, and the code of the first start."""
    try:
        password = urlsplit(config.store.url).password
    except ValueError:
        password = None
    yield password or ""
    try:
        yield (config.store.directory / "setup-code").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        pass


def _pins(config: Config) -> Iterator[str]:
    for modem in config.modems:
        try:
            yield modem.read_pin() or ""
        except PinFileUnusable:
            yield _digits(modem.pin_file) if modem.pin_file is not None else ""


def _digits(path: Path) -> str:
    """What may be a PIN in a file that is not good enough for one."""
    try:
        text = path.read_text(encoding="ascii")[:64].strip()
    except (OSError, ValueError):
        return ""
    return text if text.isdigit() else ""
