"""Passwords: how they are kept (scrypt, one at a time so that a Pi's memory is enough) and how they are compared."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading

COST = 2**14
"""scrypt N; with r=8 one hash takes 16 MiB and 50–70 ms on a small machine."""

SHORTEST = 10
LONGEST = 200

_ONE_AT_A_TIME = threading.Lock()


def hash_password(password: str) -> str:
    """`scrypt$N$r$p$salt$key` for the database."""
    salt = secrets.token_bytes(16)
    key = _scrypt(password, salt, COST, 8, 1)
    return f"scrypt${COST}$8$1${_text(salt)}${_text(key)}"


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one `kept` was made from. With nothing kept it takes as long and is False."""
    if kept is None:
        _scrypt(password, b"nobody has this", COST, 8, 1)
        return False
    name, cost, block, parallel, salt, key = kept.split("$")
    if name != "scrypt":
        return False
    found = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(key))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
