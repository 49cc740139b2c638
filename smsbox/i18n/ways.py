"""Why a message leaves by the SIM it does, and which SIM it waits for, in words."""

from __future__ import annotations

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_WHY = {
    "known": N_("the customer knows this SIM"),
    "on_net": N_("on-net: %(operator)s"),
    "help": N_("it lends a hand to the SIMs of %(operator)s"),
    "sim_down": N_("the SIM that the customer knows (%(modem)s) could not send"),
    "operator_down": N_("no SIM of %(operator)s could send"),
    "moved": N_("somebody gave it to this SIM"),
    "begun": N_("its first SMS went out by this SIM"),
}
_FOR_ONE = N_("for the SIM in %(modem)s alone")
_FOR_KNOWN = N_("for the SIM in %(modem)s, which the customer knows")
_FOR_OPERATOR = N_("for a SIM of %(operator)s")
_FOR_ANY = N_("for any SIM")


def why(tr: Translator, word: str | None, *, operator: str | None, modem: str | None) -> str:
    """The reason `word` of the log (`smsbox.routing.Why`); "" for none. `modem` holds the SIM that the customer
    knows.
    """
    phrase = _WHY.get(word or "")
    return tr.gettext(phrase) % {"operator": operator or "?", "modem": modem or "?"} if phrase else ""


def waits_for(tr: Translator, *, bound: bool, known: bool, modem: str | None, operator: str | None) -> str:
    """Which SIM a message waits for: one alone, the one its customer knows, those of an operator, or any."""
    if bound:
        return tr.gettext(_FOR_ONE) % {"modem": modem or "?"}
    if known:
        return tr.gettext(_FOR_KNOWN) % {"modem": modem or "?"}
    return tr.gettext(_FOR_OPERATOR) % {"operator": operator} if operator else tr.gettext(_FOR_ANY)
