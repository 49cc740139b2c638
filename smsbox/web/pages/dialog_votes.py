"""One vote: how it stands by now, what nobody could read and what it means, and each vote by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from bottle import HTTPError, HTTPResponse

from smsbox import contacts
from smsbox.dialogs import ballots
from smsbox.dialogs.ballots import LONGEST_SAME, UNKNOWN
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.rows import Kept
from smsbox.people.rights import Right
from smsbox.web.dialogs.frame import frame, of_kind
from smsbox.web.dialogs.standings import deadline, standings
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_PAGE, _GROUPS = 50, 30


@routes.get("/dialogs/<flow_id:id>/votes")
def show(visit: Visit, flow_id: int) -> HTTPResponse:
    """The bars, which grow while people vote."""
    kept, flow = of_kind(visit, flow_id, "vote")
    return visit.page("dialogs/votes.html", **frame(visit, kept), **_told(visit, kept, flow))


@routes.fragment("/live/dialogs/<flow_id:id>/votes")
def live(visit: Visit, flow_id: int) -> HTTPResponse:
    """The same as it stands by now."""
    kept, flow = of_kind(visit, flow_id, "vote")
    return visit.part("dialogs/votes_live.html", kept=kept, **_told(visit, kept, flow))


@routes.get("/dialogs/<flow_id:id>/votes/unknown")
def unknown(visit: Visit, flow_id: int) -> HTTPResponse:
    """What nobody could read, the same words in one line, and what was taught already."""
    kept, flow = of_kind(visit, flow_id, "vote")
    store = visit.site.store
    said = ballots.unknown(store, kept.id, _GROUPS)
    taught = [(key, name) for key, names in ballots.aliases(store, kept.id) for name in names]
    values = _told(visit, kept, flow) | {"said": said, "taught": taught, "titles": _titles(flow)}
    return visit.page("dialogs/votes_unknown.html", **frame(visit, kept), **values)


@routes.get("/dialogs/<flow_id:id>/votes/list")
def one_by_one(visit: Visit, flow_id: int) -> HTTPResponse:
    """Each vote for one option, the newest first."""
    kept, flow = of_kind(visit, flow_id, "vote")
    store, choice = visit.site.store, visit.query("choice")
    found = ballots.ballots(store, kept.id, choice, limit=_PAGE + 1, before=_before(visit))
    first, before, shown = _list_of(kept, choice), visit.query("before"), found[:_PAGE]
    last = shown[-1] if len(found) > _PAGE else None
    values: dict[str, Any] = {
        "rows": shown,
        "who": contacts.names(store, [each.number for each in shown]),
        "choice": choice,
        "titles": _titles(flow),
        "changing": visit.query("change"),
        "here": _list_of(kept, choice, before),
        "first": first if before else None,
        "older": None if last is None else _list_of(kept, choice, f"{last.at}/{last.number}"),
    }
    return visit.page("dialogs/votes_list.html", **frame(visit, kept), **_told(visit, kept, flow), **values)


@routes.post("/dialogs/<flow_id:id>/votes/settle", needs=Right.BULK)
def settle(visit: Visit, flow_id: int) -> HTTPResponse:
    """What was written so means this option: of all who did, and, if wanted, of all who will."""
    kept, flow = of_kind(visit, flow_id, "vote")
    said, choice, teach = visit.field("same")[:LONGEST_SAME], visit.field("choice"), visit.chosen("teach")
    back = f"/dialogs/{kept.id}/votes/unknown"
    if choice not in _titles(flow) or not ballots.same(said):
        return visit.go(back, notice="vote_choose")
    store = visit.site.store
    with store.write():
        moved = ballots.settle(store, kept.id, said, choice, teach=teach, by=visit.actor.name, now=visit.now)
        if moved or teach:
            _audit(visit, "vote.settled", kept, choice=(None, choice), votes=(None, moved), taught=(None, teach))
    return visit.go(back, notice="vote_settled", count=moved) if moved else visit.go(back, notice="as_before")


@routes.post("/dialogs/<flow_id:id>/votes/unlearn", needs=Right.BULK)
def unlearn(visit: Visit, flow_id: int) -> HTTPResponse:
    """Words that were taught mean nothing of their own any more."""
    kept, _ = of_kind(visit, flow_id, "vote")
    store, said = visit.site.store, visit.field("same")[:LONGEST_SAME]
    with store.write():
        done = ballots.unlearn(store, kept.id, said)
        if done:
            _audit(visit, "vote.unlearnt", kept)
    return visit.go(f"/dialogs/{kept.id}/votes/unknown", notice="flow_changed" if done else "as_before")


@routes.post("/dialogs/<flow_id:id>/votes/change", needs=Right.BULK)
def change(visit: Visit, flow_id: int) -> HTTPResponse:
    """One vote is counted otherwise."""
    kept, flow = of_kind(visit, flow_id, "vote")
    store, number, choice = visit.site.store, visit.field("number"), visit.field("choice")
    back = _list_of(kept, visit.field("was"))
    if choice not in (UNKNOWN, *_titles(flow)):
        raise HTTPError(400)
    with store.write():
        before = ballots.change(store, kept.id, number, choice, by=visit.actor.name)
        done = before is not None and before != choice
        if done:
            _audit(visit, "vote.changed", kept, number=(None, number), choice=(before, choice))
    return visit.go(back + "&" + urlencode({"notice": "flow_changed" if done else "as_before"}))


def _titles(flow: Flow[Any] | None) -> dict[str, str]:
    return {each.key: each.title for each in flow.part.choices} if flow is not None else {}


def _told(visit: Visit, kept: Kept, flow: Flow[Any] | None) -> dict[str, Any]:
    return {
        "stands": standings(flow, ballots.counts(visit.site.store, kept.id)),
        "deadline": deadline(visit, kept, flow),
        "part": flow.part if flow is not None else None,
        "words": flow.words if flow is not None else (),
    }


def _list_of(kept: Kept, choice: str, before: str = "") -> str:
    """The address of a page of votes."""
    query = {"choice": choice} | ({"before": before} if before else {})
    return f"/dialogs/{kept.id}/votes/list?{urlencode(query)}"


def _before(visit: Visit) -> tuple[int, str] | None:
    at, _, number = visit.query("before").partition("/")
    return (int(at), number) if at.isascii() and at.isdigit() and len(at) < 18 else None


def _audit(visit: Visit, what: str, kept: Kept, **changes: tuple[object, object]) -> None:
    visit.audit(what, f"{kept.id} {kept.name}", **changes)
