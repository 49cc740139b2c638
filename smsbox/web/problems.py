"""What needs somebody's attention, worst first: found in the modems and the counts, told with cause and next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.i18n.marks import N_, NN_
from smsbox.i18n.translator import Translator
from smsbox.web.modem_view import ModemView

_STORAGE_TIGHT = 0.8
_HELD = NN_("%(num)s message is held", "%(num)s messages are held")
_DOUBT = NN_("%(num)s message is in doubt", "%(num)s messages are in doubt")


@dataclass(frozen=True, slots=True)
class Problem:
    """`tone` is bad, warn or busy (a CSS class); `since` in microseconds; `link` leads to where it can be mended."""

    tone: str
    icon: str
    title: str
    cause: str
    step: str = ""
    since: Micros | None = None
    link: str = ""
    link_text: str = ""


def find(tr: Translator, modems: Sequence[ModemView], *, held: int, uncertain: int, waiting: int) -> list[Problem]:
    """All problems; empty when all is well."""
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
    return sorted(found, key=lambda problem: ("bad", "warn", "busy").index(problem.tone))


def _of_modem(tr: Translator, modem: ModemView) -> list[Problem]:
    found = []
    if modem.state in ("down", "holding"):
        tone = "bad" if modem.state == "down" else "warn"
        title = N_("Modem %(name)s does not work") if modem.state == "down" else N_("Modem %(name)s is holding")
        cause = modem.trouble.cause if modem.trouble else tr.gettext(N_("It gave no reason."))
        step = (
            modem.trouble.step if modem.trouble else tr.gettext(N_("Check cable, power and SIM; then: smsbox doctor"))
        )
        found.append(Problem(tone, modem.word.icon, tr.gettext(title) % {"name": modem.name}, cause, step, modem.since))
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
