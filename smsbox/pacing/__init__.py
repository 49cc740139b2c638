"""How fast a SIM may send: limits that defer and never fail, and the record of what it has sent."""

from smsbox.pacing.limits import NO_LIMITS, Limits, Usage, Wait, backoff, gap, next_moment
from smsbox.pacing.record import give_back, load, prune, record

__all__ = [
    "NO_LIMITS",
    "Limits",
    "Usage",
    "Wait",
    "backoff",
    "gap",
    "give_back",
    "load",
    "next_moment",
    "prune",
    "record",
]
