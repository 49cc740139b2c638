"""The filter of an audience as a form and back: every condition a person can set, and every word he typed kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from smsbox.clock import SECOND, BadMoment, Micros, parse_bound
from smsbox.contacts import BadFilter, FieldTest, State, Wanted
from smsbox.contacts.filters import WITHOUT_VALUE
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.web.campaigns.figures import whole
from smsbox.web.forms import Filled, filled

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

FIELDS = {
    "text": 60,
    "bought_since": 20,
    "bought_before": 20,
    "heard_since": 20,
    "not_bought_days": 6,
    "birthday_days": 4,
    "got": 19,
    "answered": 19,
    "everyone": 3,
    "audience_name": 80,
    "taken": 19,
}
SEVERAL = ("state", "any_tag", "all_tag", "no_tag", "language", "source")
"""Fields of which several may be chosen; tags also typed, with commas."""

MOST_TESTS = 12
_ROW = re.compile("[1-9][0-9]{0,17}")

OPERATIONS = (
    ("=", N_("is")),
    ("!=", N_("is not")),
    ("contains", N_("contains")),
    ("has", N_("is known")),
    ("lacks", N_("is not known")),
    ("at_least", N_("is at least")),
    ("at_most", N_("is at most")),
    ("after", N_("is a day from … on")),
    ("before", N_("is a day before")),
    ("older_than_days", N_("was learnt more than so many days ago")),
)
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
        "not_bought_days": figure(wanted.not_bought_days),
        "birthday_days": figure(wanted.birthday_days),
        "got": figure(wanted.got_campaign),
        "answered": figure(wanted.answered_campaign),
        "everyone": "yes" if wanted.everyone else "",
    }
    several = {
        "state": [str(int(each)) for each in wanted.states],
        "any_tag": list(wanted.any_tags),
        "all_tag": list(wanted.all_tags),
        "no_tag": list(wanted.no_tags),
        "language": list(wanted.languages),
        "source": [str(each) for each in wanted.sources],
    }
    return Typed(Filled(values), several, [(each.name, each.op, each.value) for each in wanted.fields])


def wanted_of(visit: Visit, given: Typed) -> Wanted:
    """The filter that a form means; what cannot be read is noted in it and left out."""
    values, several = given.form.values, given.several
    found = Wanted(
        states=tuple(each for each in State if str(int(each)) in several["state"]),
        any_tags=tuple(several["any_tag"]),
        all_tags=tuple(several["all_tag"]),
        no_tags=tuple(several["no_tag"]),
        fields=tuple(_tests(visit, given)),
        languages=tuple(each for each in several["language"] if each in ("", "uk", "ru", "en", "pl")),
        sources=tuple(int(each) for each in several["source"] if _ROW.fullmatch(each)),
        text=values["text"].strip(),
        birthday_days=whole(visit, given.form, "birthday_days", 0, 366),
        not_bought_days=whole(visit, given.form, "not_bought_days", 1, 36500),
        heard_since=_day(visit, given.form, "heard_since"),
        bought_since=_day(visit, given.form, "bought_since"),
        bought_before=_day(visit, given.form, "bought_before"),
        got_campaign=int(values["got"]) if _ROW.fullmatch(values["got"]) else None,
        answered_campaign=int(values["answered"]) if _ROW.fullmatch(values["answered"]) else None,
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


def asked(visit: Visit, wanted: Wanted, sources: dict[int, str], campaigns: dict[int, str]) -> list[tuple[str, str]]:
    """A filter in words, as name and value: what the pages of a campaign say of its audience."""
    say, number = visit.tr.gettext, visit.tr.number
    operations = dict(OPERATIONS)
    told: list[tuple[str, Any]] = [
        (N_("State"), ", ".join(say(each.text) for each in wanted.states)),
        (N_("With one of these tags"), ", ".join(wanted.any_tags)),
        (N_("With all of these tags"), ", ".join(wanted.all_tags)),
        (N_("Without these tags"), ", ".join(wanted.no_tags)),
        *((test.name, f"{say(operations[test.op])} {test.value}".strip()) for test in wanted.fields),
        (N_("Language"), ", ".join(wanted.languages)),
        (N_("Source"), ", ".join(sources.get(each, str(each)) for each in wanted.sources)),
        (N_("Name or number"), wanted.text),
        (N_("Birthday within so many days"), "" if wanted.birthday_days is None else number(wanted.birthday_days)),
        (N_("Not bought for so many days"), "" if not wanted.not_bought_days else number(wanted.not_bought_days)),
        (N_("Bought since"), _told_day(visit, wanted.bought_since)),
        (N_("Bought before"), _told_day(visit, wanted.bought_before)),
        (N_("Wrote or called since"), _told_day(visit, wanted.heard_since)),
        (N_("Got the campaign"), campaigns.get(wanted.got_campaign or 0, "")),
        (N_("Answered the campaign"), campaigns.get(wanted.answered_campaign or 0, "")),
    ]
    return [(say(name), value) for name, value in told if value]


def _told_day(visit: Visit, at: Micros | None) -> str:
    return "" if at is None else visit.tr.whole_day(datetime.fromtimestamp(at // SECOND, tz=visit.zone).date())
