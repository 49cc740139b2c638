"""Why a row of an import cannot be used, which of its values were left out, and what it says of consent."""

from __future__ import annotations

from smsbox.i18n.marks import N_
from smsbox.i18n.reasons import bad_number, bad_row
from smsbox.i18n.translator import Translator

_BAD = {
    "repeated": N_("this person stands further up already"),
    "erased": N_("this person has asked to be forgotten, and no list brings him back"),
    "heading": N_("a heading or a total, no customer"),
    "number.empty": N_("there is no telephone number"),
    "number.broken": N_("the table shows an error there instead of a number"),
}

LEFT_OUT = {
    "name": N_("what stands for the name is none"),
    "birthday": N_("the birthday is no date"),
    "birthday_year": N_("the birthday is only a year"),
    "birthday_range": N_("the birthday lies in the future or too far back"),
    "day": N_("the day is no date, or lies in the future"),
    "state": N_("that is neither lead, customer nor lapsed"),
    "language": N_("the language is none smsbox speaks"),
    "consent": N_("whether he agreed is not clear: taken as no"),
    "shared": N_("a second number that is also somebody else's"),
}
"""Why a value of a row was left out: the `reason` of intake.values.BadValue."""

AGREEMENTS = {
    "agrees": N_("are recorded as having agreed to advertising"),
    "has_agreed": N_("had agreed before"),
    "says_no": N_("have not agreed, says the file"),
    "unproved": N_("have no day of consent: nothing is recorded"),
    "left": N_("have left: they stay in the list of customers and get no advertising"),
    "declined": N_("have said no: they get no advertising"),
    "asked": N_("are being asked and answer for themselves"),
}
"""What an import has to say about the consent of people, by the words of intake.deciding; behind a number."""


def why_bad(tr: Translator, reason: str, same_as: int = 0) -> str:
    """Why a row cannot be used, as half a sentence; `same_as`: the row it repeats, if that is known."""
    if reason == "repeated" and same_as:
        return tr.gettext(N_("the same person as in row {line}")).format(line=tr.number(same_as))
    said = _BAD.get(reason)
    if said is not None:
        return tr.gettext(said)
    return _of_number(tr, reason) if reason.startswith("number.") else bad_row(tr, reason)


def left_out(tr: Translator, reason: str) -> str:
    """Why a value was left out, as half a sentence."""
    said = LEFT_OUT.get(reason)
    return _of_number(tr, reason) if said is None else tr.gettext(said)


def _of_number(tr: Translator, reason: str) -> str:
    return tr.gettext(N_("no number: {why}")).format(why=bad_number(tr, reason.removeprefix("number.")))
