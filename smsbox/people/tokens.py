"""API tokens: what a program may do in the shop's name. Shown once, kept as SHA-256; limited in rights and numbers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from smsbox.clock import MINUTE, Micros, iso
from smsbox.errors import SmsboxError
from smsbox.people import audit
from smsbox.people.accounts import LONGEST_NAME, proper_name
from smsbox.people.audit import Actor
from smsbox.people.codes import digest
from smsbox.people.rights import FOR_TOKENS, Right
from smsbox.store import Store

MOST_PER_DAY = 1_000_000
_MARK = "smsbox_"
_PREFIX = len(_MARK) + 6
_SHAPE = re.compile(r"smsbox_[A-Za-z0-9_-]{43}")
_BEGINNING = re.compile(r"\+[1-9][0-9]{0,14}")
_TOUCH_EVERY = MINUTE
_COLUMNS = (
    "id, name, prefix, rights, allow, callbacks, per_day, made_by, made_at, expires_at, last_used_at, revoked_at, "
    "revoked_by"
)


class BadToken(SmsboxError):
    """A token cannot be made so. Facts: `reason`: `rights`, `allow`, `callbacks`, `per_day`, `expired`; `text`."""

    key = "people.bad_token"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. `allow`: beginnings of numbers it may write to, none: whatever the box may;
    `callbacks`: beginnings of addresses where it may have itself told what became of an SMS, none: nowhere; `per_day`:
    SMS.
    """

    id: int
    name: str
    prefix: str
    rights: frozenset[Right]
    allow: tuple[str, ...]
    callbacks: tuple[str, ...]
    per_day: int | None
    made_by: str
    made_at: Micros
    expires_at: Micros | None
    last_used_at: Micros | None
    revoked_at: Micros | None
    revoked_by: str | None

    def lives(self, now: Micros) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def make(
    store: Store,
    *,
    name: str,
    rights: Collection[Right],
    by: Actor,
    now: Micros,
    allow: Sequence[str] = (),
    callbacks: Sequence[str] = (),
    per_day: int | None = None,
    expires_at: Micros | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which nobody can see again. Raises BadToken, BadName (facts as declared there)."""
    clean = proper_name(name[: LONGEST_NAME + 1])
    _check(rights, allow, callbacks, per_day, expires_at, now)
    secret = _MARK + secrets.token_urlsafe(32)
    with store.write():
        (token_id,) = store.reserve_ids("tokens", 1)
        store.run(
            "INSERT INTO tokens (id, name, prefix, token_hash, rights, allow, callbacks, per_day, made_by, made_at, "
            "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(token_id, clean, secret[:_PREFIX], digest(secret), " ".join(_words(rights)), " ".join(allow)),
            *(" ".join(callbacks), per_day, by.name, now, expires_at),
        )
        told: dict[str, tuple[Any, Any]] = {"rights": (None, ", ".join(_words(rights)))}
        told |= {"allow": (None, ", ".join(allow) or None), "callbacks": (None, ", ".join(callbacks) or None)}
        audit.note(store, by, now, "token.made", clean, {**told, "per day": (None, per_day)})
        made = get(store, token_id)
    assert made is not None
    return made, secret


def revoke(store: Store, token_id: int, *, by: Actor, now: Micros) -> bool:
    """It opens nothing any more. False when it was so, or there is no such one."""
    with store.write():
        found = get(store, token_id)
        changed = store.run(
            "UPDATE tokens SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL",
            *(now, by.name, token_id),
        )
        if found is None or int(changed.rowcount) != 1:
            return False
        audit.note(store, by, now, "token.revoked", found.name)
        return True


def behind(store: Store, secret: str, now: Micros) -> Token | None:
    """The token whose secret this is, while it lives; its use is noted, at most once a minute."""
    if not _SHAPE.fullmatch(secret):
        return None
    row = store.run(f"SELECT {_COLUMNS} FROM tokens WHERE token_hash = ?", digest(secret)).fetchone()  # noqa: S608
    found = _token(row) if row else None
    if found is None or not found.lives(now):
        return None
    if found.last_used_at is None or now - found.last_used_at > _TOUCH_EVERY:
        with store.write(durable=False):
            store.run("UPDATE tokens SET last_used_at = ? WHERE id = ?", now, found.id)
    return found


def get(store: Store, token_id: int) -> Token | None:
    """The token with that id."""
    row = store.run(f"SELECT {_COLUMNS} FROM tokens WHERE id = ?", token_id).fetchone()  # noqa: S608 – constant
    return _token(row) if row else None


def listed(store: Store) -> list[Token]:
    """All tokens ever made, the newest first."""
    rows = store.run(f"SELECT {_COLUMNS} FROM tokens ORDER BY id DESC")  # noqa: S608 – constant
    return [_token(row) for row in rows.fetchall()]


def beginnings(text: str) -> tuple[str, ...]:
    """Beginnings of numbers as somebody typed them, parted by blanks or commas. Raises BadToken."""
    found = tuple(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))
    for part in found:
        if not _BEGINNING.fullmatch(part):
            raise BadToken(reason="allow", text=part[:40])
    return found


def addresses(text: str) -> tuple[str, ...]:
    """Beginnings of web addresses as somebody typed them, parted by blanks. Raises BadToken."""
    found = tuple(dict.fromkeys(text.split()))
    for part in found:
        if not _is_address(part):
            raise BadToken(reason="callbacks", text=part[:80])
    return found


def _is_address(text: str) -> bool:
    try:
        read = urlsplit(text)
        found = read.scheme in ("http", "https") and read.hostname and (read.port is None or read.port)
    except ValueError:
        return False
    return bool(found) and text.isascii() and text.isprintable() and read.username is None and not read.fragment


def _check(
    rights: Collection[Right],
    allow: Sequence[str],
    callbacks: Sequence[str],
    per_day: int | None,
    expires_at: Micros | None,
    now: Micros,
) -> None:
    if not rights or not set(rights) <= set(FOR_TOKENS):
        raise BadToken(reason="rights", text=", ".join(_words(rights)))
    beginnings(" ".join(allow))
    addresses(" ".join(callbacks))
    if per_day is not None and not 0 < per_day <= MOST_PER_DAY:
        raise BadToken(reason="per_day", text=str(per_day)[:40])
    if expires_at is not None and expires_at <= now:
        raise BadToken(reason="expired", text=iso(expires_at))


def _words(rights: Collection[Right]) -> list[str]:
    return [right.value for right in Right if right in rights]


def _token(row: Any) -> Token:
    known = {right.value: right for right in Right}
    rights = frozenset(known[word] for word in str(row[3]).split() if word in known)
    return Token(row[0], row[1], row[2], rights, tuple(str(row[4]).split()), tuple(str(row[5]).split()), *row[6:])
