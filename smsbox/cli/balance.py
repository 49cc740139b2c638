"""`smsbox balance`: what the operators say is left on each SIM, how long it lasts, what has to wait for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import escaped, note, print_json, sentence_of, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.clock import Micros
    from smsbox.config import Config, ModemConfig
    from smsbox.purse import Purse
    from smsbox.store import Store
    from smsbox.store.sims import KnownSim


@click.command()
@config_option
@json_option
def balance(config_path: Path, as_json: bool) -> None:
    """Show balance and SMS package of each SIM: the operator's last answer, the forecast, what waits."""
    with opened(config_path) as (config, store):
        at = now()
        found = _sims(store, config)
        purses = [(sim, modem, _look(store, config, sim, modem, at)) for sim, modem in found]
    _warn_of_patterns(config)
    if not found and not as_json:
        note(N_("smsbox: none of the configured modems has shown a SIM yet"))
    for sim, modem, purse in purses:
        if as_json:
            print_json(_row(config, sim, modem, purse))
        else:
            _tell(config, sim, modem, purse, at)


def _sims(store: Store, config: Config) -> list[tuple[KnownSim, ModemConfig]]:
    """The SIM each configured modem showed last."""
    from smsbox.store import sims

    newest: dict[str, KnownSim] = {}
    for sim in sorted(sims.known(store), key=lambda each: each.last_seen_at):
        newest[sim.modem or ""] = sim
    return [(newest[modem.name], modem) for modem in config.modems if modem.name in newest]


def _look(store: Store, config: Config, sim: KnownSim, modem: ModemConfig, at: Micros) -> Purse:
    from smsbox import purse
    from smsbox.sms.operators import operator_code, operator_of_imsi

    operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(sim.imsi)
    return purse.look(store, sim.id, modem, operator=operator, now=at, zone=config.region.zone)


def _warn_of_patterns(config: Config) -> None:
    from smsbox.money import BadPattern, check_pattern

    for modem in config.modems:
        for pattern in modem.balance_patterns:
            try:
                check_pattern(pattern)
            except BadPattern as error:
                note(f"smsbox: {sentence_of(error)}")


def _row(config: Config, sim: KnownSim, modem: ModemConfig, purse: Purse) -> dict[str, Any]:
    """Amounts as text with a decimal point, counts as numbers, dates as ISO 8601."""
    at, found = moment(config), purse.forecast
    package, last, stop = found.package, purse.standing.last, purse.stop
    renews_on = package.renews_on if package else None
    return {
        "modem": modem.name,
        "sim": sim.imsi,
        "code": purse.code,
        "money": None if found.money is None else f"{found.money:.2f}",
        "currency": found.currency,
        "left": package.left if package else None,
        "of": package.of if package else None,
        "renews_on": renews_on.isoformat() if renews_on else None,
        "by_operator": package.told if package else None,
        "per_day": round(found.per_day, 1),
        "runs_out_on": found.runs_out_on.isoformat() if found.runs_out_on else None,
        "lasts": found.lasts,
        "pays_for": found.pays_for,
        "stop": None if stop is None else {"reason": stop.key, "waiting": _labels(stop.kinds_stopped)},
        "answer": last.answer if last else None,
        "answered_at": at(last.at) if last else None,
        "understood": last.understood if last else None,
        "asked_next_at": at(purse.ask_at),
    }


def _labels(kinds: tuple[int, ...]) -> list[str]:
    from smsbox.outbox import MessageClass

    return [MessageClass(kind).label for kind in kinds]


def _tell(config: Config, sim: KnownSim, modem: ModemConfig, purse: Purse, at: Micros) -> None:
    """The same in sentences, in the language of the terminal."""
    from smsbox.i18n.explanations import explain
    from smsbox.i18n.forecasts import say
    from smsbox.money import sentences
    from smsbox.pacing.calendar import local_date

    tr, today = speech(), local_date(at, config.region.zone)
    print(escaped(f"{modem.name} ({sim.imsi})"))
    for key, facts in sentences(purse.forecast, purse.standing):
        print("  " + escaped(say(tr, key, facts, today)))
    if purse.stop is not None:
        told = explain(tr, purse.stop.key, purse.stop.facts)
        print("  " + escaped(told.cause) + "\n  → " + escaped(told.step))
    last = purse.standing.last
    if last is not None:
        read_at = tr.moment(last.at, config.region.zone, at)
        print("  " + escaped(f"{last.code}, {read_at}: {' '.join(last.answer.split())}"))
