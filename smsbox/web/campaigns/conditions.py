"""The filter of an audience as a form and back: every condition a person can set, and every word he typed kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from smsbox.clock import SECOND, BadMoment, Micros, parse_bound
from smsbox.consent import State as Consent
from smsbox.contacts import BadFilter, FieldTest, State, Wanted
from smsbox.contacts.filters import WITHOUT_VALUE
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.web.campaigns.figures import whole
from smsbox.web.forms import Filled, filled

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

ROWS = {
    "got": "got_campaign",
    "not_got": "not_got_campaign",
    "answered": "answered_campaign",
    "not_answered": "not_answered_campaign",
    "holds": "holds_coupon",
    "used": "used_coupon",
}
"""Fields of which each names a campaign or a series of coupons, and what it is in a filter."""
DAYS = {
    "birthday_days": (0, 366),
    "not_bought_days": (1, 36500),
    "not_heard_days": (1, 36500),
    "nothing_got_days": (1, 36500),
}
"""Fields with a number of days: the least and the most."""
FIELDS = {
    "text": 60,
    "bought_since": 20,
    "bought_before": 20,
    "heard_since": 20,
    "not_bought_days": 6,
    "birthday_days": 4,
    "not_heard_days": 6,
    "nothing_got_days": 6,
    **dict.fromkeys(ROWS, 19),
    "everyone": 3,
    "audience_name": 80,
    "new_name": 80,
    "taken": 19,
}
SEVERAL = ("state", "any_tag", "all_tag", "no_tag", "language", "source", "consent", "topic")
"""Fields of which several may be chosen; tags also typed, with commas."""

MOST_TESTS = 12
_ROW = re.compile("[1-9][0-9]{0,17}")

UNREAD = N_("This condition needs a value that fits: a number, or a day such as 2026-03-31.")


@dataclass(slots=True)
class Typed:
    """What stands in the form: `form` single fields, `several` the ticked ones, `tests` (name, operation, value)."""

    form: Filled
    several: dict[str, list[str]] = field(default_factory=dict)
    tests: list[tuple[str, str, str]] = field(default_factory=list)

    def has(self, name: str, value: object) -> bool:
        """Whether that is ticked."""
        return str(value) in self.several.get(name, ())

    def any_of(self, *names: str) -> bool:
        """Whether something is asked in any of these fields; for groups that open by themselves."""
        return any(self.form.values.get(name) or self.several.get(name) or name in self.form.errors for name in names)


def typed(visit: Visit) -> Typed:
    """The form as it was sent."""
    form = filled(visit, FIELDS)
    several = {name: _listed(visit, name) for name in SEVERAL}
    names, operations, values = (_clean(visit, f"test_{each}")[:MOST_TESTS] for each in ("name", "op", "value"))
    tests = [(name[:60], op, value[:200]) for name, op, value in zip(names, operations, values, strict=False) if name]
    return Typed(form, several, tests)


def _listed(visit: Visit, name: str) -> list[str]:
    """What is ticked and, of tags, what was typed beside."""
    given = [each for each in _clean(visit, name) if each or name == "language"]
    if name.endswith("_tag"):
        given = [part.strip() for each in given for part in each.split(",") if part.strip()]
    return list(dict.fromkeys(given))[:200]


def _clean(visit: Visit, name: str) -> list[str]:
    """The values of a field without what no text can have."""
    return [each.encode("utf-8", "replace").decode().replace("\0", "") for each in visit.several(name)]


def shown(visit: Visit, wanted: Wanted) -> Typed:
    """The form of a filter that is kept."""

    def day(at: Micros | None) -> str:
        return "" if at is None else datetime.fromtimestamp(at // SECOND, tz=visit.zone).strftime("%Y-%m-%d")

    def figure(number: int | None) -> str:
        return "" if number is None else str(number)

    values = dict.fromkeys(FIELDS, "") | {
        "text": wanted.text,
        "bought_since": day(wanted.bought_since),
        "bought_before": day(wanted.bought_before),
        "heard_since": day(wanted.heard_since),
        **{name: figure(getattr(wanted, name)) for name in DAYS},
        **{name: figure(getattr(wanted, key)) for name, key in ROWS.items()},
        "everyone": "yes" if wanted.everyone else "",
    }
    several = {
        "state": [str(int(each)) for each in wanted.states],
        "any_tag": list(wanted.any_tags),
        "all_tag": list(wanted.all_tags),
        "no_tag": list(wanted.no_tags),
        "language": list(wanted.languages),
        "source": [str(each) for each in wanted.sources],
        "consent": [str(each) for each in wanted.consents],
        "topic": list(wanted.topics),
    }
    return Typed(Filled(values), several, [(each.name, each.op, each.value) for each in wanted.fields])


def wanted_of(visit: Visit, given: Typed) -> Wanted:
    """The filter that a form means; what cannot be read is noted in it and left out."""
    values, several = given.form.values, given.several
    numbers: dict[str, Any] = {name: whole(visit, given.form, name, *bounds) for name, bounds in DAYS.items()}
    numbers |= {key: int(values[name]) for name, key in ROWS.items() if _ROW.fullmatch(values[name])}
    found = Wanted(
        states=tuple(each for each in State if str(int(each)) in several["state"]),
        any_tags=tuple(several["any_tag"]),
        all_tags=tuple(several["all_tag"]),
        no_tags=tuple(several["no_tag"]),
        fields=tuple(_tests(visit, given)),
        languages=tuple(each for each in several["language"] if each in ("", "uk", "ru", "en", "pl")),
        sources=tuple(int(each) for each in several["source"] if _ROW.fullmatch(each)),
        text=values["text"].strip(),
        heard_since=_day(visit, given.form, "heard_since"),
        bought_since=_day(visit, given.form, "bought_since"),
        bought_before=_day(visit, given.form, "bought_before"),
        consents=tuple(int(each) for each in Consent if str(int(each)) in several["consent"]),
        topics=tuple(several["topic"]),
        **numbers,
    )
    return replace(found, everyone=found.empty and values["everyone"] == "yes")


def _tests(visit: Visit, given: Typed) -> Sequence[FieldTest]:
    found: list[FieldTest] = []
    for place, (name, op, value) in enumerate(given.tests):
        try:
            if op not in WITHOUT_VALUE and not value.strip():
                raise BadFilter(problem=name)
            if op in ("before", "after"):
                datetime.strptime(value.strip(), "%Y-%m-%d")  # noqa: DTZ007 – a day of a calendar, no moment
            found.append(FieldTest(name, op, "" if op in WITHOUT_VALUE else value.strip()))
        except (BadFilter, ValueError):
            given.form.wrong(f"test{place}", visit.tr.gettext(UNREAD))
    return found


def _day(visit: Visit, form: Filled, name: str) -> Micros | None:
    text = form.values[name].strip()
    if not text or name in form.errors:
        return None
    try:
        return parse_bound(text, visit.now, visit.zone)
    except BadMoment as error:
        form.wrong(name, explain(visit.tr, error.key, error.facts).cause)
        return None
