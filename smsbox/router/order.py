"""The order in which an incoming message passes the stages; the first that claims it has it."""

from __future__ import annotations

from smsbox.router import dialog, staff, stages
from smsbox.router.context import Stage

LEAVING: tuple[tuple[str, Stage], ...] = (
    ("quote", stages.our_own_text),
    ("dialog", dialog.cancelling),
    ("stop", stages.stop),
    ("phrase", stages.phrase),
)
"""Also for messages that came with gaps: to leave nobody needs the whole of them."""

STAGES: tuple[tuple[str, Stage], ...] = (
    ("staff", staff.coded),
    *LEAVING,
    ("staff", staff.staff),
    ("help", stages.helping),
    ("dialog", dialog.asked_last),
    ("answer", stages.answer_to_request),
    ("question", stages.question),
    ("dialog", dialog.open_one),
    ("choice", stages.choice),
    ("coupon", stages.coupon),
    ("start", stages.start),
    ("dialog", dialog.called),
    ("keyword", stages.keyword),
    ("dialog", dialog.unclear),
    ("campaign", stages.campaign_reply),
)
"""By what is kept of a message in `routed_by` (`inbox.ROUTED`), except for "answer", which says which."""
