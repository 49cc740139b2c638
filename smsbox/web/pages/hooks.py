"""Webhooks: which programs are called for what, whether it gets through, what was given up; made, tried, removed."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.clock import iso
from smsbox.hooks import book, calls, filling
from smsbox.hooks.addresses import LONGEST, BadAddress
from smsbox.hooks.book import LONGEST_SECRET, BadHook, Hook
from smsbox.hooks.calls import CALLBACKS, Call
from smsbox.hooks.kinds import TEXTS
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.store.kept import box_id
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.PEOPLE)

_FIELDS = {"url": LONGEST, "secret": LONGEST_SECRET}
_MOST = 50
_TONES = {calls.State.WAITS: "idle", calls.State.TAKEN: "good", calls.State.DEAD: "bad"}
_ICONS = {calls.State.WAITS: "waiting", calls.State.TAKEN: "ok", calls.State.DEAD: "failed"}
_PLACES = {"secret": "secret", "kinds": "kinds"}
_OF_PROGRAMS = N_("Programs that want to hear of their SMS")


@dataclass(frozen=True, slots=True)
class Shown:
    """One webhook with how many of its calls are still to be made, and how many were given up."""

    hook: Hook
    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class Line:
    """One call; `told`: what went wrong at its last try."""

    call: Call
    word: str
    tone: str
    icon: str
    told: Explained | None


@routes.get("/hooks")
def index(visit: Visit) -> HTTPResponse:
    """All of them, and the form for one more."""
    return _page(visit, blank(_FIELDS), tuple(TEXTS), 200)


@routes.post("/hooks")
def make(visit: Visit) -> HTTPResponse:
    """A new webhook; then its own page, where its secret stands."""
    form = filled(visit, _FIELDS)
    require(visit, form, "url")
    kinds = tuple(kind for kind in TEXTS if visit.chosen(f"event-{kind}"))
    if not form.errors:
        try:
            made = book.make(
                visit.site.store,
                url=form.values["url"].strip(),
                kinds=kinds,
                by=visit.actor,
                now=visit.now,
                networks=visit.site.config.programs.networks,
                secret=form.values["secret"].strip(),
            )
            return visit.go(f"/hooks/{made.id}", notice="hook_made")
        except (BadAddress, BadHook) as error:
            told = explain(visit.tr, error.key, error.facts)
            form.wrong(_PLACES.get(error.reason, "url"), f"{told.cause} {told.step}")
    return _page(visit, form, kinds, 422)


@routes.get("/hooks/<hook_id:id>")
def show(visit: Visit, hook_id: int) -> HTTPResponse:
    """One of them and its last calls."""
    hook = _found(visit, hook_id)
    return _shown(visit, f"/hooks/{hook_id}", hook_id, hook)


@routes.get("/hooks/callbacks")
def callbacks(visit: Visit) -> HTTPResponse:
    """The last calls to programs that asked to hear of their SMS."""
    return _shown(visit, "/hooks/callbacks", CALLBACKS, None)


def _shown(visit: Visit, path: str, hook_id: int, hook: Hook | None) -> HTTPResponse:
    store = visit.site.store
    lines = [_line(visit, each) for each in calls.listed(store, hook_id, _MOST)]
    return visit.page(
        "people/hook.html",
        hook=hook,
        place=path,
        title=hook.host if hook else visit.tr.gettext(_OF_PROGRAMS),
        lines=lines,
        dead=calls.dead(store).get(hook_id, 0),
        kinds=TEXTS,
    )


@routes.post("/hooks/<hook_id:id>/test")
def test(visit: Visit, hook_id: int) -> HTTPResponse:
    """Have it called with a test; what comes of it stands on its page some seconds later."""
    hook, store, config = _found(visit, hook_id), visit.site.store, visit.site.config
    with store.write():
        device = box_id(config.store.directory)
        filling.tried(store, hook, device, iso(visit.now, config.region.zone), visit.now)
        visit.audit("hook.tested", hook.mark)
    return visit.go(f"/hooks/{hook_id}", notice="hook_tested")


@routes.post("/hooks/<hook_id:id>/replay")
def replay(visit: Visit, hook_id: int) -> HTTPResponse:
    """Try again what was given up."""
    return _replayed(visit, f"/hooks/{hook_id}", hook_id)


@routes.post("/hooks/callbacks/replay")
def replay_callbacks(visit: Visit) -> HTTPResponse:
    """The same for programs that asked to hear of their SMS."""
    return _replayed(visit, "/hooks/callbacks", CALLBACKS)


def _replayed(visit: Visit, path: str, hook_id: int) -> HTTPResponse:
    store = visit.site.store
    with store.write():
        count = calls.replay(store, hook_id, visit.now)
        if count:
            visit.audit("hook.replayed", hook_id, count=(None, count))
    return visit.go(path, notice="hook_replayed" if count else "as_before")


@routes.post("/hooks/<hook_id:id>/remove")
def remove(visit: Visit, hook_id: int) -> HTTPResponse:
    """It is called no more."""
    done = book.remove(visit.site.store, hook_id, by=visit.actor, now=visit.now)
    return visit.go("/hooks", notice="hook_removed" if done else "as_before")


def _found(visit: Visit, hook_id: int) -> Hook:
    hook = book.get(visit.site.store, hook_id)
    if hook is None or hook.ended_at is not None:
        raise HTTPError(404)
    return hook


def _line(visit: Visit, call: Call) -> Line:
    told = explain(visit.tr, call.error["key"], call.error["facts"]) if call.error else None
    return Line(call, call.state.text, _TONES[call.state], _ICONS[call.state], told)


def _page(visit: Visit, form: Filled, chosen: tuple[str, ...], status: int) -> HTTPResponse:
    store = visit.site.store
    waiting, dead = calls.waiting(store), calls.dead(store)
    hooks = [Shown(each, waiting.get(each.id, 0), dead.get(each.id, 0)) for each in book.listed(store)]
    back = bool(calls.listed(store, CALLBACKS, 1))
    return visit.page(
        "people/hooks.html",
        status,
        form=form,
        hooks=hooks,
        kinds=TEXTS,
        chosen=chosen,
        back=back,
        back_dead=dead.get(CALLBACKS, 0),
    )
