"""Invitations: a one-time code by which somebody sets his own password; it needs no e-mail, only a voice or a note.

The code is shown once. The database keeps its scrypt hash, for seven days.
"""

from __future__ import annotations

from smsbox.clock import DAY, Micros
from smsbox.people import accounts, audit, second_factor, sessions
from smsbox.people.accounts import Account, NotUsable
from smsbox.people.audit import Actor
from smsbox.people.codes import new_code, plain
from smsbox.people.passwords import hash_password, matches
from smsbox.people.rights import Role
from smsbox.store import Store
from smsbox.store.accounts import UNSET

LASTS: Micros = 7 * DAY


def invite(
    store: Store, name: str, role: Role, *, by: Actor, now: Micros, language: str | None = None
) -> tuple[Account, str]:
    """A new account and the code that opens it. Raises BadName, NameTaken."""
    code = new_code()
    kept = hash_password(plain(code))
    with store.write():
        made = accounts.add(store, name, role, by=by, now=now, language=language)
        _keep(store, made.id, kept, now)
    return made, code


def renew(store: Store, user_id: int, *, by: Actor, now: Micros) -> str:
    """A code for somebody who cannot get in: his password is void, his sessions are over. Raises NoUser, NotUsable."""
    code = new_code()
    kept = hash_password(plain(code))
    with store.write():
        found = accounts.account(store, user_id)
        if found is None:
            raise accounts.NoUser(name=str(user_id))
        if found.disabled_at is not None:
            raise NotUsable(name=found.name)
        store.run("UPDATE users SET password_hash = ? WHERE id = ?", UNSET, user_id)
        _keep(store, user_id, kept, now)
        sessions.end_others(store, user_id, None)
        audit.note(store, by, now, "user.password_reset", found.name)
    return code


def invited(store: Store, name: str, code: str, now: Micros) -> Account | None:
    """The account that this name and code open; takes as long when there is none."""
    found = accounts.find(store, name)
    row = None
    if found is not None and found.disabled_at is None:
        row = store.run(
            "SELECT invitation_hash FROM users WHERE id = ? AND invited_until > ? AND invited_until <= ?",
            *(found.id, now, now + LASTS),
        ).fetchone()
    return found if matches(plain(code), row[0] if row else None) else None


def accept(store: Store, name: str, code: str, password: str, *, address: str, now: Micros) -> Account | None:
    """Set the first password of whoever has the code, once; None when the code is not the one."""
    found = invited(store, name, code, now)
    if found is None:
        return None
    kept = hash_password(password)
    with store.write():
        # two who come with the same code at once: the second finds it used
        still = store.run("SELECT invitation_hash FROM users WHERE id = ? FOR UPDATE", found.id).fetchone()
        if still is None or still[0] is None:
            return None
        accounts.keep_password(store, found.id, kept, now)
        sessions.end_others(store, found.id, None)
        by = Actor(found.name, found.role, address)
        audit.note(store, by, now, "user.joined", found.name, {"code asked": (None, second_factor.is_on(found))})
    return found


def _keep(store: Store, user_id: int, code_hash: str, now: Micros) -> None:
    store.run("UPDATE users SET invitation_hash = ?, invited_until = ? WHERE id = ?", code_hash, now + LASTS, user_id)
