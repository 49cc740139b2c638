"""Where a talk about an appointment stands, between two messages; frozen, kept as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.dialogs.appointments.calendar import Place
from smsbox.dialogs.appointments.waiting import when_json, when_of
from smsbox.dialogs.appointments.whens import ANY_TIME, When

_SEEN = 60
"""Places he has been offered are not offered again, as far as so many."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a talk stands: what he wants, what was offered, which appointment is to be moved, which he chooses from,
    which services he has named beside this one.
    """

    service: str = ""
    resource: str = ""
    when: When = ANY_TIME
    offered: tuple[Place, ...] = ()
    seen: tuple[int, ...] = ()
    moving: int | None = None
    options: tuple[str, ...] = ()
    what: str = ""
    after: tuple[str, ...] = ()

    def plain(self, step: str) -> dict[str, Any]:
        """As the state of a dialog."""
        offered = [[each.at, each.resource] for each in self.offered]
        return {
            "step": step,
            "service": self.service,
            "resource": self.resource,
            "when": when_json(self.when),
            "offered": offered,
            "seen": list(self.seen[-_SEEN:]),
            "moving": self.moving,
            "options": list(self.options),
            "what": self.what,
            "after": list(self.after),
        }

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Stand:
        """From the state of a dialog."""
        offered = tuple(Place(at, resource) for at, resource in state["offered"])
        rest = (tuple(state["seen"]), state["moving"], tuple(state["options"]), state["what"])
        after = tuple(state.get("after", ()))
        return cls(state["service"], state["resource"], when_of(state["when"]), offered, *rest, after)
