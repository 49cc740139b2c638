"""Where a request carries its token, in whatever way the program can: never in the address, which others may log."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bottle import BaseRequest

_HEADERS = ("X-API-Key", "access-token")


def carried(request: BaseRequest) -> str:
    """What stands where a token may stand; "" for nothing."""
    kind, _, rest = str(request.get_header("Authorization", "")).strip().partition(" ")
    if kind.lower() == "bearer":
        return rest.strip()
    if kind.lower() == "basic":
        return _password(rest.strip())
    return next((found for name in _HEADERS if (found := str(request.get_header(name, "")).strip())), "")


def _password(encoded: str) -> str:
    """Of `user:password` (RFC 7617): the token; the user's name is the program's own business."""
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
