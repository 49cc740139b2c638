"""Passwords: how they are kept (scrypt, one at a time so that a Pi's memory is enough) and how they are compared.

Comparing is slow on purpose, so it is what strangers could keep a small box busy with: only two of them wait at a time,
and everybody else is told to come again at once. Who is known already has a place of his own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import string
import threading
import unicodedata
from collections.abc import Iterable

from smsbox.errors import SmsboxError

COST = 2**14
"""scrypt N; with r=8 one hash takes 16 MiB and 50–70 ms on a small machine."""

SHORTEST = 10
"""Characters a password must have: ten that nobody guesses take a thief of the database years, eight take days."""
LONGEST = 200

_STRANGERS = 2
_AGAIN = 2.0
_ONE_AT_A_TIME = threading.Lock()
_WAITING = threading.BoundedSemaphore(_STRANGERS)

_WORDS = (
    *(
        "password",
        "passwort",
        "passw0rd",
        "pa55word",
        "parol",
        "пароль",
        "qwerty",
        "qwertz",
        "йцукен",
        "admin",
        "owner",
    ),
    *("administrator", "smsbox", "welcome", "letmein", "iloveyou", "master", "monkey", "dragon", "football", "secret"),
    *("default", "changeme", "test", "user", "root", "login", "raspberry", "ukraine", "україна", "slavaukraini"),
)
"""What guessers try first; alone, doubled, or with figures around it no password."""
_ROWS = (
    *("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    *("qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "1q2w3e4r5t6y7u8i9o0p"),
    *("йцукенгшщзхїфівапролджєячсмитьбю", "йцукенгшщзхъфывапролджэячсмитьбю"),
)
"""Neighbours on a keyboard or in an alphabet."""
_LIKE_LETTERS = str.maketrans("013457", "oleast")
_FEWEST_LETTERS = 4
_ENOUGH_FIGURES = 16
"""Figures alone: fewer of them are a telephone number, or days of work."""


class Crowded(SmsboxError):
    """So many strangers give passwords now that one more would keep the page from everybody. No facts."""

    key = "people.crowded"
    retryable = True


def hash_password(password: str) -> str:
    """`scrypt$N$r$p$salt$key` for the database."""
    salt = secrets.token_bytes(16)
    key = _scrypt(password, salt, COST, 8, 1)
    return f"scrypt${COST}$8$1${_text(salt)}${_text(key)}"


def matches(password: str, kept: str | None, *, known: bool = False) -> bool:
    """Whether `password` is the one `kept` was made from. With nothing kept it takes as long and is False.

    `known`: whoever asks is signed in, or was so before in this browser. Raises Crowded for everybody else.
    """
    if not known and not _WAITING.acquire(blocking=False):
        raise Crowded(delay=_AGAIN)
    try:
        return _fits(password, kept)
    finally:
        if not known:
            _WAITING.release()


def _fits(password: str, kept: str | None) -> bool:
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
    folded = unicodedata.normalize("NFKC", password).casefold()
    plain = re.sub(r"[\W_]+", "", folded)
    figures = plain.isdigit() and len(plain) < _ENOUGH_FIGURES
    in_a_row = any(plain in row for each in _ROWS for row in (each, each[::-1]))
    few = len(set(folded)) < _FEWEST_LETTERS
    return "guessable" if few or figures or in_a_row or _is_built_of(plain, (*_WORDS, _letters(name))) else None


def _is_built_of(plain: str, words: Iterable[str]) -> bool:
    """Whether nothing but figures is left without `words`, also where they are written like `p4ssw0rd`."""
    for rest in (_letters(plain), _letters(plain.strip(string.digits).translate(_LIKE_LETTERS))):
        for word in sorted(filter(None, words), key=len, reverse=True):
            rest = rest.replace(word, "")
        if not rest and _letters(plain):
            return True
    return False


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    # a letter with its accent in one piece or in two: it depends on the keyboard, and is the same letter
    octets = unicodedata.normalize("NFC", password).encode()
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(octets, salt=salt, n=cost, r=block, p=parallel, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
