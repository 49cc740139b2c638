"""What is looked at for the review: counters and due messages each time; disk, money and silence now and then."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from smsbox import outbox
from smsbox.backup import judging as backups
from smsbox.backup import standing
from smsbox.campaigns import overview
from smsbox.clock import DAY, Micros, iso, micros
from smsbox.config import Config
from smsbox.doctor import host
from smsbox.doctor.findings import Finding
from smsbox.doctor.findings import Severity as Found
from smsbox.doctor.history import sim
from smsbox.errors import SmsboxError
from smsbox.inbox import calls
from smsbox.outbox import (
    BY_ALLOW,
    BY_BURST,
    BY_CAMPAIGN,
    BY_CLONE,
    BY_DOUBT,
    BY_PERSON,
    BY_STOP,
    COPIED,
    MessageClass,
    State,
)
from smsbox.problems import programs
from smsbox.problems.judging import Observed, Status, silent_days
from smsbox.problems.problem import NOTE, PROBLEM, WARNING, Problem
from smsbox.store import Store, options
from smsbox.store.kept import Kept
from smsbox.subscription import automatons

REPLACED = "store.replaced"
"""Key of the options: a backup is in the place of a damaged database; JSON with `at`, `aside`, `backup`, `made_at`."""

_TOLD_OF: Micros = 14 * DAY
_ARRIVALS = "SELECT sim_id, received_at FROM received ORDER BY id DESC LIMIT 1000"
_SEVERITIES = {Found.PROBLEM: PROBLEM, Found.WARNING: WARNING, Found.NOTE: NOTE}
_OF_SIMS = {"doctor.runs_out": "doctor.runs_out", "doctor.money_stop": "sim.money"}


def observe(
    store: Store,
    modems: Sequence[Status],
    others: Sequence[Problem] = (),
    *,
    resting: Sequence[MessageClass] = (),
    now: Micros | None = None,
) -> Observed:
    """What stands in the tables at this moment, a few indexed reads; without `idle_since`, which needs a memory.

    `resting`: classes that quiet hours hold back; `now` None: without what lasts until a moment.
    """
    counts = outbox.counts(store)
    held = counts.of(State.HELD)
    why = outbox.held_by_reason(store) if held else {}
    unsure, forbidden, burst = (why.get(each, 0) for each in (BY_DOUBT, BY_ALLOW, BY_BURST))
    by_themselves = why.get(BY_CAMPAIGN, 0) + why.get(BY_STOP, 0)
    by_people = max(held - unsure - forbidden - burst - by_themselves, 0)
    copied = 0
    if any(why.get(each) for each in COPIED):
        # Reasons are counted among the newest only; of a copy nearly all that is held is held for that.
        copied, by_people = by_people - why.get(BY_PERSON, 0), why.get(BY_PERSON, 0)
    return Observed(
        modems=modems,
        queued=counts.of(State.QUEUED),
        due=outbox.anything(store, resting),
        held=by_people,
        restored=0 if why.get(BY_CLONE) else copied,
        cloned=copied if why.get(BY_CLONE) else 0,
        unsure=unsure,
        forbidden=forbidden,
        burst=burst,
        uncertain=counts.of(State.UNCERTAIN),
        calls=calls.waiting(store),
        others=[*others, *_campaigns(store), *_automatons(store, now), *programs.of_stop(store)],
    )


def _automatons(store: Store, now: Micros | None) -> Iterator[Problem]:
    """Numbers that get no automatic answers: perhaps one of them is a person's after all."""
    found = automatons.silences(store, now) if now is not None else []
    if found:
        yield Problem("automaton.silent", "", WARNING, {"count": len(found)})


def _campaigns(store: Store) -> Iterator[Problem]:
    """Those that have stopped by themselves, which somebody has to hear of."""
    for each in overview.stopped(store):
        told = dict(each.paused_why or {})
        facts = {"campaign": each.id, "because": f"campaigns.{told.pop('why')}", "of": told}
        yield Problem("campaign.stopped", each.name, WARNING, facts)


def last_sent(modems: Sequence[Status]) -> Micros | None:
    """When anything last left by any of them."""
    return max((at for modem in modems if (at := moment(modem.get("last_sent_at"))) is not None), default=None)


def look_around(config: Config, store: Store, modems: Sequence[Status], now: Micros) -> list[Problem]:
    """Disk and folder, money of each SIM, SIMs that hear nothing; worth a look every few minutes."""
    found = [_as_problem(each, each.key) for each in host.folder(config) if each.severity in _SEVERITIES]
    for modem in config.modems:
        for each in sim(store, modem, config, now):
            if each.key in _OF_SIMS and each.severity in _SEVERITIES:
                found.append(_as_problem(each, _OF_SIMS[each.key]))
    found += [*_silences(store, modems, now), *_backups(config, store, now), *_replaced(config, store, now)]
    return [*found, *programs.of_limits(store, config, now)]


def _replaced(config: Config, store: Store, now: Micros) -> Iterator[Problem]:
    """A backup stands for a damaged database: what happened between the two is in neither place where people look."""
    told = options.get(store, REPLACED)
    facts = json.loads(told) if told else {}
    if facts and now - facts["at"] < _TOLD_OF:
        shown = iso(facts["made_at"], config.region.zone)[:16].replace("T", " ")
        yield Problem("store.replaced", "", WARNING, {"aside": facts["aside"], "made": shown})


def _backups(config: Config, store: Store, now: Micros) -> Iterator[Problem]:
    kept = Kept(store, config.store.directory)
    nightly, due_at = config.backup.nightly == "on", standing.next_at(kept)
    known = standing.places(kept), standing.checked(kept)
    for each in backups.judge(*known, nightly=nightly, due_at=due_at, now=now):
        yield Problem(each.key, "", PROBLEM if each.grave else WARNING, each.facts)


def of_error(error: SmsboxError, key: str = "store.trouble", subject: str = "") -> Problem:
    """A typed error that was met, as a problem."""
    return Problem(key, subject, PROBLEM, {"because": error.key, "of": dict(error.facts)})


def _silences(store: Store, modems: Sequence[Status], now: Micros) -> Iterator[Problem]:
    rows = store.run(_ARRIVALS).fetchall()
    for modem in modems:
        own = [at for sim_id, at in rows if sim_id == modem.get("sim_id")]
        days = silent_days(own, now) if modem.get("state") == "ready" else None
        if days is not None:
            yield Problem("sim.silent", str(modem.get("name")), WARNING, {"days": days})


def _as_problem(found: Finding, key: str) -> Problem:
    facts: dict[str, Any] = dict(found.facts)
    return Problem(key, found.about, _SEVERITIES[found.severity], facts)


def moment(text: object) -> Micros | None:
    """An ISO 8601 moment with zone; None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return micros(found) if found.tzinfo else None
