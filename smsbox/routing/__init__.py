"""Which SIM carries which message: operators, ported numbers, the SIM a customer knows, shares and failover."""

from smsbox.routing.directory import (
    Asked,
    Directory,
    NotAPrefix,
    NothingSet,
    PrefixLine,
    PrefixPinned,
    Rules,
    keep_rules,
    prefix_lines,
)
from smsbox.routing.editing import assign, unassign
from smsbox.routing.evidence import heard, not_reached, reached, wrote
from smsbox.routing.lanes import Lane, bound, freed, operator_number, read, routed
from smsbox.routing.roster import KINDS, Carrier, Reason, Roster, Route, Turn, Why
from smsbox.routing.shares import Shares
from smsbox.routing.tables import (
    KnownCarrier,
    Ported,
    carrier,
    carriers,
    edited_prefixes,
    keep_carrier,
    living,
    ported,
)

__all__ = [
    "KINDS",
    "Asked",
    "Carrier",
    "Directory",
    "KnownCarrier",
    "Lane",
    "NotAPrefix",
    "NothingSet",
    "Ported",
    "PrefixLine",
    "PrefixPinned",
    "Reason",
    "Roster",
    "Route",
    "Rules",
    "Shares",
    "Turn",
    "Why",
    "assign",
    "bound",
    "carrier",
    "carriers",
    "edited_prefixes",
    "freed",
    "heard",
    "keep_carrier",
    "keep_rules",
    "living",
    "not_reached",
    "operator_number",
    "ported",
    "prefix_lines",
    "reached",
    "read",
    "routed",
    "unassign",
    "wrote",
]
