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

_OFTEN = ("1234567890", "qwertyuiop", "password12", "password123", "1q2w3e4r5t")
_ONE_AT_A_TIME = threading.Lock()


def hash_password(password: str) -> str:
    """`scrypt$N$r$p$salt$key` for the database."""
    salt = secrets.token_bytes(16)
    key = _scrypt(password, salt, COST, 8, 1)
    return f"scrypt${COST}$8$1${_text(salt)}${_text(key)}"


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one `kept` was made from. With nothing kept it takes as long and is False."""
    if kept is None or not kept.startswith("scrypt$"):
        _scrypt(password, b"nobody has this", COST, 8, 1)
        return False
    _, cost, block, parallel, salt, key = kept.split("$")
    found = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(key))


def weakness(password: str, name: str) -> str | None:
    """What is wrong with a new password, as a key of the form: "short", "guessable"; None when nothing is."""
    if len(password) < SHORTEST:
        return "short"
    if len(set(password)) < 4 or password.strip().casefold() in (*_OFTEN, name.casefold()):
        return "guessable"
    return None


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
