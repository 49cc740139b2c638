"""The command set, one module per area; each registers its handlers by name in the table of `registry`."""

from smsbox.modem.simulator.commands import (
    calls,
    general,
    identity,
    messages,
    network,
    simcard,
    slots,
    ussd,
)
from smsbox.modem.simulator.commands.registry import Call, find, split_line

__all__ = [
    "Call",
    "calls",
    "find",
    "general",
    "identity",
    "messages",
    "network",
    "simcard",
    "slots",
    "split_line",
    "ussd",
]
