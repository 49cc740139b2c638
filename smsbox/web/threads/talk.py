"""One page of a conversation: messages of both sides and what happened between them, the newest at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from smsbox import inbox, outbox
from smsbox.clock import SECOND, Micros
from smsbox.desk import answering
from smsbox.desk.answering import Seen
from smsbox.desk.thread import ways
from smsbox.i18n.marks import N_
from smsbox.inbox import InboundView, InboxFilter
from smsbox.outbox import Filter, MessageView, State
from smsbox.web import words
from smsbox.web.paging import cursor
from smsbox.web.threads.between import between, campaigns_of, dealt_with
from smsbox.web.threads.codes import linking, path_of
from smsbox.web.threads.lines import Line

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

PAGE = 30
"""Messages of one page."""

Message = InboundView | MessageView
_YESTERDAY, _TODAY = N_("Yesterday"), N_("Today")


@dataclass(frozen=True, slots=True)
class Talk:
    """`lines` from old to new; `earlier`: where the page before lies; `last`: how far the conversation has come, where
    this page shows its end, which `newest` says; who answers from another page is shown the end first.
    """

    lines: list[Line]
    earlier: str | None
    last: Seen
    newest: bool


def talk(visit: Visit, number: str) -> Talk:
    """The page the address asks for: the newest, or the one before two messages."""
    store, before_in, before_out = visit.site.store, cursor(visit, "in"), cursor(visit, "out")
    with store.read():
        last = answering.last_seen(store, number)
        heard = _heard(visit, number, before_in)
        wrote = outbox.messages(store, Filter(recipient=number), PAGE + 1, before_out)
    both: list[Message] = [*heard, *wrote]
    shown = sorted(both, key=_at, reverse=True)[:PAGE]
    more = len(shown) < len(both)
    newest = before_in is None and before_out is None
    since = _at(shown[-1]) if more else 0
    until = None if newest else cursor(visit, "until") or (_at(shown[0]) if shown else 0)
    dealt = dealt_with(visit, number, newest=newest)
    lines = _bubbles(visit, number, shown[::-1], campaigns_of(dealt)) + between(visit, number, dealt, since, until)
    lines.sort(key=lambda each: each.at)
    earlier = _earlier(number, shown, before_in, before_out) if more else None
    return Talk(_with_days(visit, lines), earlier, last if newest else Seen(0, 0), newest)


def _heard(visit: Visit, number: str, before: int | None) -> list[InboundView]:
    """What he wrote, however the network spelt him."""
    found = [
        each
        for way in ways(number)
        for each in inbox.found(visit.site.store, InboxFilter(sender=way), PAGE + 1, before)
    ]
    return sorted(found, key=lambda each: each.id, reverse=True)[: PAGE + 1]


def _at(message: Message) -> Micros:
    return message.received_at if isinstance(message, InboundView) else message.created_at


def _earlier(number: str, shown: Sequence[Message], before_in: int | None, before_out: int | None) -> str:
    heard = [each.id for each in shown if isinstance(each, InboundView)]
    wrote = [each.id for each in shown if isinstance(each, MessageView)]
    places = {"in": min(heard, default=before_in), "out": min(wrote, default=before_out)}
    places["until"] = _at(shown[-1])  # what happened before this page's first message belongs to the one before
    given = {name: place for name, place in places.items() if place is not None}
    return f"{path_of(number)}?{urlencode(given)}"


def _bubbles(
    visit: Visit, number: str, shown: Sequence[Message], campaigns: Mapping[int, tuple[str, str]]
) -> list[Line]:
    linked = linking(visit, (each.text for each in shown if isinstance(each, InboundView)), number)
    authors = answering.authors(visit.site.store, [each.id for each in shown if isinstance(each, MessageView)])
    lines = []
    for each in shown:
        if isinstance(each, InboundView):
            lines.append(_in(visit, each, linked(each.text) if each.text.strip() else _blank(visit)))
        else:
            about = campaigns.get(each.id)
            word = words.state(each.state.label)
            text = _ours(visit, each.text)
            who, waits = authors.get(each.id, ""), each.send_after if each.state is State.QUEUED else None
            after = waits if waits is not None and waits > visit.now else None
            href = f"/outbox/{each.id}"
            lines.append(Line("out", each.created_at, text, href, word, word.hint, who=who, about=about, after=after))
    return lines


def _ours(visit: Visit, text: str) -> str:
    """Our own text, escaped."""
    return linking(visit, ())(text) if text.strip() else _blank(visit)


def _blank(visit: Visit) -> str:
    """Instead of a text without a letter: a row without anything would be taken for a fault."""
    return visit.tr.gettext(N_("(empty)"))


def _in(visit: Visit, message: InboundView, text: str) -> Line:
    word = words.Word("ok" if message.settled_at else "info", "warn" if message.for_people else "idle", message.done)
    full = visit.tr.gettext(message.done_in_full) if message.done else ""
    warn = not message.complete or message.damaged
    return Line(
        "in", message.received_at, text, f"/inbox/{message.id}", word if message.done else None, full, warn=warn
    )


def _with_days(visit: Visit, lines: Sequence[Line]) -> list[Line]:
    """A line for each day before what happened on it."""
    told: list[Line] = []
    day: date | None = None
    for line in lines:
        own = datetime.fromtimestamp(line.at // SECOND, UTC).astimezone(visit.zone).date()
        if own != day:
            day = own
            told.append(Line("day", line.at, _day(visit, own)))
        told.append(line)
    return told


def _day(visit: Visit, day: date) -> str:
    today = datetime.fromtimestamp(visit.now // SECOND, UTC).astimezone(visit.zone).date()
    near = {0: _TODAY, 1: _YESTERDAY}.get((today - day).days)
    return visit.tr.gettext(near) if near else visit.tr.day(day, today)
