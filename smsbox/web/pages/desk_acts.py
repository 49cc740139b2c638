"""What is done in a conversation: answered, taken, put off, ended, noted; what was typed beside it survives it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.clock import BadMoment, parse_moment
from smsbox.desk import answering, canned, labels, notes, threads
from smsbox.desk.answering import FieldLeft
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.outbox import DestinationRefused
from smsbox.people.rights import Right
from smsbox.sms.alphabet import BadText
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.segments import TooLong, split
from smsbox.web import presses
from smsbox.web.forms import MISSING
from smsbox.web.routes import Routes
from smsbox.web.threads import drafts, words
from smsbox.web.threads.codes import path_of
from smsbox.web.threads.drafts import Typed
from smsbox.web.threads.shown import CANNOT, MOVED_ON, Refusal, colleagues, number_of, page, ready, seen, taken
from smsbox.web.visit import Visit

routes = Routes(Right.WRITE)

_ASKED = 6
"""So many SMS leave without a question."""
_REFUSED = (FieldLeft, BadText, TooLong, BadNumber, DestinationRefused)


@routes.post("/desk/<digits>/answer")
def answer(visit: Visit, digits: str) -> HTTPResponse:
    """Queue the answer, unless there is something its writer has not read: then he reads it first."""
    number, press, typed = number_of(visit, digits), presses.given(visit), drafts.given(visit)
    if not typed.text.strip():
        return page(visit, number, 422, typed=typed, wrong=visit.tr.gettext(MISSING), press=press)
    try:
        if (dear := _dear(visit, typed.text)) is not None:
            return page(visit, number, 409, typed=typed, refusal=dear, press=press)
        done = _answer(visit, number, typed.text, press)
    except _REFUSED as error:
        told = explain(visit.tr, error.key, error.facts)
        return page(visit, number, 422, typed=typed, wrong=f"{told.cause} {told.step}", press=press)
    if done.message_id is None:
        refusal = Refusal(*map(visit.tr.gettext, MOVED_ON))
        return page(visit, number, 409, typed=typed, refusal=refusal, press=press)
    visit.site.ring()
    return _back(visit, number, "already" if done.repeated else "answered", kept=replace(typed, text=""), press=press)


def _dear(visit: Visit, text: str) -> Refusal | None:
    """A long answer is asked about once: it costs as much as many short ones."""
    number = len(split(text).texts)
    agreed, _, done = visit.field("long").partition(".")
    if number <= _ASKED or agreed == str(number):
        return None
    told = visit.tr.ngettext("This answer costs %(num)s SMS", "This answer costs %(num)s SMS", number)
    step = visit.tr.gettext(N_("Nothing is sent yet. Send it all the same, or make it shorter below."))
    return Refusal(told % {"num": number}, step, press=f"{number}.{done or visit.field('done')}")


def _answer(visit: Visit, number: str, draft: str, press: str) -> answering.Answered:
    store = visit.site.store
    with store.write():
        done = answering.answer(
            store,
            number,
            draft,
            seen=seen(visit),
            press=press,
            by=visit.actor.name,
            now=visit.now,
            allow=visit.site.config.allow_any,
            done="yes" in (visit.field("done"), visit.field("long").partition(".")[2]),
        )
        if done.message_id is not None and not done.repeated:
            visit.audit("message.queued", done.message_id, messages=(None, 1))
            _count_canned(visit, number, draft)
        return done


def _count_canned(visit: Visit, number: str, draft: str) -> None:
    """Canned replies that stand in what was sent are the ones to be offered first."""
    for each in ready(visit, contacts.by_number(visit.site.store, number)):
        if each.text.strip() in draft:
            canned.was_used(visit.site.store, each.id)


@routes.post("/desk/<digits>/canned")
def put_in(visit: Visit, digits: str) -> HTTPResponse:
    """A canned reply behind what stands in the answer; for browsers without a script."""
    number = number_of(visit, digits)
    typed = drafts.given(visit)
    text = f"{typed.text.rstrip()}\n{visit.field('ready')[: drafts.LONGEST]}".strip()
    return _back(visit, number, kept=replace(typed, text=text))


@routes.post("/desk/<digits>/assign")
def assign(visit: Visit, digits: str) -> HTTPResponse:
    """Take it, give it to somebody, or leave it to others; of two who press at once one is told who has it."""
    number, store = number_of(visit, digits), visit.site.store
    who, was = visit.field("whom" if visit.chosen("give") else "who") or None, visit.field("was") or None
    if who is not None and who not in colleagues(store):
        refusal = Refusal(visit.tr.gettext(CANNOT[0]) % {"who": who}, visit.tr.gettext(CANNOT[1]))
        return page(visit, number, 422, typed=drafts.given(visit), refusal=refusal)
    with store.write():
        had = threads.get(store, number).assigned_to
        won, thread = threads.assign(store, number, who, was=was, by=visit.actor.name, now=visit.now)
        if won and had != who:
            visit.audit("desk.assigned", number, assigned_to=(had, who))
    if not won:
        return page(visit, number, 409, typed=drafts.given(visit), refusal=taken(visit, thread))
    return _back(visit, number, "thread_taken" if who == visit.actor.name else "noted" if had != who else "as_before")


@routes.post("/desk/<digits>/end")
def end(visit: Visit, digits: str) -> HTTPResponse:
    """Nothing is left to do."""
    return _back(visit, *_turned(visit, digits, threads.end, "desk.done", "thread_done"))


@routes.post("/desk/<digits>/reopen")
def reopen(visit: Visit, digits: str) -> HTTPResponse:
    """Something is left to do after all."""
    return _back(visit, *_turned(visit, digits, threads.reopen, "desk.reopened", "thread_open"))


@routes.post("/desk/<digits>/unread")
def unread(visit: Visit, digits: str) -> HTTPResponse:
    """It is to look new again; to the list, for opened once more it would be read."""
    number, notice = _turned(visit, digits, threads.unread, "desk.unread", "noted")
    drafts.keep(visit, number, drafts.given(visit))
    return visit.go("/desk", notice=notice)


def _turned(visit: Visit, digits: str, turn: Callable[..., bool], audited: str, notice: str) -> tuple[str, str]:
    """Done once, however often it is pressed: the number, and what is said of it."""
    number, store = number_of(visit, digits), visit.site.store
    with store.write():
        done = turn(store, number, by=visit.actor.name, now=visit.now)
        if done:
            visit.audit(audited, number)
    return number, notice if done else "as_before"


@routes.post("/desk/<digits>/later")
def later(visit: Visit, digits: str) -> HTTPResponse:
    """Put it off."""
    number, store = number_of(visit, digits), visit.site.store
    typed, chosen = drafts.given(visit), visit.field("until")
    own = chosen == "moment" or (not chosen and bool(typed.moment))
    try:
        until = parse_moment(typed.moment, visit.now, visit.zone) if own else words.until(visit, chosen)
    except BadMoment as error:
        told = explain(visit.tr, error.key, error.facts)
        return page(visit, number, 422, typed=typed, refusal=Refusal(told.cause, told.step))
    if until is None or until <= visit.now:
        refusal = Refusal(visit.tr.gettext(words.PAST), visit.tr.gettext(N_("Choose a later one.")))
        return page(visit, number, 422, typed=typed, refusal=refusal)
    with store.write():
        threads.put_off(store, number, until, by=visit.actor.name, now=visit.now)
        visit.audit("desk.put_off", number, until=(None, visit.full_moment(until)))
    return _back(visit, number, "thread_put_off", kept=replace(typed, moment="") if own else typed)


@routes.post("/desk/<digits>/note")
def note(visit: Visit, digits: str) -> HTTPResponse:
    """A note for colleagues."""
    number, store = number_of(visit, digits), visit.site.store
    text = _clean(visit.field("note").replace("\r\n", "\n")).strip()[: notes.LONGEST]
    if not text:
        return _back(visit, number, "as_before")
    with store.write():
        notes.add(store, number, text, who=visit.actor.name, now=visit.now)
        visit.audit("desk.note", number)
    return _back(visit, number, "noted", kept=replace(drafts.given(visit), note=""))


@routes.post("/desk/<digits>/enter")
def enter(visit: Visit, digits: str) -> HTTPResponse:
    """The key Enter in a field of one line does what the button beside that field does."""
    typed = drafts.given(visit)
    return later(visit, digits) if typed.moment and not typed.label.strip() else label(visit, digits)


@routes.post("/desk/<digits>/label")
def label(visit: Visit, digits: str) -> HTTPResponse:
    """Stick a label on it, or (`off`) take one off."""
    number, store = number_of(visit, digits), visit.site.store
    on, off = labels.spelled(_clean(visit.field("label"))), labels.spelled(_clean(visit.field("off")))
    with store.write():
        if off:
            changed = labels.take_off(store, number, off)
        else:
            changed = bool(on) and labels.put(store, number, on, by=visit.actor.name, now=visit.now)
        if changed:
            visit.audit("desk.label", number, label=(off or None, None if off else on))
    typed = drafts.given(visit)
    return _back(visit, number, "noted" if changed else "as_before", kept=typed if off else replace(typed, label=""))


@routes.post("/desk/labels/change")
def rename(visit: Visit) -> HTTPResponse:
    """Call a label otherwise wherever it is, or (`off`) take it off everywhere."""
    store, was = visit.site.store, labels.spelled(_clean(visit.field("label")))
    to = "" if visit.chosen("off") else labels.spelled(_clean(visit.field("to")))
    if not to and not visit.chosen("off"):
        return visit.go("/desk", list="all", label=was, notice="as_before")
    with store.write():
        changed = labels.rename(store, was, to)
        if changed:
            visit.audit("desk.labels", was, label=(was, to or None))
    return visit.go("/desk", list="all", label=to, notice="noted" if changed else "as_before")


def _back(visit: Visit, number: str, notice: str = "", *, kept: Typed | None = None, press: str = "") -> HTTPResponse:
    """To the end of the conversation, with whatever else was typed there; `press`: the mark by which the script knows
    that its answer is the one that left.
    """
    drafts.keep(visit, number, drafts.given(visit) if kept is None else kept)
    said = (f"?notice={notice}" if notice else "") + (f"&press={press}" if press else "")
    answer = visit.go(path_of(number) + said)
    answer.set_header("Location", f"{answer.get_header('Location')}#end")
    return answer


def _clean(text: str) -> str:
    """Without what no text can have."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
