"""The form of one customer: how his row looks in it, and the changes that a filled one asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from smsbox import contacts
from smsbox.contacts import BadBirthday, Changes, Contact, State
from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.sms import msisdn
from smsbox.sms.msisdn import BadNumber
from smsbox.web.forms import Filled, blank, filled

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_OWN = {"name": 120, "salutation": 120, "number": 40, "others": 400, "language": 2, "state": 10, "birthday": 20}
FIELDS = _OWN | {"zone": 40, "tags": 800, "field": 60, "value": 500}
"""Fields of the form and the greatest length of each in characters."""

_COMMAS = re.compile("[,;\n]+")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?")
_ZONE = N_("Write a time zone of the IANA list, such as Europe/Kyiv, or nothing.")
_DAY_HINT = N_("Write the day as 14.03.1980, 1980-03-14, or 14.03 when the year is not known.")


def of(contact: Contact) -> Filled:
    """The form as the row has it."""
    return blank(
        FIELDS,
        name=contact.name,
        salutation=contact.salutation,
        number=contact.number,
        others=", ".join(contact.other_numbers),
        language=contact.language or "",
        state=contact.state.name.lower(),
        birthday=".".join(reversed((contact.birthday or "").split("-"))),
        zone=contact.zone or "",
        tags=", ".join(contact.tags),
    )


def read(visit: Visit, contact: Contact) -> tuple[Filled, Changes | None]:
    """The form that was sent, and the changes it asks for; None when something in it is wrong."""
    form = filled(visit, FIELDS)
    values = form.values
    number = _number(visit, form, "number", values["number"])
    others = [_number(visit, form, "others", each) for each in _COMMAS.split(values["others"]) if each.strip()]
    given: dict[str, Any] = {
        "name": values["name"],
        "salutation": values["salutation"],
        "number": number,
        "language": values["language"] if values["language"] in LANGUAGES else None,
        "state": _state(values["state"], contact.state),
        "birthday": _birthday(visit, form),
        "zone": _zone(visit, form),
    }
    if form.errors:
        return form, None
    tags = [tag for tag in map(contacts.tag_of, _COMMAS.split(values["tags"])) if tag]
    changes = Changes(
        **given,
        tags=tags,
        without_tags=[tag for tag in contact.tags if tag not in tags],
        other_numbers=others,
        without_numbers=[each for each in contact.other_numbers if each not in others],
        fields=_details(visit, contact),
        origin=f"staff:{visit.actor.name}",
    )
    return form, changes


def _details(visit: Visit, contact: Contact) -> dict[str, str | None]:
    """The fields of the form: known ones by their names, one more with a name of its own."""
    kept: dict[str, str | None] = {name: visit.field(f"field-{at}") for at, name in enumerate(contact.fields)}
    if visit.field("field").strip():
        kept[visit.field("field")] = visit.field("value")
    return kept


def _number(visit: Visit, form: Filled, name: str, text: str) -> str:
    try:
        return msisdn.parse(text.strip(), visit.site.config.region.country)
    except BadNumber as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong(name, f"{told.cause} {told.step}")
        return ""


def _state(text: str, before: State) -> State:
    return next((state for state in State if state.name.lower() == text), before)


def _birthday(visit: Visit, form: Filled) -> str | None:
    text = form.values["birthday"].strip()
    found = _DAY.fullmatch(text)
    if found is not None:
        day, month, year = found.groups()
        text = f"{year + '-' if year else ''}{int(month):02d}-{int(day):02d}"
    try:
        return contacts.birthday_of(text) if text else None
    except BadBirthday:
        form.wrong("birthday", visit.tr.gettext(_DAY_HINT))
        return None


def _zone(visit: Visit, form: Filled) -> str | None:
    text = form.values["zone"].strip()
    try:
        return ZoneInfo(text).key if text else None
    except (ValueError, OSError, LookupError):
        form.wrong("zone", visit.tr.gettext(_ZONE))
        return None
