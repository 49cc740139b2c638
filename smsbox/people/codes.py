"""One-time codes that people read and type: how they are made, written, cleaned of blanks and hashed."""

from __future__ import annotations

import hashlib
import secrets

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that look alike
_GROUPS = (4, 4, 2)


def new_code() -> str:
    """`ABCD-EFGH-JK`: 49 random bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(length)) for length in _GROUPS)


def plain(code: str) -> str:
    """A code as it is compared: dashes, blanks and case do not matter."""
    return "".join(character for character in code.upper() if character.isalnum())


def digest(secret: str | bytes) -> bytes:
    """SHA-256, which is enough for what is random in itself."""
    return hashlib.sha256(secret.encode() if isinstance(secret, str) else secret).digest()
