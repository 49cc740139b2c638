"""The settings of [routing]: which SIM carries which message when there are several."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Setting

ROUTING: tuple[Setting, ...] = (
    Setting(
        "routing",
        "on_net",
        Kind.CHOICE,
        "prefer",
        "Whether a customer is written to from a SIM of his own operator when there is one (usually cheaper), or from\n"
        "any SIM.",
        choices=("prefer", "ignore"),
        example="prefer",
        title="Own operator first",
    ),
    Setting(
        "routing",
        "spare",
        Kind.CHOICE,
        "help",
        "What a SIM does that has nothing more of its own to send: help the others, or wait. A SIM that is down is\n"
        "replaced in any case.",
        choices=("help", "wait"),
        example="help",
        title="An idle SIM",
    ),
    Setting(
        "routing",
        "sticky",
        Kind.CHOICE,
        "on",
        "Whether a customer keeps getting his SMS from the SIM he knows, as long as it works.",
        choices=("on", "off"),
        example="on",
        title="The SIM a customer knows",
    ),
    Setting(
        "routing",
        "prefixes",
        Kind.OPERATORS,
        (),
        "Beginnings of numbers and their operators, besides those smsbox knows for Ukraine; the longest one counts.",
        example=("+38063=lifecell",),
        title="Operators of numbers",
    ),
)
