"""Why people get nothing of a campaign, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smsbox.i18n.marks import N_
from smsbox.outbox.reasons import explain_reason

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

REASONS = {
    "destination": N_("No modem may send to this number."),
    "field": N_("A field of the text is missing."),
    "text": N_("The text cannot be made for this customer."),
    "coupon": N_("There is no coupon left."),
}


def reasons(visit: Visit, counted: Any) -> list[tuple[str, str, int]]:
    """Why people were left out: the word of the reason, what it means, how many; the most frequent first."""
    return [(reason, reason_words(visit, reason), number) for reason, number in counted.most_common()]


def reason_words(visit: Visit, reason: str | None) -> str:
    """Why somebody was left out."""
    if reason in REASONS:
        return visit.tr.gettext(REASONS[reason])
    told = explain_reason(visit.tr, reason)
    return told.cause if told else ""
