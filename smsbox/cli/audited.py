"""Who types commands, and the lines that what he changes leaves in the audit log."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsbox.people.audit import Actor
    from smsbox.store import Store


def account() -> str:
    """The name of the system's account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def typist() -> Actor:
    """Whoever types, as the audit log names him."""
    from smsbox.people.audit import CONSOLE, Actor

    return Actor(account(), CONSOLE)


def noted(store: Store, what: str, subject: object = "", **changes: tuple[object, object]) -> None:
    """One line of the audit log; in the transaction of the change."""
    from smsbox.cli.opening import now
    from smsbox.people import audit

    audit.note(store, typist(), now(), what, str(subject), changes)
