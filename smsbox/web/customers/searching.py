"""The search of customers: what was typed, the filter it makes, and the same in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.consent import State as Consent
from smsbox.contacts import FieldTest, State, Wanted
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.subscription import sources
from smsbox.web.customers.words import PERMISSIONS
from smsbox.web.forms import asked, only
from smsbox.web.messages.searching import Part, Sought
from smsbox.web.messages.visible import plainly

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

FIELDS = {
    "text": 120,
    "state": 10,
    "tag": 60,
    "without": 60,
    "consent": 10,
    "language": 2,
    "source": 19,
    "field": 60,
    "value": 500,
    "birthday": 3,
    "unbought": 5,
    "import": 19,
    "calls": 3,
}
"""Fields of the form and the greatest length of each in characters."""

_LABELS = {
    "text": N_("Name or number"),
    "state": N_("State"),
    "tag": N_("Tag"),
    "without": N_("Without tag"),
    "consent": N_("Permission"),
    "language": N_("Language"),
    "source": N_("Source"),
    "field": N_("Field"),
    "birthday": N_("Birthday in days"),
    "unbought": N_("Not bought for days"),
    "import": N_("Import"),
    "calls": N_("Rather called"),
}
_RARE = _LABELS.keys() - {"text", "state", "tag", "import", "calls"}
_NUMBER = re.compile("[0-9]{1,5}")
_ID = re.compile("[1-9][0-9]{0,17}")
_HOW_MANY = N_("Write a number of days.")
_ANY = N_("anything")


@dataclass(slots=True)
class CustomersSought(Sought):
    """The search form of customers as it came."""

    @property
    def more(self) -> bool:
        """Whether a field that is folded away is used or wrong."""
        return bool(_RARE & (self.query.keys() | self.form.errors.keys()))

    def parts(self, visit: Visit) -> list[Part]:
        """All that holds, in words."""
        say = visit.tr.gettext
        return [
            Part(say(_LABELS[name]), self._said(visit, name), self.link(**self._without(name)))
            for name in self.query
            if name != "value"
        ]

    @staticmethod
    def _without(name: str) -> dict[str, str]:
        return {"field": "", "value": ""} if name == "field" else {name: ""}

    def _said(self, visit: Visit, name: str) -> str:
        value, say = self.form.values[name], visit.tr.gettext
        if name == "state":
            return say(State[value.upper()].text)
        if name == "consent":
            return say(PERMISSIONS[Consent[value.upper()]].text)
        if name == "language":
            return LANGUAGES.get(value, value)
        if name == "calls":
            return say(N_("yes"))
        if name == "source":
            found = sources.get(visit.site.store, int(value))
            return found.title if found else value
        if name == "field":
            return f"{value}: {plainly(self.form.values['value']) or say(_ANY)}"
        return plainly(value)


def customers_sought(visit: Visit, given: Mapping[str, str] | None = None) -> tuple[CustomersSought, Wanted]:
    """The search in the address, or in `given` fields, and who is wanted by it; nobody's filter where it is wrong."""
    form = asked(visit, FIELDS, given)
    values = form.values
    only(values, "state", {state.name.lower() for state in State})
    only(values, "consent", {state.label for state in Consent})
    only(values, "language", LANGUAGES)
    only(values, "calls", {"yes"})
    for name in ("source", "import"):
        values[name] = values[name] if _ID.fullmatch(values[name]) else ""
    for name in ("birthday", "unbought"):
        if values[name] and not _NUMBER.fullmatch(values[name]):
            form.wrong(name, visit.tr.gettext(_HOW_MANY))
    found = CustomersSought("/customers", form)
    return found, Wanted() if form.errors else _wanted(values)


def _wanted(values: Mapping[str, str]) -> Wanted:
    return Wanted(
        text=values["text"],
        states=(State[values["state"].upper()],) if values["state"] else (),
        all_tags=(values["tag"],) if values["tag"] else (),
        no_tags=(values["without"],) if values["without"] else (),
        consents=(int(Consent[values["consent"].upper()]),) if values["consent"] else (),
        languages=(values["language"],) if values["language"] else (),
        sources=(int(values["source"]),) if values["source"] else (),
        imports=(int(values["import"]),) if values["import"] else (),
        fields=_tests(values),
        birthday_days=int(values["birthday"]) if values["birthday"] else None,
        not_bought_days=int(values["unbought"]) if values["unbought"] else None,
        prefers_call=True if values["calls"] else None,
    )


def _tests(values: Mapping[str, str]) -> tuple[FieldTest, ...]:
    if not values["field"]:
        return ()
    op = "contains" if values["value"] else "has"
    return (FieldTest(values["field"], op, values["value"]),)
