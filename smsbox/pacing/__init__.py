"""How fast a SIM may send: limits that defer and never fail, the record of what it has sent, and the watch over how it
fares.
"""

from smsbox.pacing import drift
from smsbox.pacing.limits import NO_LIMITS, REPLIES, Limits, Wait, backoff, gap, limits_of, next_moment
from smsbox.pacing.record import give_back, last_sent, load, note_outcome, outcomes, prune, record, sent_since
from smsbox.pacing.usage import Told, Usage

__all__ = [
    "NO_LIMITS",
    "REPLIES",
    "Limits",
    "Told",
    "Usage",
    "Wait",
    "backoff",
    "drift",
    "gap",
    "give_back",
    "last_sent",
    "limits_of",
    "load",
    "next_moment",
    "note_outcome",
    "outcomes",
    "prune",
    "record",
    "sent_since",
]
