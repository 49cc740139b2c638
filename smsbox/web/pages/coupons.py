"""Coupons: the series, what each offers, who has its codes and who used them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bottle import HTTPError, HTTPResponse

from smsbox import contacts, coupons
from smsbox.clock import SECOND, Micros
from smsbox.coupons import BadSeries, Coupon, NoSuchSeries, NothingToGive, Series, State, codes
from smsbox.coupons.series import LONGEST_NAME, LONGEST_OFFER
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sheets import coupons as sheet
from smsbox.sheets import exports as sheets
from smsbox.sheets.cells import Cell
from smsbox.sheets.exports import Reader
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.messages.searching import bound
from smsbox.web.pages.exports import Gone, answered, place, watched
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 40
_POOL = 250_000
_FIELDS = {"name": LONGEST_NAME, "offer": LONGEST_OFFER, "from": 10, "to": 10, "kind": 5}
_FIELDS |= {"prefix": codes.MOST_IN_PREFIX * 2, "length": 2, "pool": _POOL}
_CHANGED = {"name": LONGEST_NAME, "offer": LONGEST_OFFER, "from": 10, "to": 10}
_FIELD_OF = {"name": "name", "prefix": "prefix", "length": "length", "days": "to"}
_MORE = {"pool": _POOL, "count": 6}
NO_COUNT = N_("Give a whole number from 1 to 100,000.")


@routes.get("/coupons")
def index(visit: Visit) -> HTTPResponse:
    """All series, the newest first."""
    store = visit.site.store
    listed = coupons.listed(store)
    return visit.page(
        "coupons/list.html", days=_days(visit), rows=[(each, coupons.counts(store, each.id)) for each in listed]
    )


@routes.get("/coupons/new", needs=Right.BULK)
def new(visit: Visit) -> HTTPResponse:
    """The form for one more."""
    return _form(visit, blank(_FIELDS, kind=_kind(visit.query("kind")), length=str(codes.USUAL)), 200)


@routes.post("/coupons", needs=Right.BULK)
def make(visit: Visit) -> HTTPResponse:
    """A new series."""
    form = filled(visit, _FIELDS)
    form.values["kind"] = _kind(form.values["kind"])
    require(visit, form, "name")
    since, until = bound(visit, form, "from"), bound(visit, form, "to", end=True)
    store = visit.site.store
    pool = form.values["pool"].split("\n") if form.values["kind"] == coupons.POOL else None
    if form.errors:
        return _form(visit, form, 422)
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before, notice="coupons_made")
            listed = None if pool is None else coupons.read_pool(store, pool)
            made = coupons.make_series(
                store,
                name=form.values["name"],
                now=visit.now,
                by=visit.actor.name,
                offer=form.values["offer"],
                prefix=form.values["prefix"],
                length=codes.USUAL if pool is not None else _whole(form.values["length"]) or 0,
                valid_from=since,
                valid_until=until,
                kind=form.values["kind"],
            )
            visit.audit("coupon.series_made", made.name, kind=(None, made.kind))
            presses.leads(visit, f"/coupons/{made.id}")
        coupons.fill_pool(store, made.id, listed or [])
    except BadSeries as error:
        _wrong(visit, form, error, _FIELD_OF.get(str(error.facts["reason"]), "pool"))
        return _form(visit, form, 422)
    return visit.go(f"/coupons/{made.id}", notice="coupons_made")


@routes.get("/coupons/<series_id:id>")
def detail(visit: Visit, series_id: int) -> HTTPResponse:
    """One series with its codes."""
    return _detail(visit, _found(visit, series_id), blank(_MORE), 200)


@routes.get("/coupons/<series_id:id>/change", needs=Right.BULK)
def edit(visit: Visit, series_id: int) -> HTTPResponse:
    """The form for another name, offer or last day."""
    series = _found(visit, series_id)
    until = None if series.valid_until is None else series.valid_until - 1
    days = {"from": _day(visit, series.valid_from), "to": _day(visit, until)}
    return _edit(visit, series, blank(_CHANGED, name=series.name, offer=series.offer, **days), 200)


@routes.post("/coupons/<series_id:id>/change", needs=Right.BULK)
def change(visit: Visit, series_id: int) -> HTTPResponse:
    """Take it over."""
    series, form = _found(visit, series_id), filled(visit, _CHANGED)
    require(visit, form, "name")
    days = {"valid_from": bound(visit, form, "from"), "valid_until": bound(visit, form, "to", end=True)}
    store = visit.site.store
    if form.errors:
        return _edit(visit, series, form, 422)
    try:
        with store.write():
            now = coupons.change(store, series.id, name=form.values["name"], offer=form.values["offer"], **days)
            told = {"name": (series.name, now.name), "offer": (series.offer, now.offer)}
            told["days"] = (_iso_days(visit, series), _iso_days(visit, now))
            visit.audit("coupon.series_changed", series.name, **told)
    except BadSeries as error:
        _wrong(visit, form, error, _FIELD_OF.get(str(error.facts["reason"]), "name"))
        return _edit(visit, series, form, 422)
    return visit.go(f"/coupons/{series.id}", notice="coupons_changed")


@routes.post("/coupons/<series_id:id>/add", needs=Right.BULK)
def add(visit: Visit, series_id: int) -> HTTPResponse:
    """More codes for the pool."""
    series, form = _found(visit, series_id), filled(visit, _MORE)
    require(visit, form, "pool")
    store = visit.site.store
    try:
        if not form.errors:
            if presses.again(visit, f"/coupons/{series.id}"):
                return visit.go(f"/coupons/{series.id}", notice="as_before")
            count = coupons.add_to_pool(store, series.id, form.values["pool"].split("\n"))
            visit.audit_done("coupon.added", series.name, coupons=(None, count))
            return visit.go(f"/coupons/{series.id}", notice="coupons_added", count=count)
    except BadSeries as error:
        _wrong(visit, form, error, "pool")
    return _detail(visit, series, form, 422)


@routes.post("/coupons/<series_id:id>/print", needs=Right.BULK)
def print_codes(visit: Visit, series_id: int) -> HTTPResponse:
    """Codes for paper, which belong to nobody we know."""
    series, form = _found(visit, series_id), filled(visit, _MORE)
    store, count = visit.site.store, _whole(form.values["count"]) or 0
    try:
        if not form.errors:
            if presses.again(visit, f"/coupons/{series.id}"):
                return visit.go(f"/coupons/{series.id}", notice="as_before")
            coupons.print_codes(store, series.id, count, visit.now)
            visit.audit_done("coupon.printed", series.name, coupons=(None, count))
            return visit.go(f"/coupons/{series.id}", notice="coupons_printed", count=count)
    except BadSeries:
        form.wrong("count", visit.tr.gettext(NO_COUNT))
    except NothingToGive as error:
        _wrong(visit, form, error, "count")
    return _detail(visit, series, form, 422)


@routes.post("/coupons/<series_id:id>/close", needs=Right.BULK)
def close(visit: Visit, series_id: int) -> HTTPResponse:
    """Nobody is given one any more."""
    series, store = _found(visit, series_id), visit.site.store
    with store.write():
        done = coupons.close(store, series.id, visit.now)
        if done:
            visit.audit("coupon.series_closed", series.name)
    return visit.go(f"/coupons/{series.id}", notice="coupons_closed" if done else "as_before")


@routes.post("/coupons/<series_id:id>/void", needs=Right.BULK)
def void(visit: Visit, series_id: int) -> HTTPResponse:
    """One code, or with none given all that were not used, are worth nothing any more."""
    series, store, code = _found(visit, series_id), visit.site.store, visit.field("code")
    if not code:
        if not visit.chosen("sure"):
            return visit.go(f"/coupons/{series.id}", notice="not_sure")
        visit.audit("coupon.all_void", series.name)
        coupons.close(store, series.id, visit.now)
        count = coupons.void_all(store, series.id)
        return visit.go(f"/coupons/{series.id}", notice="coupons_void", count=count)
    with store.write():
        gone = coupons.void(store, code[: codes.MOST * 4])
        if gone is not None:
            visit.audit("coupon.void", gone.written)
    return visit.go(f"/coupons/{series.id}", notice="as_before" if gone is None else "coupon_void")


@routes.get("/coupons/<series_id:id>/export")
def export(visit: Visit, series_id: int) -> HTTPResponse:
    """All its codes as a file."""
    series, kind = _found(visit, series_id), visit.query("format")
    if kind not in ("csv", "xlsx"):
        raise HTTPError(404)
    if not place():
        return visit.go(f"/coupons/{series.id}", notice="one_file")
    table, rows = sheet.contents(visit.site.store, series, Reader(visit.tr, visit.zone, visit.now))

    def octets(gone: Gone) -> Iterator[bytes]:
        watched_rows: Iterator[Sequence[Cell]] = watched(rows, gone)
        return sheets.octets(kind, table, watched_rows, visit.language)

    return answered(visit, f"coupons-{series.id}", kind, octets, series.name, "coupon.exported")


def _form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    about = {"fewest": codes.FEWEST, "most": codes.MOST, "example": codes.example()}
    return visit.page("coupons/new.html", status, form=form, once=presses.fresh(), **about)


def _edit(visit: Visit, series: Series, form: Filled, status: int) -> HTTPResponse:
    return visit.page("coupons/change.html", status, series=series, form=form)


def _day(visit: Visit, at: Micros | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at // SECOND, visit.zone).date().isoformat()


def _iso_days(visit: Visit, series: Series) -> str:
    until = None if series.valid_until is None else series.valid_until - 1
    return f"{_day(visit, series.valid_from)} … {_day(visit, until)}"


def _detail(visit: Visit, series: Series, form: Filled, status: int) -> HTTPResponse:
    store, sought = visit.site.store, visit.query("find").strip()[:40]
    state = next((each for each in State if each.name.lower() == visit.query("state")), None)
    rows = _rows(visit, series, sought, state)
    kept = {"find": sought, "state": state.name.lower() if state is not None else ""}
    numbers = [row.number for row in rows[:PAGE] if row.number]
    return visit.page(
        "coupons/series.html",
        status,
        series=series,
        days=_days(visit),
        form=form,
        once=presses.fresh(),
        counts=coupons.counts(store, series.id),
        rows=rows[:PAGE],
        people=contacts.by_numbers(store, numbers),
        states=State,
        chosen=state,
        sought=sought,
        first_url=None if cursor(visit) is None else f"/coupons/{series.id}",
        older_url=older(f"/coupons/{series.id}", rows, PAGE, **kept),
    )


def _rows(visit: Visit, series: Series, sought: str, state: State | None) -> list[Coupon]:
    store, states = visit.site.store, tuple(State) if state is None else (state,)
    if sought:
        found = coupons.find(store, sought)
        if found is not None and found.series_id == series.id:
            return [found]
        try:
            number = parse(sought, visit.site.config.region.country)
        except BadNumber:
            return []
        mine = coupons.of_number(store, number)
        return [each for each in mine if each.series_id == series.id and each.state in states]
    return coupons.of_series(store, series.id, states=states, before=cursor(visit), limit=PAGE + 1)


def _days(visit: Visit) -> Callable[[Series], str]:
    """When the codes of a series count, as the reader writes it."""
    return lambda series: coupons.days(visit.tr, series, visit.zone)


def _found(visit: Visit, series_id: int) -> Series:
    try:
        return coupons.one(visit.site.store, series_id)
    except NoSuchSeries:
        raise HTTPError(404) from None


def _wrong(visit: Visit, form: Filled, error: SmsboxError, field: str) -> None:
    told = explain(visit.tr, error.key, error.facts)
    form.wrong(field, f"{told.cause} {told.step}")


def _kind(word: str) -> str:
    return coupons.POOL if word == coupons.POOL else coupons.MADE


def _whole(text: str) -> int | None:
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdigit() else None
