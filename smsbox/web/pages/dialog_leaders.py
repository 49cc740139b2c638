"""The best of a quiz: each player once, by points and by time; for the shop with numbers, for everybody without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.clock import SECOND
from smsbox.dialogs import scores
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.rows import Kept
from smsbox.people.rights import Right
from smsbox.web import charts
from smsbox.web.dialogs.frame import frame, of_kind
from smsbox.web.dialogs.standings import deadline
from smsbox.web.messages.masking import masked_number
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_PAGE, _DEEPEST = 50, 10_000


@routes.get("/dialogs/<flow_id:id>/leaders")
def show(visit: Visit, flow_id: int) -> HTTPResponse:
    """The list, the first first."""
    kept, flow = of_kind(visit, flow_id, "quiz")
    return visit.page("dialogs/leaders.html", **frame(visit, kept), **_told(visit, kept, flow))


@routes.fragment("/live/dialogs/<flow_id:id>/leaders")
def live(visit: Visit, flow_id: int) -> HTTPResponse:
    """The same as it stands by now."""
    kept, flow = of_kind(visit, flow_id, "quiz")
    return visit.part("dialogs/leaders_live.html", kept=kept, **_told(visit, kept, flow))


def _told(visit: Visit, kept: Kept, flow: Flow[Any] | None) -> dict[str, Any]:
    store, hidden, skip = visit.site.store, visit.query("hide") == "yes", _skip(visit)
    found = scores.leaders(store, kept.id, limit=_PAGE + 1, skip=skip)
    shown = found[:_PAGE]
    names = contacts.names(store, [each.attempt.number for each in shown])
    rows = [
        {
            "rank": each.rank,
            "number": masked_number(each.attempt.number) if hidden else each.attempt.number,
            "who": _called(names.get(each.attempt.number, (0, ""))[1], hidden),
            "score": each.attempt.score,
            "took": took(each.attempt.took),
            "attempts": each.attempts,
            "ended_at": each.attempt.ended_at,
        }
        for each in shown
    ]
    spread = scores.spread(store, kept.id)
    finished = sum(spread.values())
    here, mark = f"/dialogs/{kept.id}/leaders", "&hide=yes" if hidden else ""
    return {
        "rows": rows,
        "hidden": hidden,
        "finished": finished,
        "begun": finished + scores.under_way(store, kept.id),
        "most": flow.part.most if flow is not None else None,
        "part": flow.part if flow is not None else None,
        "words": flow.words if flow is not None else (),
        "deadline": deadline(visit, kept, flow),
        "chart": _spread(visit, spread, flow),
        "first": f"{here}?{mark[1:]}" if skip else None,
        "older": f"{here}?skip={skip + _PAGE}{mark}" if len(found) > _PAGE else None,
        "skip": skip,
    }


def _spread(visit: Visit, counted: Mapping[int, int], flow: Flow[Any] | None) -> charts.Chart | None:
    """How many have how many points."""
    most = max((*counted, flow.part.most if flow is not None else 0))
    labels = [visit.tr.number(points) for points in range(most + 1)]
    return charts.piled(labels, [(visit.tr.gettext("Players"), [counted.get(points, 0) for points in range(most + 1)])])


def _called(name: str, hidden: bool) -> str:
    """A name, of which everybody may see the first word."""
    return name.split()[0] if hidden and name else name


def _skip(visit: Visit) -> int:
    text = visit.query("skip")
    return min(int(text), _DEEPEST) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def took(time: int) -> str:
    """A time as it decides between equals: `1:05.3`."""
    tenths = time * 10 // SECOND
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02}.{rest % 10}"
