"""The second factor: codes of an app on the phone (TOTP, RFC 6238), and ten recovery codes for the day it is lost."""

from __future__ import annotations

import base64
import hmac
import io
import secrets

from smsbox.clock import SECOND, Micros
from smsbox.people import audit, sessions
from smsbox.people.audit import Actor
from smsbox.people.codes import digest, new_code, plain
from smsbox.store import Store
from smsbox.store.accounts import Account, account

RECOVERY_CODES = 10
_STEP_S = 30
_WINDOW = (-1, 0, 1)
_ISSUER = "smsbox"


def is_on(found: Account) -> bool:
    """Whether a code is asked of this user."""
    return found.totp_since is not None


def begin(store: Store, user_id: int) -> str:
    """A secret that does not count yet: base32, 160 bits. The one begun before is kept; nothing when one counts."""
    with store.write():
        row = store.run("SELECT totp_secret, totp_since FROM users WHERE id = ? FOR UPDATE", user_id).fetchone()
        if row is None or row[1] is not None:
            return ""
        if row[0]:
            return str(row[0])
        secret = base64.b32encode(secrets.token_bytes(20)).decode()
        store.run("UPDATE users SET totp_secret = ? WHERE id = ?", secret, user_id)
        return secret


def pending(store: Store, user_id: int) -> str:
    """The secret that waits to be confirmed, "" when none does. One that counts is never told again."""
    row = store.run("SELECT totp_secret FROM users WHERE id = ? AND totp_since IS NULL", user_id).fetchone()
    return str(row[0] or "") if row else ""


def give_up(store: Store, user_id: int) -> None:
    """Forget a secret that was not confirmed."""
    with store.write():
        store.run("UPDATE users SET totp_secret = NULL WHERE id = ? AND totp_since IS NULL", user_id)


def qr_svg(secret: str, name: str) -> bytes:
    """The secret as a picture for the app: black on white, whatever the page looks like."""
    import segno

    drawn = io.BytesIO()
    segno.make(uri(secret, name), error="m", micro=False).save(
        drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return drawn.getvalue()


def uri(secret: str, name: str) -> str:
    """The otpauth address of the key format of authenticator apps."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def confirm(store: Store, user_id: int, code: str, *, by: Actor, cookie: str, now: Micros) -> list[str] | None:
    """With a right code the secret counts from now on; the recovery codes, shown this once. None: the code is wrong."""
    with store.write():
        if not pending(store, user_id) or not _code_fits(store, user_id, code, now):
            return None
        store.run("UPDATE users SET totp_since = ? WHERE id = ?", now, user_id)
        sessions.end_others(store, user_id, cookie)
        audit.note(store, by, now, "account.code_on", by.name)
        return _new_recovery_codes(store, user_id, now)


def fits(store: Store, user_id: int, code: str, now: Micros) -> str | None:
    """Whether `code` lets this user in now: "app" or "recovery" says which kind it was. Each code does so once."""
    with store.write():
        found = account(store, user_id)
        if found is None or not is_on(found):
            return None
        if _code_fits(store, user_id, code, now):
            return "app"
        return "recovery" if _recovery_fits(store, user_id, code, now) else None


def is_recovery_code(typed: str) -> bool:
    """Whether this has the shape of a recovery code, not of what an app shows."""
    return len(plain(typed)) == len(plain(new_code()))


def renew_recovery(store: Store, user_id: int, *, by: Actor, now: Micros) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    with store.write():
        audit.note(store, by, now, "account.recovery_codes", by.name)
        return _new_recovery_codes(store, user_id, now)


def recovery_left(store: Store, user_id: int) -> int:
    """How many recovery codes are unused."""
    rows = store.run("SELECT count(*) FROM recovery_codes WHERE user_id = ? AND used_at IS NULL", user_id)
    return int(rows.fetchone()[0])


def switch_off(store: Store, user_id: int, *, by: Actor, now: Micros) -> bool:
    """No code is asked of this user any more. False when none was."""
    with store.write():
        found = account(store, user_id)
        if found is None or not is_on(found):
            return False
        store.run("UPDATE users SET totp_secret = NULL, totp_since = NULL, totp_step = NULL WHERE id = ?", user_id)
        store.run("DELETE FROM recovery_codes WHERE user_id = ?", user_id)
        own = (found.name, found.role) == (by.name, by.role)
        audit.note(store, by, now, "account.code_off" if own else "user.code_reset", found.name)
        return True


def _code_fits(store: Store, user_id: int, code: str, now: Micros) -> bool:
    """Whether the app shows `code` now, one step earlier or later, and it was not used yet: then it is used."""
    import pyotp

    typed = "".join(code.split())
    row = store.run("SELECT totp_secret, totp_step FROM users WHERE id = ? FOR UPDATE", user_id).fetchone()
    if row is None or not row[0] or len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
        return False
    app, present = pyotp.TOTP(row[0]), now // SECOND // _STEP_S
    steps = [present + offset for offset in _WINDOW]
    # all of them, always: how long it takes tells nothing
    right = [step for step in steps if hmac.compare_digest(app.at(step * _STEP_S).encode(), typed.encode())]
    fresh = [step for step in right if row[1] is None or step > row[1]]
    if fresh:
        store.run("UPDATE users SET totp_step = ? WHERE id = ?", max(fresh), user_id)
    return bool(fresh)


def _recovery_fits(store: Store, user_id: int, code: str, now: Micros) -> bool:
    used = store.run(
        "UPDATE recovery_codes SET used_at = ? WHERE user_id = ? AND code_hash = ? AND used_at IS NULL",
        *(now, user_id, _recovery_hash(user_id, code)),
    )
    return int(used.rowcount) == 1


def _new_recovery_codes(store: Store, user_id: int, now: Micros) -> list[str]:
    made = [new_code() for _ in range(RECOVERY_CODES)]
    store.run("DELETE FROM recovery_codes WHERE user_id = ?", user_id)
    store.run_many(
        "INSERT INTO recovery_codes (user_id, code_hash, made_at) VALUES (?, ?, ?)",
        [(user_id, _recovery_hash(user_id, code), now) for code in made],
    )
    return made


def _recovery_hash(user_id: int, code: str) -> bytes:
    return digest(f"{user_id}:{plain(code)}")
