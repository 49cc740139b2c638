"""Why people get nothing of a campaign, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smsbox.campaigns import words
from smsbox.campaigns.words import LEFT_OUT as REASONS

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

__all__ = ["REASONS", "reason_words", "reasons"]


def reasons(visit: Visit, counted: Any) -> list[tuple[str, str, int]]:
    """Why people were left out: the word of the reason, what it means, how many; the most frequent first."""
    return [(reason, reason_words(visit, reason), number) for reason, number in counted.most_common()]


def reason_words(visit: Visit, reason: str | None) -> str:
    """Why somebody was left out."""
    return words.left_out(visit.tr, reason)
