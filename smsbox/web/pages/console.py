"""The AT console of a modem: commands that only ask, what comes back in words, and the transcript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.modem.console import CommandRefused, shows_customers
from smsbox.modem.meanings import in_words
from smsbox.people.rights import Right
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.messages.visible import plainly
from smsbox.web.modems.console import ConsoleDesk, Exchange, Turn
from smsbox.web.modems.view import address
from smsbox.web.pages.modems import configured
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.MODEMS)

SUGGESTED = (
    ("AT+CSQ", N_("Signal")),
    ("AT+COPS?", N_("Network")),
    ("AT+CREG?", N_("Registration")),
    ("AT+CPIN?", N_("SIM")),
    ("AT+CPMS?", N_("SMS memory")),
    ("AT+CSCA?", N_("SMS centre")),
    ("ATI", N_("Device")),
)
"""What is worth a look first, and what it is about."""

_FIELDS = {"command": 200}


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange with its answer in words: lines and what they mean, "" where nothing is to be said."""

    exchange: Exchange
    lines: list[tuple[str, str]]
    trouble: Explained | None


@routes.get("/modems/<name>/console")
def show(visit: Visit, name: str) -> HTTPResponse:
    """What was said, and the form."""
    return _page(visit, name, blank(_FIELDS), 200)


@routes.fragment("/live/modems/<name>/console")
def live(visit: Visit, name: str) -> HTTPResponse:
    """What was said until now."""
    return visit.part("modems/console_live.html", **_view(visit, name))


@routes.post("/modems/<name>/console")
def give(visit: Visit, name: str) -> HTTPResponse:
    """Give a command, typed or suggested."""
    modem = configured(visit, name).name
    form = filled(visit, _FIELDS)
    require(visit, form, "command")
    command = form.values["command"].strip()
    if shows_customers(command) and not visit.may(Right.READ):
        form.wrong("command", visit.tr.gettext(N_("This would show messages or numbers of customers.")))
    try:
        begun = not form.errors and _desk(visit).give(modem, command, holder=_holder(visit), once=presses.given(visit))
        if begun:
            visit.audit_done("modem.console", modem, command=(None, command))
    except CommandRefused as error:
        form.wrong("command", _told(visit, error))
    if form.errors:
        return _page(visit, name, form, 422)
    path = f"{address(modem)}/console"
    return visit.go(path) if begun else visit.go(path, notice="console_taken")


@routes.post("/modems/<name>/console/leave")
def leave(visit: Visit, name: str) -> HTTPResponse:
    """End the turn; the queue goes on."""
    modem = configured(visit, name).name
    _desk(visit).leave(modem, holder=_holder(visit))
    return visit.go(f"{address(modem)}/console")


@routes.get("/modems/<name>/console/transcript")
def transcript(visit: Visit, name: str) -> HTTPResponse:
    """All of the last turn as a text, as `smsbox at --transcript` writes it; for who had it."""
    turn = _desk(visit).turn(configured(visit, name).name)
    if turn is None or turn.holder != _holder(visit):
        raise HTTPError(404)
    answer = HTTPResponse("".join(f"{line}\n" for line in _written(visit, turn)).encode("utf-8", "replace"), 200)
    for header, value in (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Disposition", 'attachment; filename="transcript.txt"'),
        *visit.headers,
    ):
        answer.add_header(header, value)
    return answer


def _written(visit: Visit, turn: Turn) -> Iterator[str]:
    yield f"# {turn.modem}"
    for each in turn.exchanges:
        at = visit.full_moment(each.at)
        yield f"{at} > {plainly(each.command)}"
        for line in (*each.lines, each.final or ""):
            if line:
                yield f"{at} < {plainly(line)}"
        if each.trouble is not None:
            yield f"{at} ! {each.trouble}"


def _page(visit: Visit, name: str, form: Filled, status: int) -> HTTPResponse:
    return visit.page("modems/console.html", status, **_view(visit, name), form=form, suggested=SUGGESTED)


def _view(visit: Visit, name: str) -> dict[str, object]:
    modem, desk = configured(visit, name), visit.site.console
    turn = desk.turn(modem.name) if desk else None
    own = turn is not None and turn.holder == _holder(visit)
    return {
        "name": modem.name,
        "address": address(modem.name),
        "by_hand": desk is not None,
        "turn": turn,
        "own": own,
        "taken": turn is not None and not turn.over and not own,
        "exchanges": [_shown(visit, each) for each in turn.exchanges] if turn is not None and own else [],
        "once": _press_mark(visit, modem.name, turn),
    }


def _shown(visit: Visit, exchange: Exchange) -> Shown:
    lines = in_words(visit.tr, exchange.lines, exchange.final or "")
    trouble = None
    if exchange.trouble is not None:
        trouble = explain(visit.tr, exchange.trouble, exchange.facts)
    return Shown(exchange, [(line, meaning) for line, meaning in lines if line], trouble)


def _told(visit: Visit, error: CommandRefused) -> str:
    """Why it was not given. On the page there is no way round the list."""
    told = explain(visit.tr, error.key, error.facts)
    step = visit.tr.gettext(N_("The console of this page only asks."))
    return f"{told.cause} {step if error.key == CommandRefused.key else told.step}"


def _holder(visit: Visit) -> str:
    return visit.actor.name


def _press_mark(visit: Visit, modem: str, turn: Turn | None) -> str:
    """The mark of the next press, the same as long as the visitor sees the same."""
    return presses.of(visit.cookie, modem, (turn.since, len(turn.exchanges), turn.over) if turn else "")


def _desk(visit: Visit) -> ConsoleDesk:
    """Whoever gives commands. Raises 404 where nobody does."""
    if visit.site.console is None:
        raise HTTPError(404)
    return visit.site.console
