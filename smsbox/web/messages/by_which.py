"""By which SIM a message leaves, and why, in words for the page."""

from __future__ import annotations

from smsbox.i18n.translator import Translator
from smsbox.i18n.ways import waits_for, why
from smsbox.outbox import MessageView
from smsbox.sms.operators import operator_name, operator_of


def reason_words(tr: Translator, row: MessageView, word: str | None) -> str:
    """Why the SIM that sent it was chosen, `word` being what the log says; "" where any would have done."""
    told = why(tr, word, operator=operator_in_words(row), modem=row.route.modem if row.route else None)
    return told[:1].upper() + told[1:] + "." if told else ""


def waits_words(tr: Translator, row: MessageView) -> str:
    """Which SIM it waits for; "" while there is but one, or any will do."""
    route = row.route
    if route is None:
        return ""
    operator = operator_in_words(row) if route.operator else None
    return waits_for(tr, bound=route.bound, known=route.knows is not None, modem=route.modem, operator=operator)


def operator_in_words(row: MessageView) -> str | None:
    """The operator of its recipient, as people read it: as it was routed, or by the plan."""
    code = (row.route.operator if row.route else None) or operator_of(row.recipient)
    return operator_name(code) if code else None
