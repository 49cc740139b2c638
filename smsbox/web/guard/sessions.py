"""The cookies: of the session, of the browser that is known from before, and the token every form must carry.

The cookie of a visitor who is not signed in means nothing but his own form token.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from smsbox.people.sessions import KNOWN, LONGEST, new_cookie

__all__ = ["BROWSER", "COOKIE", "LONGEST", "form_token", "new_cookie", "proper", "set_cookie", "token_fits"]

COOKIE = "smsbox"
BROWSER = "smsbox-browser"
"""By this cookie a browser is known in which somebody was signed in before; it opens nothing."""

_LIVES = {COOKIE: LONGEST // 1_000_000, BROWSER: KNOWN // 1_000_000}
_SHAPE = re.compile("[A-Za-z0-9_-]{43}")


def name_of(name: str, *, secure: bool) -> str:
    """What a cookie is called. Encrypted pages have names of their own: a browser lets nobody without encryption set
    them (RFC 6265bis 4.1.3.2), and when encryption is switched off again, the old ones are not in the way.
    """
    return f"__Host-{name}" if secure else name


def proper(cookie: str | None) -> str | None:
    """`cookie` when it has the shape of one of ours."""
    return cookie if cookie and _SHAPE.fullmatch(cookie) else None


def form_token(cookie: str) -> str:
    """The token for forms shown to the holder of `cookie`."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def token_fits(cookie: str, token: str) -> bool:
    """Whether a form came from a page that was shown to the holder of `cookie`."""
    return hmac.compare_digest(form_token(cookie).encode(), token.encode("utf-8", "replace"))


def set_cookie(cookie: str, *, secure: bool, ends: bool = False, name: str = COOKIE) -> tuple[str, str]:
    """The Set-Cookie header."""
    life = "Max-Age=0" if ends else f"Max-Age={_LIVES[name]}"
    parts = [f"{name_of(name, secure=secure)}={'' if ends else cookie}", "Path=/", life, "HttpOnly", "SameSite=Strict"]
    return "Set-Cookie", "; ".join([*parts, "Secure"] if secure else parts)
