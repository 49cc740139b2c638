"""One contest: its entries, what was left out and why, and the draw, step by step, that anyone can repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import contacts
from smsbox.clock import Micros
from smsbox.dialogs import drawing, draws, entries
from smsbox.dialogs.contests import Entry, EntryState
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.rows import Kept
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web.dialogs.frame import frame, kept_of
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit
from smsbox.web.words import Word

routes = Routes(Right.READ)

PAGE = 50
_LONGEST_WHY, _LONGEST_VALUE = 200, 200
_WORDS = {
    EntryState.IN: Word("ok", "good", EntryState.IN.text),
    EntryState.WRONG: Word("cancelled", "idle", EntryState.WRONG.text),
    EntryState.TAKEN: Word("warning", "warn", EntryState.TAKEN.text),
    EntryState.EXCLUDED: Word("cancelled", "off", EntryState.EXCLUDED.text),
    EntryState.ERASED: Word("cancelled", "off", EntryState.ERASED.text),
}
_TWICE = N_("The same code takes part already: leave that entry out first.")
_NOT_SURE = N_("Nothing was done: say that you are sure, it cannot be undone.")


@routes.get("/dialogs/<flow_id:id>/entries")
def show(visit: Visit, flow_id: int) -> HTTPResponse:
    """The draw as it stands, and the entries, those too that do not count."""
    return _show(visit, *_contest(visit, flow_id), 200)


@routes.get("/dialogs/<flow_id:id>/entries/draw.txt")
def file(visit: Visit, flow_id: int) -> HTTPResponse:
    """What anybody may have of the draw."""
    kept, _ = _contest(visit, flow_id)
    try:
        text = drawing.written(draws.published(visit.site.store, kept.id))
    except draws.NotListed:
        raise HTTPError(404) from None
    answer = HTTPResponse(text.encode(), 200)
    for header, value in (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Disposition", f'attachment; filename="draw-{kept.id}.txt"'),
        *visit.headers,
    ):
        answer.add_header(header, value)
    return answer


@routes.post("/dialogs/<flow_id:id>/entries/list", needs=Right.BULK)
def close_list(visit: Visit, flow_id: int) -> HTTPResponse:
    """Make the list, for good."""
    kept, flow = _contest(visit, flow_id)

    def deed() -> None:
        stands = draws.close_list(visit.site.store, flow, by=visit.actor.name, now=visit.now)
        visit.audit("contest.listed", kept.name, entries=(None, stands.entries))

    return _done(visit, kept, flow, deed, "contest_listed")


@routes.post("/dialogs/<flow_id:id>/entries/draw", needs=Right.BULK)
def draw(visit: Visit, flow_id: int) -> HTTPResponse:
    """Draw, once."""
    kept, flow = _contest(visit, flow_id)

    def deed() -> None:
        value = visit.field("value")[:_LONGEST_VALUE]
        found = draws.draw(visit.site.store, kept.id, value=value, by=visit.actor.name, now=visit.now)
        visit.audit("contest.drawn", kept.name, places=(None, len(found)))

    return _done(visit, kept, flow, deed, "contest_drawn")


@routes.post("/dialogs/<flow_id:id>/entries/tell", needs=Right.BULK)
def tell(visit: Visit, flow_id: int) -> HTTPResponse:
    """Write to who was drawn at a place that he won, once."""
    kept, flow = _contest(visit, flow_id)
    store, place = visit.site.store, visit.field("place")
    wanted = [int(place)] if place.isascii() and place.isdigit() and len(place) < 6 else []
    with store.write():
        rows.hold(store, kept.id)
        try:
            told = draws.tell(store, visit.site.config, flow, wanted, now=visit.now)
        except draws.NotDrawn as error:
            return _refused(visit, kept, flow, error)
        visit.audit("contest.told", kept.name, places=(None, len(told)))
    return visit.go(_path(kept), notice="contest_told" if told else "contest_not_told")


@routes.post("/dialogs/<flow_id:id>/entries/out", needs=Right.BULK)
def leave_out(visit: Visit, flow_id: int) -> HTTPResponse:
    """One entry takes part no more."""
    return _moved(visit, flow_id, entries.leave_out, "contest.left_out")


@routes.post("/dialogs/<flow_id:id>/entries/in", needs=Right.BULK)
def let_in(visit: Visit, flow_id: int) -> HTTPResponse:
    """One entry takes part after all."""
    return _moved(visit, flow_id, entries.let_in, "contest.let_in")


def _moved(visit: Visit, flow_id: int, move: Callable[..., bool], what: str) -> HTTPResponse:
    kept, flow = _contest(visit, flow_id)
    store, named = visit.site.store, visit.field("entry")
    with store.write():
        rows.hold(store, kept.id)
        found = entries.get(store, int(named)) if named.isascii() and named.isdigit() and len(named) < 18 else None
        if found is None or found.flow_id != kept.id:
            raise HTTPError(404)
        try:
            done = move(store, found, visit.field("why").strip()[:_LONGEST_WHY])
        except draws.Listed as error:
            return _refused(visit, kept, flow, error)
        if not done and move is entries.let_in and found.state is not EntryState.IN:
            return _show(visit, kept, flow, 409, visit.tr.gettext(_TWICE))
        if done:
            visit.audit(what, kept.name, code=(None, found.shown))
    return visit.go(_path(kept), find=found.shown, notice="noted" if done else "as_before")


def _done(visit: Visit, kept: Kept, flow: Flow[Any], deed: Callable[[], None], notice: str) -> HTTPResponse:
    """A step of the draw, which cannot be undone."""
    if not visit.chosen("sure"):
        return _show(visit, kept, flow, 422, visit.tr.gettext(_NOT_SURE))
    store = visit.site.store
    try:
        with store.write():
            rows.hold(store, kept.id)
            deed()
    except SmsboxError as error:
        if not error.key.startswith("dialogs."):
            raise
        return _refused(visit, kept, flow, error)
    return visit.go(_path(kept), notice=notice)


def _refused(visit: Visit, kept: Kept, flow: Flow[Any], error: SmsboxError) -> HTTPResponse:
    told = explain(visit.tr, error.key, error.facts)
    return _show(visit, kept, flow, 409, f"{told.cause} {told.step}")


def _show(visit: Visit, kept: Kept, flow: Flow[Any], status: int, wrong: str = "") -> HTTPResponse:
    store = visit.site.store
    sought = visit.query("find").strip()[:40]
    state = next((each for each in EntryState if each.label == visit.query("state")), None)
    found = _found(visit, kept, sought, state)
    numbers = [each.number for each in found[:PAGE]]
    places = draws.places(store, kept.id)
    counted = entries.counts(store, kept.id)
    stands = draws.standing(store, kept.id)
    # Once the list is closed its own rules hold, whatever has become of the scenario since.
    part = flow.part if stands is None or stands.rules is None else replace(flow.part, rules=stands.rules)
    values: dict[str, Any] = {
        "flow": flow,
        "over": _over(flow, visit.now),
        "stands": stands,
        "rules": part.rules,
        "counts": counted,
        "most": entries.COUNTED,
        "refused": sum(count for each, count in counted.items() if each is not EntryState.IN),
        "people_in": entries.people(store, kept.id),
        "places": places,
        "prize": part.prize,
        "rows": found[:PAGE],
        "who": contacts.by_numbers(store, [*numbers, *(each.number for each in places if each.number)]),
        "words": _WORDS,
        "states": EntryState,
        "chosen": state,
        "sought": sought,
        "wrong": wrong,
        "first_url": None if cursor(visit) is None else _path(kept),
        "older_url": older(_path(kept), found, PAGE, find=sought, state=state.label if state else ""),
    }
    return visit.page("dialogs/entries.html", status, **frame(visit, kept), **values)


def _found(visit: Visit, kept: Kept, sought: str, state: EntryState | None) -> list[Entry]:
    """The entries the address asks for: of a code or of a telephone, in one state."""
    states = tuple(EntryState) if state is None else (state,)
    page = partial(entries.page, visit.site.store, kept.id, states=states, before=cursor(visit), limit=PAGE + 1)
    found = page(code=sought)
    if found or not sought:
        return found
    try:
        number = parse(sought, visit.site.config.region.country)
    except BadNumber:
        return []
    return page(number=number)


def _over(flow: Flow[Any], now: Micros) -> bool:
    return flow.state is FlowState.CLOSED or (flow.closes_at is not None and now >= flow.closes_at)


def _path(kept: Kept) -> str:
    return f"/dialogs/{kept.id}/entries"


def _contest(visit: Visit, flow_id: int) -> tuple[Kept, Flow[Any]]:
    kept = kept_of(visit, flow_id)
    if kept.kind != "contest":
        raise HTTPError(404)
    return kept, rows.as_flow(kept, visit.site.config)
