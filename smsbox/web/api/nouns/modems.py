"""Modems for programs: how each is, and why one does not send."""

from __future__ import annotations

from typing import Any

from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.people.rights import Right
from smsbox.web.api.keeper import NotFound
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.shapes.modems import Modem, Modems

operations = Operations(N_("Modems"), N_("How the modems are."), Right.SEE)

_SHOWN = tuple(name for name in Modem().fields if name != "message")


@operations.get("/modems", N_("All modems"), Modems)
def index(call: Call) -> Answer:
    """All that are configured."""
    return Answer(200, {"modems": [_object(call, each) for each in call.site.modem_statuses()]})


@operations.get("/modems/<name>", N_("One modem"), Modem)
def show(call: Call, name: str) -> Answer:
    """One by its name."""
    found = next((each for each in call.site.modem_statuses() if each.get("name") == name), None)
    if found is None:
        raise NotFound()
    return Answer(200, _object(call, found))


def _object(call: Call, status: dict[str, Any]) -> dict[str, Any]:
    reason = str(status.get("reason") or "")
    told = explain(translator(call.language), reason, status.get("facts") or {}).cause if knows(reason) else ""
    return {
        **{name: status.get(name) for name in _SHOWN},
        "limits_left": status.get("limits_left") or {},
        "message": told,
    }
