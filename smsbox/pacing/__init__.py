"""How fast a SIM may send: limits that defer and never fail, the record of what it has sent, and the watch over how it
fares; the quiet hours of those it writes to.
"""

from smsbox.pacing import drift
from smsbox.pacing.limits import NO_LIMITS, REPLIES, Wait, backoff, gap, next_moment
from smsbox.pacing.quiet import finished, next_allowed, next_quiet, quiet_until
from smsbox.pacing.record import carry, give_back, last_sent, load, note_outcome, outcomes, prune, record, sent_since
from smsbox.pacing.usage import Told, Usage

__all__ = [
    "NO_LIMITS",
    "REPLIES",
    "Told",
    "Usage",
    "Wait",
    "backoff",
    "carry",
    "drift",
    "finished",
    "gap",
    "give_back",
    "last_sent",
    "load",
    "next_allowed",
    "next_moment",
    "next_quiet",
    "note_outcome",
    "outcomes",
    "prune",
    "quiet_until",
    "record",
    "sent_since",
]
