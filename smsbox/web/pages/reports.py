"""The year at a glance: campaigns, growth, leaving, coupons and cost, month by month; as files, too."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.campaigns import results
from smsbox.campaigns.overtime import OverTime, Stretch, over_time
from smsbox.i18n.marks import N_
from smsbox.outbox import State
from smsbox.people.rights import Right
from smsbox.sheets import campaigns as sheets
from smsbox.sheets.exports import Reader, octets
from smsbox.subscription import growth
from smsbox.web.campaigns.outcome import money
from smsbox.web.charts import Chart, beside, piled
from smsbox.web.pages.exports import answered, place
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Line:
    """A month as the table shows it; `cost` "" where it is not known."""

    name: str
    stretch: Stretch
    cost: str


@routes.get("/reports")
def show(visit: Visit) -> HTTPResponse:
    """The last twelve months."""
    found = _found(visit)
    priced = results.prices(visit.site.store, visit.site.config)
    lines = [
        Line(_month(visit, each), each, money(visit.tr, results.cost(each.count, priced))) for each in found.stretches
    ]
    return visit.page(
        "reports.html",
        lines=lines,
        shown=[line for line in reversed(lines) if _something(line.stretch)],
        uncounted=sum(each.uncounted for each in found.stretches),
        counted_at=found.counted_at,
        messages=_messages(visit, lines),
        people=_people(visit, lines),
        coupons=_coupons(visit, lines),
    )


@routes.get("/reports/export")
def as_file(visit: Visit) -> HTTPResponse:
    """The same table as a file."""
    kind = visit.query("format")
    if kind not in _KINDS:
        raise HTTPError(404)
    if not place():
        return visit.go("/reports", notice="one_file")
    reader = Reader(visit.tr, visit.zone, visit.now)
    table, lines = sheets.months_table(visit.site.store, visit.site.config, _found(visit).stretches, reader)
    return answered(
        *(visit, "reports", kind, lambda _: octets(kind, table, lines, visit.language), "/reports"),
        "campaign.exported",
    )


def _found(visit: Visit) -> OverTime:
    return over_time(visit.site.store, growth.months(visit.now, visit.zone))


def _month(visit: Visit, stretch: Stretch) -> str:
    return visit.tr.month(stretch.period.day)


def _something(each: Stretch) -> bool:
    return bool(each.campaigns or each.came or each.went or each.redeemed)


def _messages(visit: Visit, lines: list[Line]) -> Chart | None:
    say, counts = visit.tr.gettext, [line.stretch.count for line in lines]
    series = [
        (say(N_("arrived")), [each.delivered for each in counts]),
        (say(N_("sent, no report")), [each.of(State.SENT, State.UNREPORTED) for each in counts]),
        (say(N_("did not arrive")), [each.failed for each in counts]),
    ]
    return piled([line.name for line in lines], series)


def _people(visit: Visit, lines: list[Line]) -> Chart | None:
    say = visit.tr.gettext
    series = [
        (say(N_("came")), [line.stretch.came for line in lines]),
        (say(N_("answered a campaign")), [line.stretch.count.replied for line in lines]),
        (say(N_("unsubscribed")), [line.stretch.went for line in lines]),
    ]
    return beside([line.name for line in lines], series)


def _coupons(visit: Visit, lines: list[Line]) -> Chart | None:
    say = visit.tr.gettext
    series = [
        (say(N_("coupons given out")), [line.stretch.count.coupons for line in lines]),
        (say(N_("coupons redeemed")), [line.stretch.redeemed for line in lines]),
    ]
    return beside([line.name for line in lines], series)
