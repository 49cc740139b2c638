"""Who types commands, and the lines that what he changes leaves in the audit log."""

from __future__ import annotations

import os
import pwd
from contextlib import closing
from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.people.audit import Actor
    from smsbox.store import Store


def account() -> str:
    """The name of the system's account, and of whoever works under that of root; never what the environment claims
    to others.
    """
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    behind = os.environ.get("SUDO_USER", "") if os.getuid() == 0 else ""
    return f"{behind} ({name})" if behind and behind != name else name


def typist() -> Actor:
    """Whoever types, as the audit log names him."""
    from smsbox.people.audit import CONSOLE, Actor

    return Actor(account(), CONSOLE)


def noted(store: Store, what: str, subject: object = "", **changes: tuple[object, object]) -> None:
    """One line of the audit log; in the transaction of the change."""
    from smsbox.cli.opening import now
    from smsbox.people import audit

    audit.note(store, typist(), now(), what, str(subject), changes)


def noted_by_itself(config: Config, what: str, subject: object = "", **changes: tuple[object, object]) -> None:
    """One line for what is done at a modem, where there is no transaction to share. A database that refuses stops
    nobody who looks what is wrong with the box: then the line is missing, and that is said.
    """
    from smsbox.cli.console import note, sentence_of
    from smsbox.cli.opening import open_store
    from smsbox.errors import SmsboxError

    try:
        store = open_store(config)
        if store is not None:
            with closing(store):
                noted(store, what, subject, **changes)
    except SmsboxError as error:
        note(N_("smsbox: this is missing in the audit log: {problem}"), problem=sentence_of(error))
