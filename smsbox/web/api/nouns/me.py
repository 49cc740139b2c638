"""The token that asks: its rights, and what is left of its limits today."""

from __future__ import annotations

from smsbox.clock import iso
from smsbox.i18n.marks import N_
from smsbox.people.rights import FOR_TOKENS, Right
from smsbox.programs import sending, spending, stop
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.shapes.me import Me

operations = Operations(N_("This token"), N_("What it may, and what is left of it."), Right.SEE)


@operations.get("/me", N_("This token"), Me, needs=None)
def show(call: Call) -> Answer:
    """Any token may ask this about itself: a program can try its settings without sending anything."""
    store, config, token = call.site.store, call.site.config, call.token
    spent = spending.spent(store, config, call.now)
    limits = []
    for scope, most in spending.limits(token, config).items():
        kind, _, rest = scope.partition(":")
        name = token.name if kind == "token" else rest
        limits.append({"kind": kind, "name": name, "spent": spent.get(scope, 0), "most": most})
    content = {
        "name": token.name,
        "rights": [right.value for right in FOR_TOKENS if right in token.rights],
        "numbers": list(sending.allowed(token, config)),
        "expires_at": None if token.expires_at is None else iso(token.expires_at, call.site.zone),
        "stopped": stop.stopped(store) is not None,
        "limits": limits,
    }
    return Answer(200, content)
