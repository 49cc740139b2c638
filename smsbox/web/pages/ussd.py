"""Asking the network by USSD: a code, the menus that follow, and what is left on a SIM, each asked exactly once."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.modem.ussd import BadUssd
from smsbox.people.rights import Right
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.modems.dialogue import Desk, Dialogue, press_mark
from smsbox.web.modems.purse import purse_view
from smsbox.web.modems.view import address
from smsbox.web.pages.modems import configured
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.MODEMS)

_FIELDS = {"code": 100, "answer": 200}
_WORDLESS = {
    "done": N_("The network answered without a word."),
    "ended": N_("The network ended the conversation without a word."),
    "other_client": N_("Another program at the same modem got the answer."),
    "unsupported": N_("The network does not know this code."),
    "network_timeout": N_("The network took too long."),
}
"""What is shown where an answer has no text."""


@routes.get("/modems/<name>/ussd")
def show(visit: Visit, name: str) -> HTTPResponse:
    """The conversation and the form."""
    return _page(visit, name, blank(_FIELDS), 200)


@routes.fragment("/live/modems/<name>/ussd")
def live(visit: Visit, name: str) -> HTTPResponse:
    """The conversation as it is now."""
    return visit.part("modems/ussd_live.html", **_view(visit, name), form=blank(_FIELDS))


@routes.post("/modems/<name>/ussd")
def ask(visit: Visit, name: str) -> HTTPResponse:
    """Ask a code."""
    desk, modem = _desk(visit), configured(visit, name).name
    form = filled(visit, _FIELDS)
    try:
        begun = not form.errors and desk.ask(modem, form.values["code"], once=presses.given(visit))
        if begun:
            visit.audit_done("modem.ussd", modem)
    except BadUssd as error:
        form.wrong("code", _told(visit, error.key, error.facts))
    if form.errors:
        return _page(visit, name, form, 422)
    return _on(visit, modem, "" if begun else "in_use")


@routes.post("/modems/<name>/ussd/answer")
def answer(visit: Visit, name: str) -> HTTPResponse:
    """Answer the menu."""
    desk, modem = _desk(visit), configured(visit, name).name
    form = filled(visit, _FIELDS)
    try:
        sent = not form.errors and desk.answer(modem, form.values["answer"])
        if sent:
            visit.audit_done("modem.ussd_answered", modem)
    except BadUssd as error:
        form.wrong("answer", _told(visit, error.key, error.facts))
    if form.errors:
        return _page(visit, name, form, 422)
    return _on(visit, modem, "" if sent else "over")


@routes.post("/modems/<name>/ussd/leave")
def leave(visit: Visit, name: str) -> HTTPResponse:
    """End the conversation; the queue goes on."""
    modem = configured(visit, name).name
    _desk(visit).leave(modem)
    return _on(visit, modem)


@routes.post("/modems/<name>/balance")
def balance(visit: Visit, name: str) -> HTTPResponse:
    """Ask the operator what is left on the SIM."""
    modem = configured(visit, name).name
    begun = _desk(visit).ask_balance(modem, once=presses.given(visit))
    if begun:
        visit.audit_done("modem.balance", modem)
    return _on(visit, modem, "" if begun else "in_use")


def _on(visit: Visit, modem: str, notice: str = "") -> HTTPResponse:
    """To the conversation as it goes on."""
    path = f"{address(modem)}/ussd"
    return visit.go(path, notice=notice) if notice else visit.go(path)


def _page(visit: Visit, name: str, form: Filled, status: int) -> HTTPResponse:
    return visit.page("modems/ussd.html", status, **_view(visit, name), form=form)


def _view(visit: Visit, name: str) -> dict[str, object]:
    modem, desk = configured(visit, name), visit.site.desk
    dialogue = desk.dialogue(modem.name) if desk else None
    told = dialogue is not None and dialogue.balance and not dialogue.running
    return {
        "name": modem.name,
        "address": address(modem.name),
        "purse": purse_view(visit, modem) if told else None,
        "by_hand": desk is not None,
        "once": press_mark(visit.cookie, modem.name, dialogue),
        "dialogue": dialogue,
        "wordless": {state: visit.tr.gettext(text) for state, text in _WORDLESS.items()},
        "trouble": _trouble(visit, dialogue),
    }


def _trouble(visit: Visit, dialogue: Dialogue | None) -> object:
    """What ended the conversation, explained; the reason of a modem that is down in words too."""
    if dialogue is None or dialogue.trouble is None:
        return None
    return explain(visit.tr, dialogue.trouble, dialogue.facts)


def _told(visit: Visit, key: str, facts: dict[str, object]) -> str:
    told = explain(visit.tr, key, facts)
    return f"{told.cause} {told.step}"


def _desk(visit: Visit) -> Desk:
    """Whoever works at modems. Raises 404 where nobody does."""
    if visit.site.desk is None:
        raise HTTPError(404)
    return visit.site.desk
