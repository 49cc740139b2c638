"""The log of happenings in words: what each kind is called, what is told of it, and the families one looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsbox import events
from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.marks import N_
from smsbox.inbox import ROUTED
from smsbox.outbox.reasons import explain_reason, report_words
from smsbox.web import words
from smsbox.web.messages.timeline import INBOUND, KINDS, QUEUED
from smsbox.web.messages.visible import plainly
from smsbox.web.words import Word

if TYPE_CHECKING:
    from smsbox.events import Happening
    from smsbox.web.visit import Visit

_OTHERS = {
    events.REPORT_ORPHAN: Word("info", "idle", N_("A report of a message nobody knows")),
    events.SEGMENT_RECEIVED: Word("inbox", "idle", N_("A part of a message came")),
    events.MAIL_GIVEN_UP: Word("warning", "warn", N_("The mail server does not take it: not told by e-mail")),
    events.CALL_REFUSED: Word("call", "idle", N_("A call was hung up")),
    events.CALL_SETTLED: Word("ok", "good", N_("A call was settled")),
    events.USSD_PUSHED: Word("info", "idle", N_("The network wrote by USSD")),
    events.SIM_HOLDS: Word("held", "warn", N_("The SIM rests")),
    events.SIM_GOES_ON: Word("resume", "good", N_("The SIM goes on")),
    events.SIM_SWAPPED: Word("sim", "warn", N_("Another SIM is in the modem")),
    events.SIM_ACCEPTED: Word("sim", "good", N_("Somebody agreed to the other SIM")),
    events.MODEM_PAUSED: Word("held", "warn", N_("The modem was paused")),
    events.MODEM_RESUMED: Word("resume", "good", N_("The modem was resumed")),
    events.MODEM_DOWN: Word("failed", "bad", N_("The modem went down")),
    events.MODEM_RECOVERY: Word("reload", "warn", N_("The modem is being brought back")),
    events.CAMPAIGN_APPROVED: Word("ok", "idle", N_("A campaign was approved")),
    events.CAMPAIGN_TESTED: Word("send", "idle", N_("A campaign was tried on own telephones")),
    events.CAMPAIGN_SCHEDULED: Word("waiting", "idle", N_("A campaign waits for its moment")),
    events.CAMPAIGN_LAUNCHED: Word("campaign", "good", N_("A campaign began")),
    events.CAMPAIGN_PILOT: Word("ok", "good", N_("After the first few the campaign goes on to all")),
    events.CAMPAIGN_SKIPPED: Word("next", "idle", N_("A turn of a campaign is left out")),
    events.CAMPAIGN_PAUSED: Word("held", "warn", N_("A campaign was paused")),
    events.CAMPAIGN_RESUMED: Word("resume", "good", N_("A campaign goes on")),
    events.CAMPAIGN_FINISHED: Word("ok", "good", N_("A campaign is over")),
    events.CAMPAIGN_CANCELLED: Word("cancelled", "idle", N_("A campaign was ended for good")),
    events.OPTED_OUT: Word("cancelled", "idle", N_("A customer wants no more advertising")),
    events.ORDER_MADE: Word("ok", "good", N_("A customer ordered")),
    events.ORDER_CHANGED: Word("next", "idle", N_("An order went on")),
    events.APPOINTMENT_CHANGED: Word("waiting", "idle", N_("An appointment was made or changed")),
    events.STARTED: Word("ok", "good", N_("smsbox started")),
    events.ALL_HELD: Word("held", "warn", N_("All that waited was held: the database may be a copy")),
    events.STOPPED: Word("cancelled", "idle", N_("smsbox ended")),
}
WORDS = {events.QUEUED: QUEUED, **KINDS, **INBOUND, **_OTHERS}
"""By kind; every kind that is written has its word here, or the tests fail."""

_BACK = Word("ok", "good", N_("The modem is back"))

FAMILIES = {
    "messages": N_("Messages"),
    "modems": N_("Modems"),
    "money": N_("SIM and money"),
    "calls": N_("Calls"),
    "campaigns": N_("Campaigns"),
    "customers": N_("Customers"),
    "people": N_("What people did"),
}
_MONEY = ("sim.", "ussd.")
_PEOPLE = (
    *(events.RELEASED, events.RESENT, events.CONFIRMED, events.MOVED, events.CANCELLED, events.SETTLED),
    *(events.MODEM_PAUSED, events.MODEM_RESUMED, events.SIM_ACCEPTED, events.CALL_SETTLED),
)
_BEGINNINGS = {
    "messages": ("outbox.", "inbox.", "report.", "mail."),
    "modems": ("modem.", "daemon."),
    "money": _MONEY,
    "calls": ("call.",),
    "campaigns": ("campaign.",),
    "customers": ("consent.", "order.", "appointment."),
}

_FIGURES = ("count", "first", "last")
_DONE_BY = N_("Done by %(who)s.")


@dataclass(frozen=True, slots=True)
class Told:
    """A happening in words: `detail` says why or how, `number` is as this visitor may see it, `path` leads to the
    message where there is one.
    """

    id: int
    at: int
    word: Word
    detail: str
    modem: str
    number: str
    path: str


def kinds_of(family: str) -> tuple[str, ...]:
    """The kinds of a family, none for everything."""
    if family == "people":
        return _PEOPLE
    beginnings = _BEGINNINGS.get(family, ())
    return tuple(kind for kind in WORDS if beginnings and kind.startswith(beginnings))


def told(visit: Visit, line: Happening, sims: Mapping[int, str]) -> Told:
    """`line` for this visitor; `sims`: the modem each SIM was last in."""
    word = WORDS.get(line.kind) or Word("info", "idle", line.kind)
    if line.kind == events.MODEM_RECOVERY and line.data.get("helped"):
        word = _BACK
    sim = line.data.get("sim") or line.data.get("sim_id")
    number = str(line.data.get("number") or line.data.get("to") or "")
    box = "inbox" if line.kind.startswith("inbox.") else "outbox"
    path = "" if line.message_id is None else f"/{box}/{line.message_id}"
    modem = line.modem or (sims.get(sim, "") if isinstance(sim, int) else "")
    return Told(line.id, line.at, word, _detail(visit, line), modem, visit.number(number) if number else "", path)


def _detail(visit: Visit, line: Happening) -> str:
    pieces = [_place(visit, line.data), _why(visit, line), _who(visit, line.data)]
    return " ".join(piece for piece in pieces if piece)


def _place(visit: Visit, data: Mapping[str, Any]) -> str:
    """Which segment, which attempt, how many at once."""
    say, notes = visit.tr.gettext, []
    if data.get("name"):
        notes.append(f"“{plainly(str(data['name']))[:80]}”")
    if data.get("count"):
        figures = {name: visit.tr.number(data[name]) for name in _FIGURES if isinstance(data.get(name), int)}
        notes.append(say(N_("%(count)s messages, No. %(first)s to %(last)s")) % {**_plain(data), **figures})
    if data.get("seq"):
        notes.append(say(N_("SMS No. %(seq)s")) % _plain(data))
    if data.get("attempt", 1) != 1:
        notes.append(say(N_("attempt %(attempt)s")) % _plain(data))
    if data.get("ref") is not None:
        notes.append(say(N_("reference %(ref)s")) % _plain(data))
    return f"{', '.join(notes)}." if notes else ""


def _plain(data: Mapping[str, Any]) -> dict[str, str]:
    """Facts as short plain text, also where a row is odd."""
    found = {name: plainly(str(value))[:80] for name, value in data.items()}
    return dict.fromkeys(("first", "last"), "?") | found


def _why(visit: Visit, line: Happening) -> str:
    tr, data = visit.tr, line.data
    if line.kind == events.ROUTED:
        told = tr.gettext(ROUTED.get(str(data.get("by")), ("", ""))[1] or str(data.get("by")))
        return f"{told}: {plainly(str(data['about']))}" if data.get("about") else told
    if line.kind == events.MODEM_RECOVERY:
        key = f"recovery.{data.get('rung')}"
        done = tr.gettext(words.rung(str(data.get("rung"))))
        return explain(tr, key, data).cause if knows(key) and not data.get("helped") else f"{done}."
    if line.kind in (events.SIM_HOLDS, events.SIM_GOES_ON):
        key, facts = str(data.get("hold")), data.get("facts")
        return explain(tr, key, facts if isinstance(facts, dict) else {}).cause if knows(key) else ""
    if line.kind == events.USSD_PUSHED:
        return visit.note(plainly(str(data.get("text", "")).strip()))
    if isinstance(data.get("st"), int):
        status = report_words(tr, data["st"])
        return status.cause if status else ""
    if line.kind == events.MODEM_DOWN and knows(str(data.get("reason"))):
        modem = visit.site.config.modem(line.modem or "")
        port = (modem.port or modem.imei) if modem is not None else None
        facts = {"port": port, "name": line.modem, "modem": line.modem}
        return explain(tr, str(data["reason"]), {name: plainly(fact) for name, fact in facts.items() if fact}).cause
    if line.kind == events.CAMPAIGN_PAUSED and knows(f"campaigns.{data.get('why')}"):
        return explain(tr, f"campaigns.{data.get('why')}", data).cause
    given = data.get("reason") or data.get("error")
    reason = explain_reason(tr, plainly(str(given))) if given else None
    note = data.get("why")
    if reason is None and line.kind == events.MODEM_PAUSED and note:
        return plainly(str(note))
    return reason.cause if reason else ""


def _who(visit: Visit, data: Mapping[str, Any]) -> str:
    who = data.get("who") or data.get("by_whom")
    return visit.tr.gettext(_DONE_BY) % {"who": plainly(str(who))} if who else ""
