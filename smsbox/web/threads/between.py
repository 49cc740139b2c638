"""What happened with a customer between his messages: calls, coupons, campaigns, consents, dialogs, tasks, and what
colleagues wrote down or did.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from smsbox import consent
from smsbox.clock import Micros
from smsbox.desk import notes, tasks
from smsbox.desk.notes import NOTE
from smsbox.dialogs.happened import happened
from smsbox.i18n import consents
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import told
from smsbox.privacy.dealings import Dealings, dealings
from smsbox.web.threads import words
from smsbox.web.threads.lines import Line
from smsbox.web.words import Word

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

MOST, DEEP = 60, 2_000
"""Of each kind so many are looked through for the newest page, and for those before it."""

_ICONS = {"order": "store", "appointment": "waiting", "vote": "chart", "quiz": "help", "contest": "coupon"}
_GOT, _USED = N_("Got the coupon %(code)s (%(series)s)"), N_("Redeemed the coupon %(code)s (%(series)s)")
_ANSWERED = N_("Answered the campaign %(name)s")
_RANG = N_("Called")
_RANG_OFTEN = N_("Called %(num)s times")
_TASK, _TASK_DONE = N_("Task: %(what)s"), N_("Task done by %(who)s: %(what)s")
_TASK_DROPPED = N_("Task dropped by %(who)s: %(what)s")


def dealt_with(visit: Visit, number: str, *, newest: bool) -> Dealings:
    """His calls, coupons and campaigns, as many as a page needs."""
    return dealings(visit.site.store, [number], MOST if newest else DEEP)


def between(visit: Visit, number: str, dealt: Dealings, since: Micros, until: Micros | None) -> list[Line]:
    """What happened from a moment on, up to another one or (None) until now, in no order."""
    most = MOST if until is None else DEEP
    found = chain(
        _dealt(visit, dealt),
        _permission(visit, number),
        _dialogs(visit, number, most, since, until),
        _tasks(visit, number, most),
        _colleagues(visit, number, until),
    )
    return [each for each in found if since <= each.at and (until is None or each.at < until)]


def campaigns_of(dealt: Dealings) -> dict[int, tuple[str, str]]:
    """Message → name and page of the campaign it belongs to."""
    reached = ((each.message_id, each) for each in dealt.campaigns)
    return {of: (each.name, f"/campaigns/{each.id}") for of, each in reached if of is not None}


def _dealt(visit: Visit, dealt: Dealings) -> Iterator[Line]:
    say = visit.tr.gettext
    for call in dealt.calls:
        text = say(_RANG) if call.rings == 1 else say(_RANG_OFTEN) % {"num": visit.tr.number(call.rings)}
        yield _line(call.at, text + (f" · {call.note}" if call.note else ""), "call", "/calls")
    for coupon in dealt.coupons:
        facts, href = {"code": coupon.code, "series": coupon.series}, "/coupons"
        if coupon.given_at is not None:
            yield _line(coupon.given_at, say(_GOT) % facts, "coupon", href)
        if coupon.redeemed_at is not None:
            yield _line(coupon.redeemed_at, say(_USED) % facts, "coupon", href)
    for reached in dealt.campaigns:
        if reached.replied_at is not None:
            text = say(_ANSWERED) % {"name": reached.name}
            yield _line(reached.replied_at, text, "campaign", f"/campaigns/{reached.id}")


def _permission(visit: Visit, number: str) -> Iterator[Line]:
    say = visit.tr.gettext
    for line in consent.history(visit.site.store, number):
        act, how = consents.ACTS.get(line.entry.act, line.entry.act), consents.HOW.get(line.entry.how, line.entry.how)
        text = f"{say(N_('Permission'))}: {say(act)} {say(how)}"
        yield _line(line.entry.at, text, "rules", who=line.entry.operator)


def _dialogs(visit: Visit, number: str, most: int, since: Micros, until: Micros | None) -> Iterator[Line]:
    for each in happened(visit.site.store, number, most):
        if since <= each.at and (until is None or each.at < until):  # telling them all would take long
            yield _line(each.at, str(told(visit.tr, each.said)), _ICONS.get(each.kind, "reply"), each.href)


def _tasks(visit: Visit, number: str, most: int) -> Iterator[Line]:
    say = visit.tr.gettext
    for task in tasks.of_number(visit.site.store, number, most):
        kind = say(words.kind(task.kind).text)
        what = f"{kind} · {task.title}" if task.title else kind
        if task.kind not in words.KINDS:  # else what it is about stands there itself
            yield _line(task.made_at, say(_TASK) % {"what": what}, "ok", "/tasks")
        if task.ended_at is not None:
            phrase = _TASK_DONE if task.state is tasks.TaskState.DONE else _TASK_DROPPED
            yield _line(task.ended_at, say(phrase) % {"what": what, "who": task.ended_by or "smsbox"}, "ok")


def _colleagues(visit: Visit, number: str, until: Micros | None) -> Iterator[Line]:
    for note in notes.of_number(visit.site.store, number, 2 * MOST, *([] if until is None else [until])):
        if note.kind == NOTE:
            yield Line("note", note.at, note.text, who=note.who)
        else:
            icon, href = ("warning", f"/outbox/{note.text}") if note.kind == "missed" else ("person", "")
            yield _line(note.at, words.deed(visit, note), icon, href)


def _line(at: int, text: str, icon: str, href: str = "", who: str = "") -> Line:
    return Line("between", at, text, href if not href or href.startswith("/") else "", Word(icon, "idle", ""), who=who)
