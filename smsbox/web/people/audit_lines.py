"""A line of the audit log as its reader is told it: what it concerns and what changed, which are kept as words of the
program – keys of settings and problems, rights, states, roles.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.marks import N_, NN_
from smsbox.outbox import MessageClass, State
from smsbox.people.rights import Right, role_called
from smsbox.problems.words import WORDS
from smsbox.settings import declaration, section
from smsbox.web import words
from smsbox.web.people.audit_words import field_words, what_words
from smsbox.web.settings.view import said

if TYPE_CHECKING:
    from smsbox.people.audit import Entry
    from smsbox.web.visit import Visit

_CUSTOMER = N_("Customer no. %(id)s")
_MANY = NN_("%(num)s message", "%(num)s messages")
_SWEPT = re.compile(r"(?:(?P<act>[a-z]+) )?(?P<count>[0-9]{1,9}) × (?P<wanted>\{.*)", re.DOTALL)
_NAMES = {
    "recipient": N_("Number"),
    "beginnings": N_("Number"),
    "text": N_("Text"),
    "sim_id": N_("SIM"),
    "batch": N_("Batch"),
    "since": N_("Since"),
    "until": N_("Until"),
}
_RIGHTS = {right.value: right for right in Right}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it is called, how it was and is; "" for nothing."""

    name: str
    before: str
    after: str


def concerning(visit: Visit, entry: Entry) -> str:
    """What the line is about."""
    area = entry.what.partition(".")[0]
    if area == "message":
        return _messages(visit, entry)
    if area == "problem":
        return _problem(visit, entry.subject)
    if area == "setting":
        return ", ".join(_area(visit, name) for name in entry.subject.split(", "))
    if area == "customer" and entry.subject.isdecimal():
        return visit.tr.gettext(_CUSTOMER) % {"id": entry.subject}
    return entry.subject


def changes(visit: Visit, entry: Entry) -> list[Change]:
    """What changed, field by field."""
    return [
        Change(_field(visit, name), *(_value(visit, name, value) for value in pair))
        for name, pair in entry.changes.items()
    ]


def _messages(visit: Visit, entry: Entry) -> str:
    """How many, and by which conditions they were found."""
    swept = _SWEPT.fullmatch(entry.subject)
    if swept is None:
        return entry.subject
    count, say = int(swept["count"]), visit.tr.gettext
    told = [visit.tr.ngettext(*_MANY, count) % {"num": visit.tr.number(count)}]
    if swept["act"]:
        told.insert(0, what_words(visit.tr, f"message.{swept['act']}"))
    try:
        wanted = json.loads(swept["wanted"])
    except ValueError:  # it was longer than a line may be
        return ": ".join(told) + " …"
    told += [say(words.state(State(each).label).text) for each in wanted.pop("states", ())]
    told += [say(words.kind(MessageClass(each).label).text) for each in wanted.pop("kinds", ())]
    return ", ".join([*told, *(_condition(visit, name, value) for name, value in wanted.items())])


def _condition(visit: Visit, name: str, value: object) -> str:
    shown = visit.moment(value) if name in ("since", "until") and isinstance(value, int) else str(value)
    shown = ", ".join(map(str, value)) if isinstance(value, list) else shown
    return f"{visit.tr.gettext(_NAMES[name])}: {shown}" if name in _NAMES else shown


def _problem(visit: Visit, subject: str) -> str:
    key, _, of = subject.partition(" ")
    known = WORDS.get(key)
    if known is None:
        return subject
    if isinstance(known.title, tuple):
        return _uncounted(visit, known.title)
    return visit.tr.gettext(known.title) % {"name": of}


def _uncounted(visit: Visit, title: tuple[str, str]) -> str:
    """A countable title without its count, which the log does not know."""
    return (visit.tr.ngettext(*title, 5) % {"num": ""}).strip()


def _area(visit: Visit, name: str) -> str:
    """The title of a section of settings; the name of a modem with its word."""
    if name.startswith("modem."):
        return visit.tr.gettext(N_("Modem %(name)s")) % {"name": name.removeprefix("modem.")}
    known = section(name)
    return visit.tr.gettext(known.title) if known is not None else name


def _field(visit: Visit, name: str) -> str:
    setting = declaration(name)
    return field_words(visit.tr, name) if setting is None else visit.tr.gettext(setting.title)


def _value(visit: Visit, name: str, value: Any) -> str:
    tr = visit.tr
    if value is None or isinstance(value, bool):
        return "" if value is None else tr.gettext(N_("yes") if value else N_("no"))
    setting, role = declaration(name), role_called(str(value))
    if setting is not None:
        return said(tr, setting, value)
    if name == "rights":
        return ", ".join(tr.gettext(_RIGHTS[each].text) if each in _RIGHTS else each for each in str(value).split(", "))
    if name == "why" and knows(str(value)):
        return explain(tr, str(value)).cause
    if role is not None and name == "role":
        return tr.gettext(role.text)
    return tr.number(value) if isinstance(value, (int, float)) else str(value)
