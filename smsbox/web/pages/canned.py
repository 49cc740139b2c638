"""Canned replies: written once with fields in them, shown as they would read, used in conversations."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.desk import canned
from smsbox.desk.canned import Canned
from smsbox.dialogs.saying import person
from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import LANGUAGES
from smsbox.people.rights import Right
from smsbox.sheets.letters import count_segments
from smsbox.sms.alphabet import BadText
from smsbox.sms.segments import TooLong, split
from smsbox.web.forms import Filled, blank, filled, only, require
from smsbox.web.routes import Routes
from smsbox.web.threads.shown import Ready, filled_in
from smsbox.web.visit import Visit
from smsbox.wording import Person
from smsbox.wording.grammar import BadTemplate

routes = Routes(Right.READ)

_FIELDS = {"title": canned.LONGEST_TITLE, "text": canned.LONGEST, "language": 2}


@routes.get("/canned")
def index(visit: Visit) -> HTTPResponse:
    """All of them, and room for one more."""
    return _page(visit, blank(_FIELDS), None, 200)


@routes.get("/canned/<reply_id:id>", needs=Right.WRITE)
def one(visit: Visit, reply_id: int) -> HTTPResponse:
    """One to be changed."""
    reply = _found(visit, reply_id)
    return _page(visit, blank(_FIELDS, title=reply.title, text=reply.text, language=reply.language), reply, 200)


@routes.post("/canned", needs=Right.WRITE)
def add(visit: Visit) -> HTTPResponse:
    """Keep a new one."""
    return _keep(visit, None)


@routes.post("/canned/<reply_id:id>", needs=Right.WRITE)
def change(visit: Visit, reply_id: int) -> HTTPResponse:
    """Keep it as changed."""
    return _keep(visit, _found(visit, reply_id))


@routes.post("/canned/<reply_id:id>/drop", needs=Right.WRITE)
def drop(visit: Visit, reply_id: int) -> HTTPResponse:
    """Delete one."""
    with visit.site.store.write():
        done = canned.drop(visit.site.store, reply_id)
        if done:
            visit.audit("canned.dropped", reply_id)
    return visit.go("/canned", notice="noted" if done else "as_before")


def _keep(visit: Visit, reply: Canned | None) -> HTTPResponse:
    form, store = filled(visit, _FIELDS), visit.site.store
    only(form.values, "language", LANGUAGES)
    require(visit, form, "title", "text")
    if not form.errors:
        try:
            split(form.values["text"])
            with store.write():
                known = None if reply is None else reply.id
                given = [form.values[name].strip() for name in _FIELDS]
                canned.keep(store, *given, reply_id=known, by=visit.actor.name, now=visit.now)
                visit.audit("canned.kept", form.values["title"].strip())
        except (BadTemplate, BadText, TooLong) as error:
            told = explain(visit.tr, error.key, error.facts)
            form.wrong("text", f"{told.cause} {told.step}")
    return _page(visit, form, reply, 422) if form.errors else visit.go("/canned", notice="noted")


def _found(visit: Visit, reply_id: int) -> Canned:
    reply = canned.get(visit.site.store, reply_id)
    if reply is None:
        raise HTTPError(404)
    return reply


def _page(visit: Visit, form: Filled, reply: Canned | None, status: int) -> HTTPResponse:
    listed = canned.listed(visit.site.store)
    samples = {each.id: _sample(visit, each) for each in listed}
    return visit.page(
        "desk/canned.html",
        status,
        form=form,
        reply=reply,
        replies=listed,
        samples=samples,
        spoken=LANGUAGES,
        costs={each: count_segments(sample.text) for each, sample in samples.items()},
    )


def _sample(visit: Visit, reply: Canned) -> Ready:
    """As it would read for somebody called Oksana."""
    him = person(None, visit.site.config, reply.language or visit.site.config.shop.language)
    name = "Oksana" if him.language in ("en", "pl") else "Оксана"
    return filled_in(reply, Person({**him.values, "name": name}, him.tags, him.language))
