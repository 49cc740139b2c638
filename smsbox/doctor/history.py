"""What the database tells of the modems and SIMs: resets, radio, traffic, money, pauses, and what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from smsbox import inbox, outbox, pacing, purse
from smsbox.clock import DAY, HOUR, Micros
from smsbox.config import Config, ModemConfig
from smsbox.doctor.findings import Finding, note, ok, problem, warning
from smsbox.doctor.timekeeping import shown
from smsbox.outbox import State
from smsbox.pacing import calendar
from smsbox.recovery import ladder, records
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import Store, modem_states, seats, signals, sims
from smsbox.store.sims import KnownSim

QUIET_DAYS = 7
"""Days without anything received after which somebody should try whether it still works."""
_STUCK: Micros = 6 * HOUR
_SOON_DAYS = 14
_PATIENCE_PERCENT = 5


def last_known(store: Store, config: Config) -> dict[str, Mapping[str, Any]]:
    """The last status of every configured modem that was ever seen, by name."""
    kept = modem_states.all(store)
    return {modem.name: json.loads(kept[modem.name][0]) for modem in config.modems if modem.name in kept}


def queue(store: Store, now: Micros) -> Iterator[Finding]:
    """Messages nobody sends: held ones, and a queue that does not move."""
    counts = outbox.counts(store)
    held, waiting = counts.of(State.HELD), counts.of(State.QUEUED)
    if held:
        yield note("doctor.held", held=held)
    # what waits for its moment is no queue that stands
    ready = store.run("SELECT min(created_at) FROM (SELECT created_at FROM messages WHERE queue_key IS NOT NULL "
                      "ORDER BY lane, queue_key LIMIT 100) AS first").fetchone()[0]  # fmt: skip
    sent = max([pacing.last_sent(store, sim.id) or 0 for sim in sims.known(store)], default=0)
    since = max(sent, ready or now)
    if waiting and now - since >= _STUCK:
        yield warning("doctor.nothing_sent", waiting=waiting, hours=(now - since) // HOUR)


def resets(store: Store, modem: str, config: Config, now: Micros) -> Iterator[Finding]:
    """How often the modem had to be reset."""
    rungs = {rung.value for rung in ladder.RESETS}
    found = [tally for tally in records.tallies(store, modem) if tally.rung in rungs and tally.tried]
    if not found:
        return
    last = max(tally.last_at for tally in found)
    facts = {"tried": sum(each.tried for each in found), "helped": sum(each.helped for each in found)}
    lately = now - last < DAY
    yield (warning if lately else note)(
        "doctor.resets_lately" if lately else "doctor.resets", modem, name=modem, last=shown(config, last), **facts
    )


def signal_day(store: Store, modem: str, now: Micros) -> Iterator[Finding]:
    """How the radio was in the last day, by its samples."""
    samples = signals.history(store, modem, since=now - DAY)
    away = sum(sample.registration in (None, "idle", "searching", "denied", "emergency") for sample in samples)
    share = round(100 * away / len(samples)) if samples else 0
    known = [sample.dbm for sample in samples if sample.dbm is not None]
    if share >= _PATIENCE_PERCENT and len(samples) >= 12:
        low, high = (min(known), max(known)) if known else (None, None)
        yield warning("doctor.signal_poor_day", modem, name=modem, share=share, low=low, high=high)


def people(store: Store, modem: str, config: Config) -> Iterator[Finding]:
    """Pauses and swapped SIMs, from the tables: for a time when no daemon tells them."""
    pause, state = seats.paused(store, modem), last_known(store, config).get(modem)
    if pause is not None:
        yield note("doctor.paused", modem, name=modem, by=pause.by_whom or "?", at=shown(config, pause.at))
    seated = seats.seated(store, modem)
    if seated is not None and state is not None and state.get("sim_id") not in (None, seated):
        yield problem("doctor.swapped", modem, name=modem)


def sim(store: Store, modem: ModemConfig, config: Config, now: Micros) -> Iterator[Finding]:
    """Traffic and money of the SIM last seen in `modem`."""
    here = [each for each in sims.known(store) if each.modem == modem.name]
    if not here:
        return
    newest = max(here, key=lambda each: each.last_seen_at)
    yield from _traffic(store, newest, modem.name, config, now)
    yield from _money(store, newest, modem, config, now)


def _traffic(store: Store, known: KnownSim, modem: str, config: Config, now: Micros) -> Iterator[Finding]:
    sent, (received, exact) = pacing.last_sent(store, known.id), inbox.last_received(store, known.id)
    told = {"sent": "–" if sent is None else shown(config, sent)}
    told["received"] = shown(config, received) if received is not None and exact else "–"
    yield ok("doctor.last_traffic", modem, name=modem, **told)
    days = (now - max(received or 0, known.first_seen_at)) // DAY
    if days >= QUIET_DAYS:
        yield note("doctor.nothing_received", modem, name=modem, days=days)


def _money(store: Store, known: KnownSim, modem: ModemConfig, config: Config, now: Micros) -> Iterator[Finding]:
    """Balance and package, whether they last, whether anything waits for them, whether they are understood."""
    operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(known.imsi)
    look = purse.look(store, known.id, modem, operator=operator, now=now, zone=config.region.zone)
    found, name = look.forecast, modem.name
    if found.money is not None:
        yield ok("doctor.money", name, name=name, money=f"{found.money:.2f}", currency=found.currency or "")
    if found.package is not None:
        key = "doctor.package" if found.package.of is None else "doctor.package_of"
        yield ok(key, name, name=name, left=found.package.left, of=found.package.of)
    days = (found.runs_out_on - calendar.local_date(now, config.region.zone)).days if found.runs_out_on else None
    if found.runs_out_on is not None and days is not None and days <= _SOON_DAYS:
        yield warning("doctor.runs_out", name, name=name, on=found.runs_out_on.isoformat())
    if look.stop is not None:
        of = {key: str(fact) for key, fact in look.stop.facts.items()}
        yield warning("doctor.money_stop", name, name=name, because=look.stop.key, of=of)
    if look.standing.last is not None and not look.standing.last.understood:
        yield note("doctor.money_unread", name, name=name)
