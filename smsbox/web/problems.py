"""What needs somebody's attention, worst first: found in the modems and the counts, told with cause and next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smsbox.clock import Micros
from smsbox.i18n.marks import N_, NN_
from smsbox.i18n.translator import Translator
from smsbox.web.modem_view import ModemView

_STORAGE_TIGHT = 0.8
_HELD = NN_("%(num)s message is held", "%(num)s messages are held")
_CALLS = NN_("%(num)s call to return", "%(num)s calls to return")
_DRIFT = ("pacing.slow", "pacing.pause", "pacing.move")
_WORSE = N_("More SMS than usual go wrong at modem %(name)s")
_TITLES = {
    **dict.fromkeys(_DRIFT, _WORSE),
    "relay.sim_swapped": N_("There is another SIM in modem %(name)s"),
    "relay.paused": N_("Modem %(name)s is paused"),
    "relay.roaming": N_("Modem %(name)s is abroad"),
    "relay.smsc_unknown": N_("The SIM in modem %(name)s has no SMS centre"),
    "relay.console": N_("Somebody works at modem %(name)s"),
    "money": N_("Money is short on the SIM in modem %(name)s"),
    "pacing.limit": N_("A limit of modem %(name)s is reached"),
    "pacing.reserve": N_("Modem %(name)s keeps what is left for answers"),
}
"""Titles for reasons, or families of reasons, of a modem that holds."""
_DOUBT = NN_("%(num)s message is in doubt", "%(num)s messages are in doubt")


@dataclass(frozen=True, slots=True)
class Problem:
    """`tone` is bad, warn or busy (a CSS class); `since` in microseconds; `link` leads to where it can be mended, and a
    form sent to `fix` mends it.
    """

    tone: str
    icon: str
    title: str
    cause: str
    step: str = ""
    since: Micros | None = None
    link: str = ""
    link_text: str = ""
    fix: str = ""
    fix_text: str = ""
    fix_icon: str = ""


def find(
    tr: Translator, modems: Sequence[ModemView], *, held: int, uncertain: int, waiting: int, calls: int = 0
) -> list[Problem]:
    """All problems; empty when all is well. `calls` are those somebody has to return."""
    found = [problem for modem in modems for problem in _of_modem(tr, modem)]
    if waiting and modems and all(modem.state == "down" for modem in modems):
        found.append(
            Problem(
                "warn",
                "waiting",
                tr.gettext(N_("Nothing can be sent now")),
                tr.gettext(N_("Messages wait, and no modem works.")),
                tr.gettext(N_("They leave by themselves as soon as a modem is back. Nothing is lost.")),
            )
        )
    if held:
        found.append(
            Problem(
                "warn",
                "held",
                tr.ngettext(*_HELD, held) % {"num": tr.number(held)},
                tr.gettext(N_("Somebody stopped them, or nobody knows whether they left.")),
                tr.gettext(N_("Look at each: send it again or cancel it.")),
                link="/outbox?state=held",
                link_text=tr.gettext(N_("Show them")),
            )
        )
    if uncertain:
        found.append(
            Problem(
                "busy",
                "doubt",
                tr.ngettext(*_DOUBT, uncertain) % {"num": tr.number(uncertain)},
                tr.gettext(N_("The modem fell silent at the wrong moment. smsbox waits for a delivery report.")),
                tr.gettext(N_("Nothing to do yet. Without a sign they are held.")),
                link="/outbox?state=uncertain",
                link_text=tr.gettext(N_("Show them")),
            )
        )
    if calls:
        found.append(
            Problem(
                "warn",
                "call",
                tr.ngettext(*_CALLS, calls) % {"num": tr.number(calls)},
                tr.gettext(N_("Customers rang the number of a SIM, where nobody answers.")),
                tr.gettext(N_("Call them back, or write to them; then mark them as done.")),
                link="/calls",
                link_text=tr.gettext(N_("Show them")),
            )
        )
    return sorted(found, key=lambda problem: ("bad", "warn", "busy").index(problem.tone))


def _of_modem(tr: Translator, modem: ModemView) -> list[Problem]:
    found = []
    if modem.state in ("down", "holding"):
        found.append(_standing_still(tr, modem))
    if modem.recovery and modem.alarmed and not modem.recovered:
        title = tr.gettext(N_("Nothing has brought modem %(name)s back")) % {"name": modem.name}
        found.append(_at(tr, modem, Problem("bad", "warning", title, modem.recovery.cause, modem.recovery.step)))
    elif modem.recovery and not modem.recovered:
        title = tr.gettext(N_("Modem %(name)s is being brought back")) % {"name": modem.name}
        found.append(_at(tr, modem, Problem("busy", "reload", title, modem.recovery.cause, modem.recovery.step)))
    if modem.drift and not (modem.state == "holding" and modem.reason in _DRIFT):
        title = tr.gettext(_WORSE) % {"name": modem.name}
        found.append(_at(tr, modem, Problem("warn", "warning", title, modem.drift.cause, modem.drift.step)))
    if modem.state != "down" and modem.signal.tone == "poor":
        found.append(
            Problem(
                "warn",
                "warning",
                tr.gettext(N_("Weak signal at modem %(name)s")) % {"name": modem.name},
                tr.gettext(N_("%(dbm)s dBm: SMS may take long or fail.")) % {"dbm": modem.dbm},
                tr.gettext(N_("Move the modem to a window, use a USB extension cable or an antenna.")),
            )
        )
    if modem.storage_capacity and modem.storage_used >= _STORAGE_TIGHT * modem.storage_capacity:
        found.append(
            Problem(
                "warn",
                "warning",
                tr.gettext(N_("The SMS memory of modem %(name)s is filling up")) % {"name": modem.name},
                tr.gettext(N_("When it is full, the network delivers nothing more.")),
                tr.gettext(N_("smsbox empties it by itself. If it stays full, delete SMS in a phone.")),
            )
        )
    return found


def _standing_still(tr: Translator, modem: ModemView) -> Problem:
    """It does not work, or holds; with the button that lets it go on where one press is enough."""
    down = modem.state == "down"
    title = _TITLES.get(modem.reason) or _TITLES.get(modem.reason.split(".")[0]) or N_("Modem %(name)s is holding")
    title = N_("Modem %(name)s does not work") if down else title
    cause = modem.trouble.cause if modem.trouble else tr.gettext(N_("It gave no reason."))
    step = modem.trouble.step if modem.trouble else tr.gettext(N_("Check cable, power and SIM; then: smsbox doctor"))
    icon = modem.word.icon
    told = Problem("bad" if down else "warn", icon, tr.gettext(title) % {"name": modem.name}, cause, step, modem.since)
    if modem.reason == "relay.paused":
        return replace(
            told, step="", fix=f"{modem.address}/resume", fix_text=tr.gettext(N_("Resume")), fix_icon="resume"
        )
    if modem.reason == "relay.sim_swapped":
        told = replace(told, step=tr.gettext(N_("Agree to it, or put the old SIM back.")))
    return _at(tr, modem, told)


def _at(tr: Translator, modem: ModemView, problem: Problem) -> Problem:
    """With the way to the page of the modem."""
    text = N_("Compare the SIMs") if modem.reason == "relay.sim_swapped" else N_("Show the modem")
    return replace(problem, link=modem.address, link_text=tr.gettext(text))
