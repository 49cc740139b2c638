"""Accounts: making them, changing role, language and password, disabling; the box never loses its last owner.

Every change writes its line of the audit log in the same transaction, and ends the sessions it must end.
"""

from __future__ import annotations

import unicodedata

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.people import audit, sessions
from smsbox.people.audit import Actor
from smsbox.people.passwords import hash_password, matches
from smsbox.people.rights import Role
from smsbox.store import Store
from smsbox.store.accounts import UNSET, Account, account, everybody

LONGEST_NAME = 60

_ALIKE = str.maketrans("авекмнорстухіјѕԁԛԝһαεικνορτυχ0", "abekmhopctyxijsdqwhaeiknoptuxo")
"""Letters whose capital or small form is the picture of a Latin one, and that one."""


class NoUser(SmsboxError):
    """There is no such user. Facts: `name`."""

    key = "people.no_user"
    exit_code = 69


class NameTaken(SmsboxError):
    """Somebody is called so already, perhaps with other capitals. Facts: `name`."""

    key = "people.name_taken"


class BadName(SmsboxError):
    """No name: empty, too long, or with characters nobody sees. Facts: `name`, `most`."""

    key = "people.bad_name"
    exit_code = 65


class LastOwner(SmsboxError):
    """Nobody could manage this box afterwards. Facts: `name`."""

    key = "people.last_owner"


class NotUsable(SmsboxError):
    """The account is disabled. Facts: `name`."""

    key = "people.disabled"


OFFERED = "owner"
"""The name an owner is offered at the first start, and may change."""


def find(store: Store, name: str) -> Account | None:
    """The account called `name`; capitals and blanks around it do not matter."""
    wanted = folded(name)
    return next((each for each in everybody(store) if folded(each.name) == wanted), None)


def named(store: Store, name: str) -> Account:
    """The account called `name`. Raises NoUser."""
    found = find(store, name)
    if found is None:
        raise NoUser(name=name)
    return found


def proper_name(name: str) -> str:
    """`name` as it is kept. Raises BadName."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(clean) <= LONGEST_NAME or any(unicodedata.category(letter)[0] == "C" for letter in clean):
        raise BadName(name=name[:LONGEST_NAME], most=LONGEST_NAME)
    return clean


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _seen(name: str) -> str:
    """A name as it is read: letters of another alphabet that look alike count as the same."""
    return folded(name).translate(_ALIKE)


def add(store: Store, name: str, role: Role, *, by: Actor, now: Micros, language: str | None = None) -> Account:
    """A new account without password; an invitation opens it. Raises BadName, NameTaken."""
    clean = proper_name(name)
    with store.write():
        if any(_seen(each.name) == _seen(clean) for each in everybody(store)):
            raise NameTaken(name=clean)
        (user_id,) = store.reserve_ids("users", 1)
        store.run(
            "INSERT INTO users (id, name, role, password_hash, created_at, language) VALUES (?, ?, ?, ?, ?, ?)",
            *(user_id, clean, role.value, UNSET, now, language),
        )
        audit.note(store, by, now, "user.added", clean, {"role": (None, role.value)})
        return _account(store, user_id)


def set_role(store: Store, user_id: int, role: Role, *, by: Actor, now: Micros) -> bool:
    """Give another role; his sessions end. False when it was his already. Raises LastOwner, NoUser."""
    with store.write():
        before = _account(store, user_id)
        if before.role == role.value:
            return False
        if before.role == Role.OWNER.value:
            _spare_the_last_owner(store, before)
        store.run("UPDATE users SET role = ? WHERE id = ?", role.value, user_id)
        sessions.end_others(store, user_id, None)
        audit.note(store, by, now, "user.role", before.name, {"role": (before.role, role.value)})
        return True


def disable(store: Store, user_id: int, *, by: Actor, now: Micros) -> bool:
    """Nobody gets in by this account any more. False when it was so already. Raises LastOwner, NoUser."""
    with store.write():
        before = _account(store, user_id)
        if before.disabled_at is not None:
            return False
        if before.role == Role.OWNER.value:
            _spare_the_last_owner(store, before)
        store.run("UPDATE users SET disabled_at = ? WHERE id = ?", now, user_id)
        sessions.end_others(store, user_id, None)
        sessions.forget_browsers(store, user_id)
        audit.note(store, by, now, "user.disabled", before.name)
        return True


def enable(store: Store, user_id: int, *, by: Actor, now: Micros) -> bool:
    """He may log in again. False when it was so already. Raises NoUser."""
    with store.write():
        before = _account(store, user_id)
        if before.disabled_at is None:
            return False
        store.run("UPDATE users SET disabled_at = NULL WHERE id = ?", user_id)
        audit.note(store, by, now, "user.enabled", before.name)
        return True


def set_language(store: Store, user_id: int, language: str | None) -> None:
    """The language of the page for this user; None: that of his browser."""
    with store.write():
        store.run("UPDATE users SET language = ? WHERE id = ?", language, user_id)


def change_password(store: Store, user_id: int, old: str, new: str, *, by: Actor, cookie: str, now: Micros) -> bool:
    """Another password, when `old` is the present one; all other sessions end. False when it is not."""
    if not password_fits(store, user_id, old):
        return False
    kept = hash_password(new)
    with store.write():
        keep_password(store, user_id, kept, now)
        ended = sessions.end_others(store, user_id, cookie)
        audit.note(store, by, now, "account.password", by.name, {"other sessions": (ended, 0)})
    return True


def password_fits(store: Store, user_id: int, password: str) -> bool:
    """Whether this is the password of somebody who is signed in and may log in."""
    found = account(store, user_id)
    usable = found is not None and found.disabled_at is None
    return matches(password, found.password_hash if found and usable else None, known=True)


def keep_password(store: Store, user_id: int, password_hash: str, now: Micros) -> None:
    """Note a new password; an open invitation is void then."""
    with store.write():
        store.run(
            "UPDATE users SET password_hash = ?, password_changed_at = ?, invitation_hash = NULL, invited_until = NULL "
            "WHERE id = ?",
            *(password_hash, now, user_id),
        )


def state(found: Account, now: Micros) -> str:
    """How an account is: `active`, `invited` (a code is out), `lapsed` (it is too old), `disabled`."""
    if found.disabled_at is not None:
        return "disabled"
    if found.password_hash != UNSET:
        return "active"
    return "invited" if now < (found.invited_until or 0) else "lapsed"


def usable_owners(store: Store) -> list[int]:
    """The owners who can log in now; their rows are locked until the transaction ends."""
    rows = store.run(
        "SELECT id FROM users WHERE role = ? AND disabled_at IS NULL AND password_hash <> ? ORDER BY id FOR UPDATE",
        *(Role.OWNER.value, UNSET),
    )
    return [row[0] for row in rows.fetchall()]


def _spare_the_last_owner(store: Store, leaving: Account) -> None:
    """An owner who was invited and has no password yet is none that could manage anything."""
    usable = usable_owners(store)
    if not [owner for owner in usable if owner != leaving.id] and leaving.disabled_at is None:
        raise LastOwner(name=leaving.name)


def _account(store: Store, user_id: int) -> Account:
    found = account(store, user_id)
    if found is None:
        raise NoUser(name=str(user_id))
    return found
