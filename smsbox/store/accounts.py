"""Who may log in: people, their sessions, the one-time setup code, and the count of wrong passwords."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

from smsbox.clock import HOUR, MINUTE, Micros
from smsbox.errors import SmsboxError
from smsbox.store import options
from smsbox.store.db import Store
from smsbox.store.tables import Session, Throttle, User
from smsbox.store.troubles import StoreTrouble

OWNER = "owner"
UNSET = "!"
"""What stands for a password nobody has chosen yet: no password is ever the one."""
_SETUP_CODE = "web.setup_code_hash"
_TOUCH_EVERY = MINUTE
"""A session's use is written down at most this often, and never flushed for."""

MOST_FAILURES = 5
FAILURE_WINDOW: Micros = 15 * MINUTE
_FORGET_AFTER = 24 * HOUR


class OwnerExists(SmsboxError):
    """The first account was made already; the setup code is void. No facts."""

    key = "accounts.owner_exists"


@dataclass(frozen=True, slots=True)
class Account:
    """A person's row. `role`: a word of `smsbox.people.rights.Role`; `password_hash`: UNSET until he has chosen one;
    `totp_since`: when codes from his phone began to count, None when they do not.
    """

    id: int
    name: str
    role: str
    password_hash: str
    language: str | None = None
    created_at: Micros = 0
    disabled_at: Micros | None = None
    password_changed_at: Micros | None = None
    invited_until: Micros | None = None
    totp_since: Micros | None = None


_COLUMNS = tuple(field.name for field in fields(Account))
_SESSION = (
    f"SELECT s.created_at, s.expires_at, s.last_used_at, {', '.join(f'u.{name}' for name in _COLUMNS)} "  # noqa: S608
    "FROM sessions s JOIN users u ON u.id = s.user_id "
    "WHERE s.token_hash = ? AND s.expires_at > ? AND u.disabled_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class LogIn:
    """A living session and whose it is."""

    account: Account
    created_at: Micros
    expires_at: Micros


def has_owner(store: Store) -> bool:
    """Whether the first account was made."""
    return bool(store.query(User.select(User.id).where(User.role == OWNER).limit(1)))


def create_owner(store: Store, *, name: str, password_hash: str, now: Micros) -> int:
    """Make the first account and void the setup code, both or neither. Raises OwnerExists."""
    with store.write():
        if has_owner(store):
            raise OwnerExists()
        (user_id,) = store.reserve_ids("users", 1)
        store.run(
            "INSERT INTO users (id, name, role, password_hash, created_at, password_changed_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(user_id, name, OWNER, password_hash, now, now),
        )
        options.drop(store, _SETUP_CODE)
        return user_id


def owner(store: Store) -> Account | None:
    """The first account."""
    rows = store.query(User.select().where(User.role == OWNER).order_by(User.id).limit(1))
    return _account(rows[0]) if rows else None


def account(store: Store, user_id: int) -> Account | None:
    """The account with that id."""
    rows = store.query(User.select().where(User.id == user_id))
    return _account(rows[0]) if rows else None


def everybody(store: Store) -> list[Account]:
    """All accounts, the oldest first."""
    return [_account(row) for row in store.query(User.select().order_by(User.id))]


def _account(row: User) -> Account:
    return Account(*(getattr(row, name) for name in _COLUMNS))


# ── sessions


def create_session(
    store: Store,
    *,
    token_hash: bytes,
    user_id: int,
    now: Micros,
    expires_at: Micros,
    agent: str = "",
    address: str = "",
) -> None:
    """Begin a session known by the hash of its token; expired ones are swept out. `agent`: the browser's own words."""
    with store.write():
        store.change(Session.delete().where(Session.expires_at <= now))
        store.run(
            "INSERT INTO sessions (token_hash, user_id, created_at, last_used_at, expires_at, agent, address) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(token_hash, user_id, now, now, expires_at, agent, address),
        )


def session(
    store: Store, token_hash: bytes, now: Micros, *, idle: Micros | None = None, touch: bool = True
) -> LogIn | None:
    """The session with that token while it lives; over when it lay unused for longer than `idle`.

    `touch`: this is a use of it, by a person. What cannot be noted (a full disk) ends nobody's session now.
    """
    row = store.run(_SESSION, token_hash, now).fetchone()
    if row is None or (idle is not None and now - row[2] > idle):
        return None
    if touch and now - row[2] > _TOUCH_EVERY:
        with contextlib.suppress(StoreTrouble), store.write(durable=False):
            store.run("UPDATE sessions SET last_used_at = ? WHERE token_hash = ?", now, token_hash)
    return LogIn(Account(*row[3:]), row[0], row[1])


def revoke(store: Store, token_hash: bytes) -> None:
    """End one session, now."""
    with store.write():
        store.change(Session.delete().where(Session.token_hash == token_hash))


# ── the one-time setup code


def setup_code_hash(store: Store) -> str | None:
    """The hash of the code that allows to make the first account; None when none is valid."""
    return options.get(store, _SETUP_CODE)


def set_setup_code_hash(store: Store, code_hash: str, now: Micros) -> None:
    """Make a code valid, and void the one before."""
    options.put(store, _SETUP_CODE, code_hash, now)


# ── wrong passwords


def attempt(store: Store, keys: Sequence[tuple[str, int]], now: Micros) -> float:
    """Charge one try to every key, each with its own limit, unless one of them is used up.

    Returns the seconds to wait; 0.0 when the try was charged and may be made. One transaction: tries made at the same
    time cannot slip past the limit together.
    """
    with store.write(durable=False):
        wait = max(too_many(store, key, now, most=most) for key, most in keys)
        if wait:
            return wait
        beyond = [key for key, most in keys if note_failure(store, key, now) > most]
        return max((too_many(store, key, now, most=1) for key in beyond), default=0.0)


def note_failure(store: Store, key: str, now: Micros) -> int:
    """Count a failure against `key` (an address, a name); how many there are within the window. Not flushed for."""
    with store.write(durable=False):
        store.change(Throttle.delete().where(Throttle.last_at < now - _FORGET_AFTER))
        row = store.run("SELECT failures, first_at FROM throttle WHERE key = ? FOR UPDATE", key).fetchone()
        # A clock that went back must not keep a window open for ever.
        fresh = row is None or not 0 <= now - row[1] < FAILURE_WINDOW
        failures = 1 if fresh else row[0] + 1
        store.run(
            "INSERT INTO throttle (key, failures, first_at, last_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
            "SET failures = excluded.failures, first_at = excluded.first_at, last_at = excluded.last_at",
            *(key, failures, now if fresh else row[1], now),
        )
        return failures


def too_many(store: Store, key: str, now: Micros, *, most: int = MOST_FAILURES) -> float:
    """Seconds until `key` may try again; 0.0 when it may now."""
    row = store.run("SELECT failures, first_at FROM throttle WHERE key = ?", key).fetchone()
    if row is None or row[0] < most or not 0 <= now - row[1] < FAILURE_WINDOW:
        return 0.0
    return float(row[1] + FAILURE_WINDOW - now) / 1_000_000


def clear_failures(store: Store, key: str) -> None:
    """Forget the failures of `key` after a right password."""
    with store.write(durable=False):
        store.change(Throttle.delete().where(Throttle.key == key))


def give_back(store: Store, key: str) -> None:
    """Forget the last failure of `key`: it was none."""
    with store.write(durable=False):
        store.run("UPDATE throttle SET failures = failures - 1 WHERE key = ? AND failures > 0", key)
