"""What a month brought: what customers wrote, wanted, answered, voted, ordered and booked, beside the month before."""

from __future__ import annotations

import re

from bottle import HTTPError, HTTPResponse

from smsbox.people.rights import Right
from smsbox.sheets import month as sheet
from smsbox.sheets.chapters import Chapter
from smsbox.sheets.digest import compared, days, digest, months
from smsbox.sheets.exports import Reader, octets
from smsbox.subscription.growth import Period
from smsbox.web.pages.exports import answered, place
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


@routes.get("/reports/month")
def show(visit: Visit) -> HTTPResponse:
    """The digest of one month; the last that is over, where nothing else is asked for."""
    month, before, known = _chosen(visit)
    return visit.page(
        "month.html",
        month=month,
        before=before,
        names={each.day: visit.tr.month(each.day) for each in (*known, before)},
        known=list(reversed(known)),
        chapters=_digest(visit, month, before),
        running=month.until == visit.now + 1,
        days=[days(each, visit.zone) for each in (month, before)],
    )


@routes.get("/reports/month/export")
def as_file(visit: Visit) -> HTTPResponse:
    """The same as a file."""
    kind = visit.query("format")
    if kind not in ("csv", "xlsx"):
        raise HTTPError(404)
    month, before, _ = _chosen(visit)
    here = f"/reports/month?month={month.day:%Y-%m}"
    if not place():
        return visit.go(here, notice="one_file")
    reader = Reader(visit.tr, visit.zone, visit.now)
    table, rows = sheet.contents(_digest(visit, month, before), month, before, reader)
    name = f"month-{month.day:%Y-%m}"
    return answered(visit, name, kind, lambda _: octets(kind, table, rows, visit.language), here, "message.table_taken")


def _digest(visit: Visit, month: Period, before: Period) -> list[Chapter]:
    return digest(visit.site.store, visit.site.config, month, before)


def _chosen(visit: Visit) -> tuple[Period, Period, list[Period]]:
    """The month asked for, the one before, and all there are."""
    whole = months(visit.site.store, visit.now, visit.zone, 13)
    asked, known = visit.query("month"), list(whole[-12:])
    if asked and not _MONTH.fullmatch(asked):
        raise HTTPError(404)
    found = next((each for each in known if f"{each.day:%Y-%m}" == asked), None)
    if asked and found is None:
        raise HTTPError(404)
    month = found or (known[-2] if len(known) > 1 else known[-1])
    return *compared(month, visit.now, visit.zone), known
