"""The webhooks there are: made, listed, ended; by people on the page and by programs with their token."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.hooks import kinds as known
from smsbox.hooks.addresses import reached
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs.sending import need
from smsbox.store import Store

OWN, SMS_GATE = "smsbox", "sms_gate"
MOST = 100
MOST_OF_A_TOKEN = 20
LONGEST_NAME = 64
SHORTEST_SECRET, LONGEST_SECRET = 8, 200

_COLUMNS = "id, url, kinds, secret, form, name, token_id, made_by, made_at, after_id, ended_at"
_SELECT = f"SELECT {_COLUMNS} FROM hooks"  # noqa: S608 – constants
_INSERT = f"INSERT INTO hooks ({_COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608 – the same


class BadHook(SmsboxError):
    """A webhook that cannot be made so. Facts: `reason`: `kinds`, `name`, `secret`, `many`; `text`."""

    key = "hooks.bad_hook"
    exit_code = 65

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(reason=reason, text=text[:80])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook. `form`: whose clients' names of messages it uses; `token_id`: the program that made it; nothing that
    happened up to event `after_id` is told to it.
    """

    id: int
    url: str
    kinds: tuple[str, ...]
    secret: str
    form: str
    name: str | None
    token_id: int | None
    made_by: str
    made_at: Micros
    after_id: int
    ended_at: Micros | None

    @property
    def mark(self) -> str:
        """What it is called in what it sends."""
        return self.name or str(self.id)

    @property
    def host(self) -> str:
        """Whom it calls, for people."""
        return urlsplit(self.url).netloc


def make(
    store: Store,
    *,
    url: str,
    kinds: Collection[str],
    by: Actor,
    now: Micros,
    networks: Sequence[str] = (),
    form: str = OWN,
    name: str | None = None,
    secret: str = "",
    token: Token | None = None,
) -> Hook:
    """A new webhook; the one of that `name` and `token` is replaced. Without `secret` it gets one.

    Raises BadAddress (asks the resolver where it leads), BadHook; NotAllowed for a token that may not read what it
    wants to hear.
    """
    _check(kinds, form, name, secret, token)
    reached(url, networks)
    with store.write():
        before = called(store, token.id if token else None, name) if name else None
        if before is not None:
            _end(store, before, now)
        mine = listed(store, token_id=token.id) if token else listed(store)
        if len(mine) >= (MOST_OF_A_TOKEN if token else MOST):
            raise BadHook("many", str(len(mine)))
        (hook_id,) = store.reserve_ids("hooks", 1)
        (after,) = store.run("SELECT coalesce(max(id), 0) FROM events").fetchone()
        ordered = tuple(each for each in known.TEXTS if each in kinds)
        made = Hook(
            *(hook_id, url, ordered, secret or secrets.token_urlsafe(24), form, name, token.id if token else None),
            *(by.name, now, after, None),
        )
        store.run(_INSERT, hook_id, url, " ".join(ordered), made.secret, *_rest(made))
        told = {"address": (before and before.host, made.host), "events": (None, ", ".join(ordered))}
        audit.note(store, by, now, "hook.made", made.mark, told)
    return made


def remove(store: Store, hook_id: int, *, by: Actor, now: Micros) -> bool:
    """It is called no more, also for what happened already. False when there is no such one."""
    with store.write():
        found = get(store, hook_id)
        if found is None or found.ended_at is not None:
            return False
        _end(store, found, now)
        audit.note(store, by, now, "hook.removed", found.mark, {"address": (found.host, None)})
    return True


def listed(store: Store, *, token_id: int | None = None) -> list[Hook]:
    """Those that are called, the newest first; of one token."""
    rows = store.run(f"{_SELECT} WHERE ended_at IS NULL ORDER BY id DESC").fetchall()
    found = [_hook(row) for row in rows]
    return [each for each in found if token_id is None or each.token_id == token_id]


def get(store: Store, hook_id: int) -> Hook | None:
    """One of them, whether it is called or not."""
    row = store.run(f"{_SELECT} WHERE id = ?", hook_id).fetchone() if 0 < hook_id < 1 << 63 else None
    return _hook(row) if row else None


def called(store: Store, token_id: int | None, mark: str) -> Hook | None:
    """The one that a program made and calls so."""
    return next((each for each in listed(store) if each.token_id == token_id and each.mark == mark), None)


def _end(store: Store, hook: Hook, now: Micros) -> None:
    store.run("UPDATE hooks SET ended_at = ? WHERE id = ?", now, hook.id)
    store.run("DELETE FROM hook_calls WHERE hook_id = ? AND (due_at IS NOT NULL OR state = 2)", hook.id)


def _check(kinds: Collection[str], form: str, name: str | None, secret: str, token: Token | None) -> None:
    allowed = known.OF_SMS_GATE if form == SMS_GATE else known.TEXTS
    odd = [each for each in kinds if each not in allowed]
    if odd or not kinds:
        raise BadHook("kinds", ", ".join(odd))
    if name is not None and not (0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()):
        raise BadHook("name", name)
    if secret and not (SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET and secret.isprintable()):
        raise BadHook("secret")
    if token is not None and not set(kinds) <= set(known.OF_ITS_OWN):
        need(token, Right.READ)


def _rest(hook: Hook) -> tuple[Any, ...]:
    return (hook.form, hook.name, hook.token_id, hook.made_by, hook.made_at, hook.after_id, hook.ended_at)


def _hook(row: Sequence[Any]) -> Hook:
    return Hook(row[0], row[1], tuple(str(row[2]).split()), *row[3:])
