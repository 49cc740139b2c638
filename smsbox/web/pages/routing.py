"""Whose numbers begin how, which ones were ported, and which SIM carries what: shown, and changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bottle import HTTPResponse

from smsbox import routing
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.outbox import MessageClass
from smsbox.people.rights import Right
from smsbox.routing import NotAPrefix, NothingSet, PrefixPinned, Rules
from smsbox.sms.operators import PREFIXES, operator_name
from smsbox.store import sims
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.site import ModemStatus
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

PAGE = 50
_FIELDS = {"prefix": 40, "operator": 40}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A SIM as the page shows it; `kinds` are the classes it can send now, `seen_at` when that was known."""

    modem: str
    sim: str
    operator: str
    weight: int
    kinds: tuple[str, ...]
    seen_at: int


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator with the beginnings of its numbers by the numbering plan."""

    name: str
    prefixes: tuple[str, ...]


@routes.get("/routes")
def show(visit: Visit) -> HTTPResponse:
    """The whole page; `?after=` goes on in the ported numbers."""
    return _page(visit, blank(_FIELDS), 200)


@routes.post("/routes")
def assign(visit: Visit) -> HTTPResponse:
    """Say whose numbers begin so, or whose a number is."""
    form = filled(visit, _FIELDS)
    require(visit, form, *_FIELDS)
    if not form.errors:
        try:
            store, prefix, operator = visit.site.store, form.values["prefix"], form.values["operator"]
            with store.write():
                routing.assign(store, prefix, operator, pinned=_pinned(visit), now=visit.now)
                visit.audit("route.set", prefix, operator=(None, operator))
        except (NotAPrefix, PrefixPinned) as error:
            form.wrong("prefix", _told(visit, error))
    return _page(visit, form, 422) if form.errors else visit.go("/routes", notice="prefix_set")


@routes.post("/routes/drop")
def drop(visit: Visit) -> HTTPResponse:
    """The numbering plan holds again."""
    try:
        with visit.site.store.write():
            visit.audit("route.dropped", routing.unassign(visit.site.store, visit.field("prefix")))
    except (NotAPrefix, NothingSet):
        return visit.go("/routes", notice="as_before")
    return visit.go("/routes", notice="prefix_dropped")


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    store = visit.site.store
    lines = routing.prefix_lines(routing.edited_prefixes(store), _pinned(visit))
    after = visit.query("after")[:20]
    ported = routing.ported(store, PAGE + 1, after)
    return visit.page(
        "routes.html",
        status,
        form=form,
        own=[line for line in lines if line.source != "plan"],
        plan=_plan(),
        operators=sorted({operator_name(code) for code in [*PREFIXES.values(), *(line.operator for line in lines)]}),
        operator_name=operator_name,
        ported=ported[:PAGE],
        first_url="/routes#ported" if after else None,
        older_url=_next(ported),
        carriers=_carriers(visit),
    )


def _next(ported: Sequence[routing.Ported]) -> str | None:
    return f"/routes?after=%2B{ported[PAGE - 1].number[1:]}#ported" if len(ported) > PAGE else None


def _plan() -> list[Operator]:
    return [
        Operator(operator_name(code), tuple(prefix for prefix, operator in PREFIXES.items() if operator == code))
        for code in dict.fromkeys(PREFIXES.values())
    ]


def _carriers(visit: Visit) -> list[Carrier]:
    """The SIMs that are not lost: those in modems of this box as they are now, others as their boxes told."""
    store: Any = visit.site.store
    here = {status.get("sim_id"): status for status in visit.site.modem_statuses()}
    known = {sim.id: sim for sim in sims.known(store)}
    found = []
    for each in routing.living(routing.carriers(store), visit.now):
        sim, status = known.get(each.sim_id), here.get(each.sim_id)
        elsewhere = () if store.dialect.sole_owner else each.kinds
        found.append(
            Carrier(
                modem=(sim.modem or "") if sim else "",
                sim=sim.imsi if sim else str(each.sim_id),
                operator=operator_name(each.operator) if each.operator else "",
                weight=each.weight,
                kinds=tuple(MessageClass(kind).label for kind in (_able(status) if status else elsewhere)),
                seen_at=visit.now if status else each.at,
            )
        )
    return found


def _able(status: ModemStatus) -> Sequence[int]:
    """The classes that the SIM of a modem sends now."""
    return routing.KINDS if status.get("state") == "ready" else status.get("kinds") or ()


def _pinned(visit: Visit) -> dict[str, str]:
    return Rules(prefixes=visit.site.config.routing.prefixes).pinned


def _told(visit: Visit, error: SmsboxError) -> str:
    told = explain(visit.tr, error.key, error.facts)
    return f"{told.cause} {told.step}"
