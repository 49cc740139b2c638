"""Who is asking: the cookie, the session behind it, and the token every form must carry.

The cookie holds 256 random bits. The database knows only their SHA-256, and only after log-in: the cookie of a
visitor who is not signed in means nothing but his own form token.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from smsbox.clock import DAY, HOUR, Micros
from smsbox.store import Store, accounts

COOKIE = "smsbox"
LONGEST: Micros = 7 * DAY
"""How long somebody stays signed in at most."""
IDLE: Micros = 12 * HOUR
"""How long somebody stays signed in who does nothing."""

_SHAPE = re.compile("[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    user_id: int
    name: str
    role: str


def new_cookie() -> str:
    """A fresh cookie value."""
    return secrets.token_urlsafe(32)


def proper(cookie: str | None) -> str | None:
    """`cookie` when it has the shape of one of ours."""
    return cookie if cookie and _SHAPE.fullmatch(cookie) else None


def form_token(cookie: str) -> str:
    """The token for forms shown to the holder of `cookie`."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def token_fits(cookie: str, token: str) -> bool:
    """Whether a form came from a page that was shown to the holder of `cookie`."""
    return hmac.compare_digest(form_token(cookie).encode(), token.encode("utf-8", "replace"))


def open_session(store: Store, user_id: int, old_cookie: str | None, now: Micros) -> str:
    """Sign a user in under a new cookie, which is returned; whatever the old one stood for ends."""
    cookie = new_cookie()
    with store.write():
        if old_cookie is not None:
            accounts.revoke(store, _digest(old_cookie))
        accounts.create_session(store, token_hash=_digest(cookie), user_id=user_id, now=now, expires_at=now + LONGEST)
    return cookie


def close_session(store: Store, cookie: str) -> None:
    """Sign out."""
    accounts.revoke(store, _digest(cookie))


def person_behind(store: Store, cookie: str, now: Micros, *, touch: bool = True) -> Person | None:
    """Who is signed in with `cookie`; None when nobody is, or not any more. `touch`: a person does something now."""
    found = accounts.session(store, _digest(cookie), now, idle=IDLE, touch=touch)
    return None if found is None else Person(found.account.id, found.account.name, found.account.role)


def set_cookie(cookie: str, *, secure: bool, ends: bool = False) -> tuple[str, str]:
    """The Set-Cookie header."""
    life = "Max-Age=0" if ends else f"Max-Age={LONGEST // 1_000_000}"
    parts = [f"{COOKIE}={'' if ends else cookie}", "Path=/", life, "HttpOnly", "SameSite=Strict"]
    return "Set-Cookie", "; ".join([*parts, "Secure"] if secure else parts)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
