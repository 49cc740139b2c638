"""USSD as the page sees it: what was asked of a modem, what came back, and who carries it out (the daemon, later)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from smsbox.clock import Micros
from smsbox.web import presses


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing asked (a code, an answer to a menu) and what the network said to it; `said` None: nothing yet.

    `state` is the name of a `smsbox.modem.ussd.UssdState` in small letters, "" while nothing has come.
    """

    asked: str
    said: str | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation with the network, running or over.

    `running`: the network is being asked. `waits`: it waits for an answer to its menu. `trouble`: the key of the error
    that ended it, with its `facts`. `balance`: it was asked for what is left on the SIM.
    """

    modem: str
    at: Micros
    turns: tuple[Turn, ...] = ()
    running: bool = True
    waits: bool = False
    balance: bool = False
    trouble: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def press_mark(cookie: str, modem: str, dialogue: Dialogue | None) -> str:
    """The mark of the next press of a button of `modem`, the same as long as the visitor behind `cookie` sees the same:
    so a live part does not change by it.
    """
    return presses.of(cookie, dialogue.at if dialogue else 0, modem)


class Desk(Protocol):
    """Who works at the modems for the page. Nothing here waits for a modem; `once` marks one press of a button, and the
    same press is never carried out twice.
    """

    def dialogue(self, modem: str) -> Dialogue | None:
        """The last conversation of `modem` since the daemon started."""

    def ask(self, modem: str, code: str, *, once: str) -> bool:
        """Begin to ask the USSD code `code`. False when a conversation is going on. Raises BadUssd."""

    def ask_balance(self, modem: str, *, once: str) -> bool:
        """Begin to ask the operator what is left. False when a conversation is going on."""

    def answer(self, modem: str, text: str) -> bool:
        """Answer the menu. False when none waits for it any more. Raises BadUssd."""

    def leave(self, modem: str) -> None:
        """End the conversation and let the queue go on."""
