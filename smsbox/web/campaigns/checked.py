"""The check before a launch in the reader's words: what it comes to, and Reach, Respect and Relevance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.campaigns import takes, words
from smsbox.campaigns.preflight import Check, Level, Report, preflight
from smsbox.i18n.marks import N_, NN_
from smsbox.web.campaigns import seen
from smsbox.web.campaigns.counted import LAUNCHING
from smsbox.web.campaigns.seen import Sample, Told
from smsbox.web.paging import patience
from smsbox.web.words import Word
from smsbox.wording import Severity

if TYPE_CHECKING:
    from smsbox.campaigns.rows import Campaign
    from smsbox.web.visit import Visit

_TONES = {Level.OK: ("good", "ok"), Level.WARN: ("warn", "warning"), Level.STOP: ("bad", "failed")}
_SUMS = {
    Level.OK: Word("ok", "good", N_("Nothing against it")),
    Level.WARN: Word("warning", "warn", N_("Think again")),
    Level.STOP: Word("failed", "bad", N_("Speaks against it")),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure and what it counts."""

    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class Area:
    """One of the three: its name in the page, title and hint, English, a word that sums it up, and its checks."""

    name: str
    title: str
    hint: str
    word: Word
    checks: list[Told]


@dataclass(slots=True)
class Checked:
    """`stops`: what speaks against it, by key: a launch needs a reason; `never`: what no reason helps against."""

    people: int
    counted: bool = True
    tiles: list[Tile] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    stops: tuple[str, ...] = ()
    never: list[Told] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    sure: bool = True


def check(visit: Visit, found: Campaign) -> Checked:
    """All there is to know before it begins."""
    site = visit.site
    report = preflight(
        site.store,
        site.config,
        found.plan,
        visit.now,
        takes.working(site.config, site.modem_statuses()),
        campaign=found,
        go_on=patience(visit, LAUNCHING),
    )
    return Checked(
        report.counts.may_get,
        report.counts.exact,
        tiles(visit, report),
        list(_areas(visit, report)),
        stops=report.stops,
        never=[_told(visit, each) for each in report.checks if _forbids(each)],
        samples=seen.look(visit, found.plan).samples,
        sure=report.sure,
    )


def _forbids(check: Check) -> bool:
    """Whether it is refused outright: an advertising text without a way to answer, or one that cannot be read."""
    return check.finding is not None and check.finding.severity is Severity.STOP


def tiles(visit: Visit, report: Report) -> list[Tile]:
    """The figures of a forecast."""
    tr, counts = visit.tr, report.counts
    about = "≥ " if not counts.exact else "" if report.sure else "≈ "
    found = [
        Tile(tr.number(counts.may_get) + ("" if counts.exact else "+"), tr.ngettext(*_PEOPLE, counts.may_get)),
        Tile(about + tr.number(report.segments), tr.gettext(N_("SMS in all"))),
    ]
    if report.plan_left is not None:
        found.append(Tile(tr.number(report.plan_left), tr.gettext(N_("SMS left in the package"))))
    if report.price is not None:
        found.append(Tile(about + tr.sum(report.price), tr.gettext(_costs(report))))
    if not any(each.key == "reaches_yearly" for each in report.checks):  # each day a few: it is never through
        through = visit.moment(report.finish_at) if report.finish_at is not None else "–"
        found.append(Tile(through, _through(visit, report)))
    return found


def _costs(report: Report) -> str:
    return N_("it costs") if report.plan_left is None else N_("it costs beyond the package")


def _through(visit: Visit, report: Report) -> str:
    earliest = N_("through, at the earliest")
    return visit.tr.gettext(N_("through, as far as can be said") if report.counts.exact else earliest)


_PEOPLE = NN_("person may get it", "people may get it")


def _areas(visit: Visit, report: Report) -> Sequence[Area]:
    named = (
        ("reach", N_("Reach"), N_("Does it get to them?"), report.reach),
        ("respect", N_("Respect"), N_("Did they ask for it, and how often?"), report.respect),
        ("relevance", N_("Relevance"), N_("Does it matter to them?"), report.relevance),
    )
    return [
        Area(
            name,
            title,
            hint,
            _SUMS[max((each.level for each in checks), default=Level.OK)],
            [_told(visit, each) for each in sorted(checks, key=lambda each: -each.level)],
        )
        for name, title, hint, checks in named
    ]


def _told(visit: Visit, check: Check) -> Told:
    told = words.check(visit.tr, check, visit.zone, visit.now)
    return Told(*_TONES[check.level], told.cause, told.step)
