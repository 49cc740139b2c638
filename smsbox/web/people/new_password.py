"""The two fields in which somebody chooses a password, on whatever page: what is wrong with them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_
from smsbox.people.passwords import LONGEST, SHORTEST, weakness

if TYPE_CHECKING:
    from smsbox.web.forms import Filled
    from smsbox.web.visit import Visit

FIELDS = {"password": LONGEST, "confirm": LONGEST}

_WORDS = {
    "short": N_("Take at least %(num)s characters. Programs try out all shorter ones."),
    "guessable": N_("This is too easy to guess: a name, a word many people take, figures only, or keys in a row."),
}
NOT_THE_SAME = N_("The two passwords are not the same.")


def check(visit: Visit, form: Filled, name: str) -> None:
    """Mark what is wrong with the new password of `name`."""
    if "password" in form.errors:
        return
    weak = weakness(form.values["password"], name.strip())
    if weak:
        form.wrong("password", visit.tr.gettext(_WORDS[weak]) % {"num": visit.tr.number(SHORTEST)})
    elif form.values["password"] != form.values["confirm"] and "confirm" not in form.errors:
        form.wrong("confirm", visit.tr.gettext(NOT_THE_SAME))
