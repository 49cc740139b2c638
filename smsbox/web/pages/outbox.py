"""The outbox: what was written, newest first; one message with its segments, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import contacts, events, outbox
from smsbox.clock import SECOND
from smsbox.i18n import quiet
from smsbox.i18n.explanations import Explained
from smsbox.i18n.marks import N_
from smsbox.outbox import BY_ALLOW, BY_CAMPAIGN, BY_DOUBT, BY_STOP, MessageView, State
from smsbox.outbox.reasons import explain_reason, segment_error
from smsbox.people.rights import Right
from smsbox.store import sims
from smsbox.store.pages import Page
from smsbox.web import words
from smsbox.web.messages.by_which import waits_words
from smsbox.web.messages.searching import Sought, outbox_sought
from smsbox.web.messages.timeline import steps
from smsbox.web.pages.sweeps import SWEPT
from smsbox.web.paging import newest, shown, which
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 50

_IN_ORDER = (
    *(State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD, State.SENT, State.DELIVERED),
    *(State.FAILED, State.UNDELIVERED, State.UNREPORTED, State.CANCELLED),
)
_FILTERS = {"": N_("All")} | {state.label: state.text for state in _IN_ORDER}


def _in_doubt(row: MessageView) -> bool:
    """Whether nobody knows if it left."""
    return row.state is State.UNCERTAIN or (row.state is State.HELD and row.reason == BY_DOUBT)


def _stopped(row: MessageView) -> bool:
    """Whether a person holds it; what the configuration forbids leaves by itself once it is permitted."""
    return row.state is State.HELD and row.reason not in (BY_DOUBT, BY_ALLOW, BY_CAMPAIGN, BY_STOP)


IS_HELD = N_("If no sign comes by %(moment)s, it is held and a person decides.")
SENT_AGAIN = N_("If no sign comes by %(moment)s, it is sent again, marked as maybe twice.")


@dataclass(frozen=True, slots=True)
class Action:
    """A button: where it posts to, its picture, tone and word, which function of the outbox it calls, when it fits."""

    path: str
    icon: str
    tone: str
    text: str
    call: Callable[..., Any]
    fits: Callable[[MessageView], bool]


_OVER = frozenset({State.FAILED, State.UNDELIVERED, State.UNREPORTED})

ACTIONS = (
    Action("release", "send", "main", N_("Release"), outbox.release, _stopped),
    Action("resend", "reload", "", N_("Send again"), outbox.resend, lambda row: _in_doubt(row) or row.state in _OVER),
    Action("confirm", "ok", "", N_("It arrived"), outbox.confirm, _in_doubt),
    Action("hold", "held", "", N_("Hold"), outbox.hold, lambda row: row.state is State.QUEUED),
    Action(
        *("cancel", "cancelled", "danger", N_("Cancel"), outbox.cancel),
        lambda row: row.state in (State.QUEUED, State.HELD),
    ),
)


@routes.get("/outbox")
def index(visit: Visit) -> HTTPResponse:
    """One page of what is looked for."""
    found, wanted = outbox_sought(visit)
    chips = [
        {"text": text, "link": found.link(state=code), "current": code == found.form.values["state"]}
        for code, text in _FILTERS.items()
    ]
    if found.form.errors:
        return visit.page("outbox/list.html", 422, sought=found, chips=chips, parts_of=found.parts(visit), page=None)
    page = outbox.page(visit.site.store, wanted, limit=PAGE, **which(visit))
    return visit.page(
        "outbox/list.html", sought=found, chips=chips, parts_of=found.parts(visit), **_shown(visit, found, page)
    )


@routes.fragment("/live/outbox")
def live_rows(visit: Visit) -> HTTPResponse:
    """The newest rows."""
    found, wanted = outbox_sought(visit)
    page = outbox.page(visit.site.store, wanted, limit=PAGE, **newest(visit))
    return visit.part("outbox/rows.html", sought=found, **_shown(visit, found, page))


def _shown(visit: Visit, found: Sought, page: Page[MessageView]) -> dict[str, Any]:
    looked = outbox.get(visit.site.store, page.older) if page.short and page.older else None
    acts = SWEPT if visit.may(Right.STEER) else ()
    return shown(visit, found, page, looked.created_at if looked else None) | {"acts": acts}


@routes.get("/outbox/<message_id:id>")
def detail(visit: Visit, message_id: int) -> HTTPResponse:
    """One message."""
    return visit.page("outbox/detail.html", **_detail(visit, message_id))


@routes.fragment("/live/outbox/<message_id:id>")
def live_detail(visit: Visit, message_id: int) -> HTTPResponse:
    """One message as it is now."""
    return visit.part("outbox/detail_live.html", **_detail(visit, message_id))


@routes.post("/outbox/<message_id:id>/<action>", needs=Right.STEER)
def act(visit: Visit, message_id: int, action: str) -> HTTPResponse:
    """Cancel, hold, release, send again."""
    found = next((each for each in ACTIONS if each.path == action), None)
    if found is None:
        raise HTTPError(404)
    _get(visit, message_id)
    store = visit.site.store
    with store.write():
        changed = found.call(store, [message_id], visit.now, who=visit.person.name if visit.person else None)
        if changed:
            visit.audit(f"message.{found.path}", message_id)
    visit.site.ring()
    return visit.go(f"/outbox/{message_id}", notice=found.path if changed else "unchanged")


def _get(visit: Visit, message_id: int) -> MessageView:
    row = outbox.get(visit.site.store, message_id)
    if row is None:
        raise HTTPError(404)
    return row


def _until(visit: Visit, row: MessageView) -> str:
    """What becomes of a message in doubt, and when; "" for any other."""
    doubted = [each.doubted_at for each in row.segments if each.state is State.UNCERTAIN and each.doubted_at]
    if not doubted:
        return ""
    sending = visit.site.config.sending
    again = getattr(sending, f"in_doubt_{row.kind.label}") == "resend"
    moment = visit.moment(min(doubted) + sending.uncertain_window_s * SECOND)
    return visit.tr.gettext(SENT_AGAIN if again else IS_HELD) % {"moment": moment}


def _sims(visit: Visit) -> dict[int, str]:
    """What SIMs are called, where there are several."""
    seen = sims.known(visit.site.store)
    return {sim.id: f"{sim.modem or '–'} ({sim.imsi})" for sim in seen} if len(seen) > 1 else {}


def _detail(visit: Visit, message_id: int) -> dict[str, Any]:
    row = _get(visit, message_id)
    return {
        "row": row,
        "who": contacts.names(visit.site.store, [row.recipient]).get(row.recipient),
        "word": words.state(row.state.label),
        "reason": None if row.state is State.QUEUED else explain_reason(visit.tr, row.reason),
        "errors": {segment.seq: segment_error(visit.tr, segment) for segment in row.segments},
        "doubtful": _in_doubt(row),
        "waits_for_proof": _until(visit, row),
        "steps": steps(visit.tr, row, events.of_message(visit.site.store, row.id), _sims(visit)),
        "actions": [action for action in ACTIONS if action.fits(row)],
        "waits_for": waits_words(visit.tr, row) if row.state is State.QUEUED else "",
        "quiet": _quiet(visit, row),
    }


def _quiet(visit: Visit, row: MessageView) -> Explained | None:
    """That it waits for the end of quiet hours, or for another moment at which its customer may be written to."""
    rest = outbox.waits(visit.site.config, row, visit.now)
    return None if rest is None else quiet.explained(visit.tr, rest.until, visit.zone, visit.now, rest.why)
