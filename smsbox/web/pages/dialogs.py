"""Scenarios: all of them, a new one from an example or a file, and one with what came of it."""

from __future__ import annotations

import tomllib
from typing import Any

from bottle import HTTPResponse

from smsbox.dialogs import figures
from smsbox.dialogs.examples import LANGUAGES as SPOKEN
from smsbox.dialogs.examples import example, examples
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.rows import Kept
from smsbox.i18n.languages import LANGUAGES
from smsbox.people.rights import Right
from smsbox.subscription import poster
from smsbox.web import presses
from smsbox.web.dialogs.beginning import from_example, like, talk_of
from smsbox.web.dialogs.frame import STATES, frame, in_the_form, kept_of, read, sentences, talk_word
from smsbox.web.dialogs.kinds import KINDS
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_FIELDS = {"example": 40, "source": 64 << 10}
_TALKS = 20


@routes.get("/dialogs")
def index(visit: Visit) -> HTTPResponse:
    """All of them, the open ones first."""
    found = rows.listed(visit.site.store)
    counted = figures.of(visit.site.store, [each.id for each in found])
    shown = [
        {"kept": each, "kind": KINDS[each.kind], "word": STATES[each.state], "figures": counted[each.id]}
        | {"words": _words(each)}
        for each in found
    ]
    return visit.page("dialogs/list.html", rows=shown)


def _words(kept: Kept) -> list[str]:
    """The words of a scenario, read without its kind."""
    words = tomllib.loads(kept.source).get("words", [])
    return [words] if isinstance(words, str) else words


@routes.get("/dialogs/new", needs=Right.BULK)
def new(visit: Visit) -> HTTPResponse:
    """The examples, to begin with."""
    return _new(visit, blank(_FIELDS), 200)


def _new(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    asked, own = visit.query("in"), visit.site.config.shop.language
    chosen = next((each for each in (asked, own, visit.language) if each in SPOKEN), "en")
    shown = [
        {
            "key": f"{each.key}.{each.language}",
            "title": each.title,
            "about": each.about,
            "kind": KINDS[each.kind],
            "talk": talk_of(each),
        }
        for each in examples(chosen)
    ]
    spoken = [(code, LANGUAGES[code]) for code in SPOKEN]
    values = {"examples": shown, "chosen": chosen, "spoken": spoken, "kinds": KINDS.items(), "once": presses.fresh()}
    return visit.page("dialogs/new.html", status, form=form, **values)


@routes.post("/dialogs", needs=Right.BULK)
def create(visit: Visit) -> HTTPResponse:
    """A draft from an example, and on to its form; or from a file, and on to it."""
    form, store = filled(visit, _FIELDS), visit.site.store
    key, _, language = form.values["example"].rpartition(".")
    chosen = example(key, language)
    if chosen is None:
        require(visit, form, "source")
        if form.errors:
            return _new(visit, form, 422)
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before)
            source = from_example(store, chosen) if chosen else form.values["source"]
            made = rows.create(store, visit.site.config, source, by=visit.actor.name, now=visit.now)
            visit.audit("flow.made", f"{made.id} {made.name}", kind=(None, made.kind))
            path = f"/dialogs/{made.id}" + ("/edit" if chosen else "")
            presses.leads(visit, path)
    except FlowErrors as wrong:
        for each in sentences(visit, wrong.problems):
            form.wrong("source", each)
        return _new(visit, form, 422)
    return visit.go(path, notice="flow_made")


@routes.get("/dialogs/<flow_id:id>")
def show(visit: Visit, flow_id: int) -> HTTPResponse:
    """One of them: its words, what came of it, and the last talks."""
    return _show(visit, kept_of(visit, flow_id), 200)


@routes.fragment("/live/dialogs/<flow_id:id>")
def live(visit: Visit, flow_id: int) -> HTTPResponse:
    """Its figures and talks as they are now."""
    return visit.part("dialogs/home_live.html", **_lived(visit, kept_of(visit, flow_id)))


def _show(visit: Visit, kept: Kept, status: int, told: list[str] | None = None) -> HTTPResponse:
    shop = visit.site.config.shop
    flow, problems = read(visit, kept.source)
    values = frame(visit, kept) | _lived(visit, kept) | {"flow": flow, "told": told or sentences(visit, problems)}
    values |= {"clashes": []} if told else {}
    number = shop.number and poster.readable(shop.number)
    return visit.page("dialogs/home.html", status, **values, number=number, once=presses.fresh())


def _lived(visit: Visit, kept: Kept) -> dict[str, Any]:
    """What changes by itself."""
    store = visit.site.store
    links = [each for each in KINDS[kept.kind].links(kept.id) if visit.may_open(each[0])]
    return {
        "kept": kept,
        "word_to_send": next(iter(_words(kept)), ""),
        "figures": figures.of(store, [kept.id])[kept.id],
        "talks": [{"talk": each, "word": talk_word(each)} for each in figures.talks(store, kept.id, _TALKS)],
        "links": links,
    }


@routes.post("/dialogs/<flow_id:id>/open", needs=Right.BULK)
def open_it(visit: Visit, flow_id: int) -> HTTPResponse:
    """From now on its words open it; or why not."""
    kept, store = kept_of(visit, flow_id), visit.site.store
    try:
        with store.write():
            rows.open(store, visit.site.config, kept.id, by=visit.actor.name, now=visit.now)
            if kept.state is not FlowState.OPEN:
                visit.audit("flow.opened", f"{kept.id} {kept.name}")
    except FlowErrors as wrong:
        return _show(visit, kept, 422, in_the_form(visit, kept.kind, wrong.problems))
    return visit.go(f"/dialogs/{kept.id}", notice="flow_opened")


@routes.post("/dialogs/<flow_id:id>/close", needs=Right.BULK)
def close_it(visit: Visit, flow_id: int) -> HTTPResponse:
    """Nobody begins any more; who is talking is let out kindly."""
    kept, store = kept_of(visit, flow_id), visit.site.store
    with store.write():
        done = rows.close(store, visit.site.config, kept.id, by=visit.actor.name, now=visit.now)
        if done:
            visit.audit("flow.closed", f"{kept.id} {kept.name}")
    return visit.go(f"/dialogs/{kept.id}", notice="flow_closed" if done else "as_before")


@routes.post("/dialogs/<flow_id:id>/copy", needs=Right.BULK)
def another(visit: Visit, flow_id: int) -> HTTPResponse:
    """A draft like it, to be changed: the vote of next Saturday."""
    kept, store = kept_of(visit, flow_id), visit.site.store
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before)
            made = rows.create(store, visit.site.config, like(store, kept), by=visit.actor.name, now=visit.now)
            visit.audit("flow.made", f"{made.id} {made.name}", kind=(None, made.kind))
            path = f"/dialogs/{made.id}/edit"
            presses.leads(visit, path)
    except FlowErrors as wrong:
        return _show(visit, kept, 422, in_the_form(visit, kept.kind, wrong.problems))
    return visit.go(path, notice="flow_made")


@routes.post("/dialogs/<flow_id:id>/discard", needs=Right.BULK)
def discard(visit: Visit, flow_id: int) -> HTTPResponse:
    """A draft that never was open is thrown away; one that was stays, with what came of it."""
    kept, store = kept_of(visit, flow_id), visit.site.store
    with store.write():
        done = rows.discard(store, kept.id)
        if done:
            visit.audit("flow.discarded", f"{kept.id} {kept.name}")
    return visit.go("/dialogs", notice="flow_discarded" if done else "as_before")
