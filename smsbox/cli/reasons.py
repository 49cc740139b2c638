"""Says in English why a row of a sheet gives no letter."""

from __future__ import annotations

from smsbox.sheets import REASONS

_REASONS = {
    **REASONS,
    "repeated": "this number stands further up already: one text per person",
    "field": "the text needs this field, and here it is empty",
    "text.nul": "the text contains a NUL character",
    "text.surrogate": "the text contains half a character",
    "text.control": "the text contains a control character",
    "text.empty": "the text is empty",
    "text.long": "the text needs this many SMS, at most 255 can be joined",
}


def why(reason: str) -> str:
    """The sentence for the reason of a BadRow."""
    if reason in _REASONS:
        return _REASONS[reason]
    from smsbox.i18n import translator
    from smsbox.i18n.explanations import bad_number

    return bad_number(translator("en"), reason.removeprefix("number."))
