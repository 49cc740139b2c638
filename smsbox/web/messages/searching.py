"""Search forms: what was typed, which filter it makes, what is wrong with it, and links with or without a part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from smsbox.clock import BadMoment, Micros, parse_bound
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.inbox import InboxFilter
from smsbox.outbox import HELD_FOR, Filter, MessageClass, State
from smsbox.outbox.reasons import explain_reason
from smsbox.sms.beginnings import senders, sought
from smsbox.sms.msisdn import BadNumber
from smsbox.store import sims
from smsbox.web import words
from smsbox.web.forms import Filled, asked, only
from smsbox.web.messages.visible import plainly

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

OUTBOX_FIELDS = {
    "number": 64,
    "text": 200,
    "state": 20,
    "class": 20,
    "sim": 19,
    "batch": 100,
    "reason": 20,
    "from": 40,
    "to": 40,
}
INBOX_FIELDS = {"number": 64, "text": 200, "state": 20, "sim": 19, "from": 40, "to": 40}
"""Fields of the forms and the greatest length of each in characters."""

STANDINGS = {
    "waiting": N_("Not settled"),
    "settled": N_("Settled"),
    "incomplete": N_("Incomplete"),
    "damaged": N_("Damaged"),
}
_LABELS = {
    "number": N_("Number"),
    "text": N_("Text"),
    "state": N_("State"),
    "class": N_("Class"),
    "sim": N_("SIM"),
    "batch": N_("Batch"),
    "reason": N_("Held because"),
    "from": N_("Since"),
    "to": N_("Until"),
}
_ID = re.compile("[1-9][0-9]{0,17}")
WHEN = N_("Write a day, 2026-03-01, or a moment, 2026-03-01 18:30.")
ORDER = N_("This must be later than “Since”.")


@dataclass(frozen=True, slots=True)
class Part:
    """One condition that holds: its name and value in words, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(slots=True)
class Sought:
    """A search form as it came: `path` it belongs to, its fields, and the filter (empty where a field is wrong)."""

    path: str
    form: Filled
    sims: dict[int, str] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        """The fields that say something."""
        return {name: value for name, value in self.form.values.items() if value}

    @property
    def more(self) -> bool:
        """Whether a field beside number and text is used or wrong."""
        rare = {"class", "sim", "batch", "from", "to"}
        return bool(rare & (self.query.keys() | self.form.errors.keys()))

    def link(self, path: str = "", /, **changes: object) -> str:
        """An address with this search; `changes` set fields, empty ones drop them."""
        kept = {name: value for name, value in {**self.query, **changes}.items() if value not in ("", None)}
        return f"{path or self.path}?{urlencode(kept)}" if kept else (path or self.path)

    def parts(self, visit: Visit) -> list[Part]:
        """All that holds, in words."""
        say = visit.tr.gettext
        return [Part(say(_LABELS[name]), self._shown(visit, name), self.link(**{name: ""})) for name in self.query]

    def _shown(self, visit: Visit, name: str) -> str:
        value, say = self.form.values[name], visit.tr.gettext
        if name == "state":
            return say(STANDINGS[value] if self.path == "/inbox" else words.state(value).text)
        if name == "class":
            return say(words.kind(value).text)
        if name == "reason":
            told = explain_reason(visit.tr, value)
            return told.cause if told else value
        if name == "sim":
            return self.sims.get(int(value), value)
        return plainly(value)


def outbox_sought(visit: Visit, given: Mapping[str, str] | None = None) -> tuple[Sought, Filter]:
    """The search of outgoing messages in the address, or in `given` fields."""
    found = _read(visit, "/outbox", OUTBOX_FIELDS, given)
    values = found.form.values
    only(values, "state", {state.label for state in State})
    only(values, "class", {kind.label for kind in MessageClass})
    only(values, "reason", HELD_FOR)
    recipient, beginnings = _number(visit, found.form)
    wanted = Filter(
        states=(State[values["state"].upper()],) if values["state"] else (),
        kinds=(MessageClass[values["class"].upper()],) if values["class"] else (),
        recipient=recipient,
        beginnings=beginnings,
        batch=values["batch"] or None,
        reason=values["reason"],
        **_shared(visit, found),
    )
    return found, wanted


def inbox_sought(visit: Visit, given: Mapping[str, str] | None = None) -> tuple[Sought, InboxFilter]:
    """The search of received messages in the address, or in `given` fields."""
    found = _read(visit, "/inbox", INBOX_FIELDS, given)
    values = found.form.values
    only(values, "state", STANDINGS)
    beginnings: tuple[str, ...] = ()
    if values["number"]:
        beginnings = senders(values["number"], visit.site.config.region.country)
    return found, InboxFilter(beginnings=beginnings, standing=values["state"], **_shared(visit, found))


def _number(visit: Visit, form: Filled) -> tuple[str | None, tuple[str, ...]]:
    if not form.values["number"] or "number" in form.errors:
        return None, ()
    try:
        return sought(form.values["number"], visit.site.config.region.country)
    except BadNumber as error:
        form.wrong("number", explain(visit.tr, error.key, error.facts).cause)
        return None, ()


def _read(visit: Visit, path: str, longest: dict[str, int], given: Mapping[str, str] | None) -> Sought:
    form = asked(visit, longest, given)
    seen = {sim.id: f"{sim.modem or '–'} · {sim.imsi}" for sim in sims.known(visit.site.store)}
    if not (_ID.fullmatch(form.values["sim"]) and int(form.values["sim"]) in seen):
        form.values["sim"] = ""
    return Sought(path, form, seen)


def _shared(visit: Visit, found: Sought) -> dict[str, Any]:
    values, form = found.form.values, found.form
    since, until = bound(visit, form, "from"), bound(visit, form, "to", end=True)
    if since is not None and until is not None and until <= since:
        form.wrong("to", visit.tr.gettext(ORDER))
    return {
        "text": values["text"] if "text" not in form.errors else "",
        "sim_id": int(values["sim"]) if values["sim"] else None,
        "since": since,
        "until": until,
    }


def bound(visit: Visit, form: Filled, name: str, *, end: bool = False) -> Micros | None:
    """A moment typed into a field of that name; None when there is none, or the field is marked."""
    if not form.values[name] or name in form.errors:
        return None
    try:
        return parse_bound(form.values[name], visit.now, visit.zone, end=end)
    except BadMoment:
        form.wrong(name, visit.tr.gettext(WHEN))
        return None
