"""Writing a message: form, preview with its price in SMS, and the one press that queues it, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bottle import HTTPResponse

from smsbox import inbox, outbox
from smsbox.consent import Rules
from smsbox.desk import answering
from smsbox.i18n import quiet
from smsbox.i18n.explanations import Explained
from smsbox.i18n.marks import N_
from smsbox.i18n.reasons import bad_number, not_permitted
from smsbox.people.rights import MOST_WITHOUT_BULK, Right
from smsbox.sheets.advertising import NOT_PERMITTED
from smsbox.sms.alphabet import BASIC, ESC, EXTENSION, Alphabet
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.messages.plan import Plan, drafts, make_plan
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.WRITE)

A_MAILING = N_("You may write to at most %(num)s people at once. Owners and marketers may write to more.")

_FIELDS = {
    "numbers": 200_000,
    "text": 45_000,
    "class": 20,
    "after": 40,
    "before": 40,
    "flash": 3,
    "noreport": 3,
    "reply": 19,
}
_SHOWN = 12
_ROW = re.compile("[1-9][0-9]{0,17}")
_GSM7 = {"basic": BASIC.replace(chr(ESC), ""), "extension": "".join(EXTENSION.values())}

_ALPHABETS = {
    Alphabet.GSM7: N_("Latin (GSM 7 bit): 160 characters in one SMS, 153 in each of several."),
    Alphabet.UCS2: N_("Cyrillic or other (UCS-2): 70 characters in one SMS, 67 in each of several."),
}


@routes.get("/send")
def show(visit: Visit) -> HTTPResponse:
    """The empty form; `?reply=ID` answers a received message, `?to=` fills in a number."""
    form = blank(_FIELDS, numbers=visit.query("to")[:40], **{"class": "service"})
    reply = visit.query("reply")
    if _ROW.fullmatch(reply):
        answered = inbox.get(visit.site.store, int(reply))
        if answered is not None:
            form.values.update({"reply": reply, "numbers": answered.sender, "class": "reply"})
    return _form(visit, form, Plan(), 200)


@routes.post("/send/edit")
def edit(visit: Visit) -> HTTPResponse:
    """Back from the preview with everything still filled in."""
    return _form(visit, filled(visit, _FIELDS), Plan(), 200)


@routes.post("/send/preview")
def preview(visit: Visit) -> HTTPResponse:
    """What would be sent, and what it costs; nothing is queued."""
    form, plan = _check(visit)
    if form.errors:
        return _form(visit, form, plan, 403 if plan.forbidden and set(form.errors) == {"numbers"} else 422)
    return visit.page(
        "send/preview.html",
        form=form,
        plan=plan,
        once=presses.fresh(),
        shown=_SHOWN,
        alphabet_words=visit.tr.gettext(_ALPHABETS[plan.alphabet]),
        quiet=_quiet(visit, plan),
    )


def _quiet(visit: Visit, plan: Plan) -> Explained | None:
    """That it will wait for the end of quiet hours, or never leave because of them."""
    rest = outbox.rest(visit.site.config, max(visit.now, plan.after or visit.now), plan.kind)
    if rest is None:
        return None
    told = quiet.explained(visit.tr, rest.until, visit.zone, visit.now, rest.why)
    late = plan.before is not None and plan.before <= rest.until
    return replace(told, cause=quiet.never(visit.tr, rest.until, visit.zone, visit.now)) if late else told


@routes.post("/send/queue")
def queue(visit: Visit) -> HTTPResponse:
    """Queue it all in one transaction. The preview's own mark becomes the batch: a second press finds it there."""
    once = presses.given(visit)
    if outbox.messages(visit.site.store, outbox.Filter(batch=once), limit=1):
        return visit.go("/outbox", notice="already")
    form, plan = _check(visit)
    if form.errors:
        return _form(visit, form, plan, 403 if plan.forbidden and set(form.errors) == {"numbers"} else 422)
    store, allow = visit.site.store, visit.site.config.allow_any
    with store.write():
        if outbox.messages(store, outbox.Filter(batch=once), limit=1):
            return visit.go("/outbox", notice="already")
        ids = outbox.submit(
            store, drafts(plan, form, once), now=visit.now, allow=allow, rules=Rules.of(visit.site.config)
        )
        _answered(visit, plan, form, ids)
        visit.audit("message.queued", _subject(ids), messages=(None, len(ids)))
    visit.site.ring()
    if len(ids) == 1:
        return visit.go(f"/outbox/{ids[0]}", notice="queued", count=1)
    return visit.go("/outbox", notice="queued", count=len(ids))


def _answered(visit: Visit, plan: Plan, form: Filled, ids: Sequence[int]) -> None:
    """What answers a message is an answer in its conversation, too."""
    if form.values["reply"] or plan.kind is outbox.MessageClass.REPLY:
        for number, message_id in zip(plan.recipients, ids, strict=True):
            answering.wrote(visit.site.store, number, message_id, by=visit.actor.name, now=visit.now)


def _subject(ids: Sequence[int]) -> str:
    """Which messages: the first and the last of them."""
    return str(ids[0]) if len(ids) == 1 else f"{ids[0]}–{ids[-1]}"


def _check(visit: Visit) -> tuple[Filled, Plan]:
    form = filled(visit, _FIELDS)
    require(visit, form, "numbers", "text")
    if form.values["reply"] and not _ROW.fullmatch(form.values["reply"]):
        form.values["reply"] = ""
    plan = make_plan(visit, form)
    if len(plan.recipients) > MOST_WITHOUT_BULK and not visit.may(Right.BULK):
        form.wrong("numbers", visit.tr.gettext(A_MAILING) % {"num": visit.tr.number(MOST_WITHOUT_BULK)})
    return form, plan


def _why(visit: Visit, reason: str) -> str:
    """Why a number cannot be written to, as half a sentence."""
    if reason.startswith(NOT_PERMITTED):
        return not_permitted(visit.tr, reason.removeprefix(NOT_PERMITTED))
    return bad_number(visit.tr, reason)


def _form(visit: Visit, form: Filled, plan: Plan, status: int) -> HTTPResponse:
    reply = form.values["reply"]
    answered = inbox.get(visit.site.store, int(reply)) if _ROW.fullmatch(reply) else None
    return visit.page(
        "send/form.html",
        status,
        form=form,
        answered=answered,
        alphabet=_GSM7,
        opened=bool(form.values["after"] or form.values["before"] or form.values["flash"] or form.values["noreport"]),
        others=len(plan.letters) if plan.forbidden else 0,
        bad_numbers=[{"text": entry.text, "why": _why(visit, entry.reason)} for entry in plan.bad],
    )


def answerable(sender: str, country: str) -> bool:
    """Whether a sender is a number that can be written to."""
    try:
        parse(sender, country)
    except BadNumber:
        return False
    return True
