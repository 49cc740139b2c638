"""The card of a modem on the status page: its status, what its operator said of money, what it sent today, and those of
its problems that are not told above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox import money, pacing
from smsbox.clock import Micros
from smsbox.i18n.forecasts import amount
from smsbox.i18n.marks import N_
from smsbox.pacing.calendar import day_start
from smsbox.web.modems.view import ModemView
from smsbox.web.problems import ProblemView
from smsbox.web.visit import Visit

LEFT = N_("%(left)s left")
_ENDS_BY_ITSELF = ("pacing.", "relay.sim_rests")


@dataclass(frozen=True, slots=True)
class Told:
    """What an operator said: a balance or a package in words, and when."""

    text: str
    at: Micros


@dataclass(frozen=True, slots=True)
class Card:
    """`balance` and `package` as the operator told them last (None: it did not), `today` the segments of this calendar
    day (None: there is no SIM yet, or a limit of the day counts them), `next_at` when its next SMS may leave; `cause`
    of its state where no problem tells it; `problems` those told nowhere else on the page.
    """

    modem: ModemView
    balance: Told | None
    package: Told | None
    today: int | None
    next_at: Micros | None
    cause: str
    problems: tuple[ProblemView, ...]


def cards(
    visit: Visit, modems: Sequence[ModemView], found: Sequence[ProblemView], shown: Sequence[ProblemView]
) -> list[Card]:
    """A card for each modem; of the problems `found`, those `shown` stand elsewhere. Raises StoreTrouble."""
    return [_card(visit, modem, [each for each in found if _is_of(modem, each)], shown) for modem in modems]


def _is_of(modem: ModemView, problem: ProblemView) -> bool:
    return problem.case.problem.subject == modem.name


def _card(visit: Visit, modem: ModemView, own: Sequence[ProblemView], shown: Sequence[ProblemView]) -> Card:
    balance = package = today = None
    if modem.sim_id is not None:
        balance, package = _money(visit, modem.sim_id)
        if not any(left.period == "per_day" for left in modem.left):
            today = pacing.sent_since(visit.site.store, modem.sim_id, day_start(visit.now, visit.zone))
    cause = modem.trouble.cause if modem.trouble and not own else ""
    untold = tuple(each for each in own if each not in shown)
    return Card(modem, balance, package, today, _next(visit, modem), cause, untold)


def _money(visit: Visit, sim_id: int) -> tuple[Told | None, Told | None]:
    standing, tr = money.standing(visit.site.store, sim_id), visit.tr
    balance = package = None
    if standing.money is not None and standing.money.money is not None:
        balance = Told(amount(tr, standing.money.money, standing.money.currency), standing.money.at)
    if standing.package is not None and standing.package.left is not None:
        package = Told(_of(tr.number(standing.package.left), standing.package.of, visit), standing.package.at)
    return balance, package


def _of(left: str, whole: int | None, visit: Visit) -> str:
    if not whole:
        return visit.tr.gettext(LEFT) % {"left": left}
    return visit.tr.gettext("%(left)s of %(limit)s left") % {"left": left, "limit": visit.tr.number(whole)}


def _next(visit: Visit, modem: ModemView) -> Micros | None:
    """When its next SMS may leave; None while something else than time keeps it."""
    waits = modem.state == "ready" or modem.reason.startswith(_ENDS_BY_ITSELF)
    return modem.next_send_at if waits and (modem.next_send_at or 0) > visit.now else None
