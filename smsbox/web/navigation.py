"""The ways through the page, each with the right it needs: nobody is shown a way he may not go."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.i18n.marks import N_
from smsbox.people.rights import Right


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation: its path, word, picture and the right it needs."""

    path: str
    text: str
    icon: str
    needs: Right


MAIN = (
    Way("/", N_("Status"), "status", Right.SEE),
    Way("/send", N_("Send"), "send", Right.WRITE),
    Way("/outbox", N_("Outbox"), "outbox", Right.READ),
    Way("/inbox", N_("Inbox"), "inbox", Right.READ),
    Way("/calls", N_("Calls"), "call", Right.READ),
)
"""What is done every day; on a phone at the foot, where the thumb is."""

SIDE = (
    Way("/problems", N_("Problems"), "warning", Right.SEE),
    Way("/modems", N_("Modems"), "modem", Right.SEE),
    Way("/settings", N_("Settings"), "settings", Right.SETTINGS),
    Way("/doctor", N_("Doctor"), "doctor", Right.INSPECT),
    Way("/help", N_("Help"), "help", Right.SEE),
    Way("/account", N_("My account"), "person", Right.SEE),
)

PEOPLE = (
    Way("/account", N_("My account"), "person", Right.SEE),
    Way("/users", N_("People"), "person", Right.PEOPLE),
    Way("/tokens", N_("Tokens"), "key", Right.PEOPLE),
    Way("/audit", N_("Audit log"), "log", Right.PEOPLE),
)
"""The pages about people, which lead to each other."""
