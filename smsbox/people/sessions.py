"""Sessions: who is signed in where, for how long; half a log-in while its code is awaited; browsers known from before.

A cookie holds 256 random bits, the database only their SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.people.codes import digest
from smsbox.people.rights import Right, may
from smsbox.store import Store, accounts

LONGEST: Micros = 7 * DAY
"""How long somebody stays signed in at most."""
IDLE: Micros = 12 * HOUR
"""How long somebody stays signed in who does nothing."""
HALF: Micros = 5 * MINUTE
"""How long the code may take after the password."""
KNOWN: Micros = 365 * DAY
"""How long a browser is remembered that once was signed in."""

MOST = 30
"""Sessions somebody has at most; beyond that the one that lay unused longest ends, and the list stays readable."""

_MOST_BROWSERS = 20
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    user_id: int
    name: str
    role: str
    language: str | None = None

    def may(self, right: Right) -> bool:
        """Whether he may do that."""
        return may(self.role, right)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from: the browser's own words and its address."""

    agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its holder sees it; `name` tells it from others and opens nothing."""

    name: str
    place: Place
    since: Micros
    last_seen: Micros
    current: bool


def new_cookie() -> str:
    """A fresh cookie value."""
    return secrets.token_urlsafe(32)


def begin(store: Store, user_id: int, place: Place, old_cookie: str | None, now: Micros) -> str:
    """Sign a user in under a new cookie, which is returned; whatever the old one stood for ends, too."""
    cookie = new_cookie()
    with store.write():
        if old_cookie is not None:
            end(store, old_cookie)
        accounts.create_session(
            store,
            token_hash=digest(cookie),
            user_id=user_id,
            now=now,
            expires_at=now + LONGEST,
            agent=_clean(place.agent),
            address=_clean(place.address),
        )
        store.run(
            "DELETE FROM sessions WHERE user_id = ? AND token_hash <> ? AND token_hash NOT IN "
            "(SELECT token_hash FROM sessions WHERE user_id = ? ORDER BY last_used_at DESC LIMIT ?)",
            *(user_id, digest(cookie), user_id, MOST),
        )
    return cookie


def end(store: Store, cookie: str) -> None:
    """Sign out; half a log-in under this cookie is over, too."""
    with store.write():
        accounts.revoke(store, digest(cookie))
        store.run("DELETE FROM half_log_ins WHERE token_hash = ?", digest(cookie))


def person_behind(store: Store, cookie: str, now: Micros, *, touch: bool = True) -> Person | None:
    """Who is signed in with `cookie`; None when nobody is, or not any more. `touch`: a person does something now."""
    found = accounts.session(store, digest(cookie), now, idle=IDLE, touch=touch)
    if found is None:
        return None
    account = found.account
    return Person(account.id, account.name, account.role, account.language)


def of(store: Store, user_id: int, cookie: str, now: Micros) -> list[Session]:
    """The living sessions of somebody, the one behind `cookie` first, then the one used last."""
    rows = store.run(
        "SELECT token_hash, agent, address, created_at, last_used_at FROM sessions "
        "WHERE user_id = ? AND expires_at > ? AND last_used_at >= ? ORDER BY last_used_at DESC",
        *(user_id, now, now - IDLE),
    ).fetchall()
    own = digest(cookie)
    found = [Session(_name(row[0]), Place(row[1], row[2]), row[3], row[4], bytes(row[0]) == own) for row in rows]
    return sorted(found, key=lambda session: not session.current)


def end_one(store: Store, user_id: int, name: str) -> Place | None:
    """End the session of `user_id` that is called `name`; where it was, None when there is none."""
    with store.write():
        rows = store.run("SELECT token_hash, agent, address FROM sessions WHERE user_id = ?", user_id).fetchall()
        for token_hash, agent, address in rows:
            if secrets.compare_digest(_name(token_hash).encode(), name.encode("utf-8", "replace")):
                accounts.revoke(store, bytes(token_hash))
                return Place(agent, address)
    return None


def end_others(store: Store, user_id: int, cookie: str | None) -> int:
    """End all sessions of `user_id` but the one behind `cookie`, and all half log-ins; how many sessions those were."""
    with store.write():
        store.run("DELETE FROM half_log_ins WHERE user_id = ?", user_id)
        own = digest(cookie) if cookie is not None else b""
        return int(store.run("DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?", user_id, own).rowcount)


# ── between password and code


def begin_half(store: Store, user_id: int, old_cookie: str, now: Micros) -> str:
    """The password was right, the code is awaited: a new cookie for the browser, which opens nothing yet."""
    cookie = new_cookie()
    with store.write():
        end(store, old_cookie)
        store.run("DELETE FROM half_log_ins WHERE expires_at <= ?", now)
        store.run(
            "INSERT INTO half_log_ins (token_hash, user_id, expires_at) VALUES (?, ?, ?)",
            *(digest(cookie), user_id, now + HALF),
        )
    return cookie


def half_behind(store: Store, cookie: str, now: Micros) -> accounts.Account | None:
    """Whose password was given under `cookie` a moment ago."""
    row = store.run(
        "SELECT user_id FROM half_log_ins WHERE token_hash = ? AND expires_at > ? AND expires_at <= ?",
        *(digest(cookie), now, now + HALF),
    ).fetchone()
    found = accounts.account(store, row[0]) if row else None
    return found if found and found.disabled_at is None else None


# ── browsers


def remember(store: Store, user_id: int, browser: str | None, now: Micros) -> str:
    """Remember the browser of somebody who has just signed in; the cookie it keeps, its own when it has one for him."""
    kept = browser if browser and is_known(store, user_id, browser, now) else new_cookie()
    with store.write(durable=False):
        store.run(
            "INSERT INTO browsers (token_hash, user_id, last_at) VALUES (?, ?, ?) "
            "ON CONFLICT (token_hash) DO UPDATE SET last_at = excluded.last_at",
            *(digest(kept), user_id, now),
        )
        store.run(
            "DELETE FROM browsers WHERE user_id = ? AND token_hash NOT IN "
            "(SELECT token_hash FROM browsers WHERE user_id = ? ORDER BY last_at DESC LIMIT ?)",
            *(user_id, user_id, _MOST_BROWSERS),
        )
    return kept


def is_known(store: Store, user_id: int, browser: str, now: Micros) -> bool:
    """Whether this user has signed in with this browser within a year."""
    row = store.run(
        "SELECT 1 FROM browsers WHERE token_hash = ? AND user_id = ? AND last_at > ?",
        *(digest(browser), user_id, now - KNOWN),
    ).fetchone()
    return row is not None


def forget_browsers(store: Store, user_id: int) -> None:
    """No browser of this user is known any more."""
    with store.write():
        store.run("DELETE FROM browsers WHERE user_id = ?", user_id)


def _name(token_hash: bytes) -> str:
    return hashlib.sha256(bytes(token_hash)).hexdigest()[:16]


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_AGENT]
