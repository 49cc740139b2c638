"""What is left on a SIM as its page tells it: the forecast in sentences, what waits for money, the operator's words."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox import purse
from smsbox.clock import Micros
from smsbox.config import ModemConfig
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.forecasts import say
from smsbox.money import sentences
from smsbox.pacing.calendar import local_date
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import sims
from smsbox.store.sims import KnownSim
from smsbox.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PurseView:
    """`stop` is told when something waits for money; `answer` is the operator's last one, to `code`, at `answered_at`.

    `code` is what the operator is asked by (None: nobody knows), next from `ask_at` on (None: never by itself).
    """

    sentences: tuple[str, ...]
    stop: Explained | None
    answer: str
    understood: bool
    answered_at: Micros | None
    answered_to: str
    code: str | None
    ask_at: Micros | None


def purse_view(visit: Visit, modem: ModemConfig) -> PurseView | None:
    """How the SIM that `modem` showed last stands now; None when it never showed one. Raises StoreTrouble."""
    store, tr = visit.site.store, visit.tr
    sim = max((sim for sim in sims.known(store) if sim.modem == modem.name), key=_last_seen, default=None)
    if sim is None:
        return None
    operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(sim.imsi)
    found = purse.look(store, sim.id, modem, operator=operator, now=visit.now, zone=visit.zone)
    today, last = local_date(visit.now, visit.zone), found.standing.last
    told = tuple(
        say(tr, key, facts, today)
        for key, facts in sentences(found.forecast, found.standing)
        if key != "not_understood"  # the answer stands below, as it came
    )
    return PurseView(
        told,
        explain(tr, found.stop.key, found.stop.facts) if found.stop else None,
        last.answer if last else "",
        last is None or last.understood,
        last.at if last else None,
        last.code if last else "",
        found.code,
        found.ask_at,
    )


def _last_seen(sim: KnownSim) -> Micros:
    return sim.last_seen_at
