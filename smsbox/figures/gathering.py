"""Every figure as it is now: a few indexed reads, whatever the size of the tables."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from smsbox import __version__, money, outbox
from smsbox.backup import standing as backups
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.figures.counting import Counts
from smsbox.hooks import calls
from smsbox.outbox import MessageClass, State, oldest
from smsbox.problems import Case, Severity, open_now
from smsbox.programs import spending, stop
from smsbox.store import Store
from smsbox.store.kept import Kept

STATES = ("starting", "ready", "holding", "down")
_REGISTERED = frozenset({"home", "roaming", "sms_only_home", "sms_only_roaming", "csfb_home", "csfb_roaming"})
_MOST_SCOPES = 200
_UNKNOWN = ""

Status = Mapping[str, Any]


class Sample(NamedTuple):
    """One value of the figure `name`, with its labels in their order."""

    name: str
    value: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands in no table: how the modems are, threads that are late, problems that the database cannot take."""

    modems: Sequence[Status] = ()
    late: Sequence[str] = ()
    unwritten: Sequence[Case] = ()
    box: str = ""


def gather(store: Store, config: Config, counts: Counts, around: Around, now: Micros) -> Iterator[Sample]:
    """All that is known now. Raises StoreTrouble."""
    database = "sqlite" if store.dialect.sole_owner else "postgresql"
    yield Sample("smsbox_build_info", 1, (__version__, database))
    yield Sample("smsbox_loops_late", len(around.late))
    yield from _messages(store, now)
    for name, count in counts.happened(store).items():
        yield Sample(f"smsbox_{name}_total", count)
    for modem in around.modems:
        yield from _modem(store, modem)
    yield from _backups(store, config)
    yield from _disk(config)
    yield from _problems(store, around)
    for labels, count in counts.requests().items():
        yield Sample("smsbox_requests_total", count, labels)
    yield from _programs(store, config, now)
    yield Sample("smsbox_webhook_calls_waiting", sum(calls.waiting(store).values()))
    yield Sample("smsbox_webhook_calls_dead", sum(calls.dead(store).values()))


def registered(modem: Status) -> bool:
    """Whether the network has it; one that cannot tell has it as long as it is ready."""
    told = modem.get("registration")
    return told in _REGISTERED or (told == "untold" and modem.get("state") == "ready")


def _messages(store: Store, now: Micros) -> Iterator[Sample]:
    counts, since = outbox.counts(store), oldest.waiting_since(store)
    for kind in MessageClass:
        for state in State:
            yield Sample("smsbox_messages", counts.of(state, kind=kind), (kind.label, state.label))
        waited = max(0, now - since[kind]) / SECOND if kind in since else 0
        yield Sample("smsbox_queue_oldest_seconds", waited, (kind.label,))


def _modem(store: Store, modem: Status) -> Iterator[Sample]:
    name = str(modem.get("name"))
    told = (str(modem.get(each) or _UNKNOWN) for each in ("operator", "technology"))
    yield Sample("smsbox_modem_info", 1, (name, *told))
    for state in STATES:
        yield Sample("smsbox_modem_state", state == modem.get("state"), (name, state))
    yield Sample("smsbox_modem_registered", registered(modem), (name,))
    if modem.get("dbm") is not None:
        yield Sample("smsbox_modem_signal_dbm", float(modem["dbm"]), (name,))
    for which in ("last_sent", "last_received"):
        at = _seconds(modem.get(f"{which}_at"))
        if at is not None:
            yield Sample(f"smsbox_modem_{which}_timestamp_seconds", at, (name,))
    sim_id = modem.get("sim_id")
    if isinstance(sim_id, int):
        yield from _sim(money.standing(store, sim_id), name)


def _sim(standing: money.Standing, name: str) -> Iterator[Sample]:
    balance, package = standing.money, standing.package
    if balance is not None and balance.money is not None:
        yield Sample("smsbox_sim_balance", float(balance.money), (name, balance.currency or _UNKNOWN))
        yield Sample("smsbox_sim_balance_timestamp_seconds", balance.at / SECOND, (name,))
    if package is not None and package.left is not None:
        yield Sample("smsbox_sim_package_segments_left", package.left, (name,))


def _backups(store: Store, config: Config) -> Iterator[Sample]:
    for word, place in backups.places(Kept(store, config.store.directory)).items():
        if place.at:
            yield Sample("smsbox_backup_last_success_timestamp_seconds", place.at / SECOND, (word,))
            yield Sample("smsbox_backup_size_bytes", place.size, (word,))
        yield Sample("smsbox_backup_failing", bool(place.failed_at), (word,))


def _disk(config: Config) -> Iterator[Sample]:
    with suppress(OSError):
        room = shutil.disk_usage(config.store.directory)
        yield Sample("smsbox_disk_free_bytes", room.free)
        yield Sample("smsbox_disk_size_bytes", room.total)
    path = config.store.sqlite_path
    if path is not None:
        with suppress(OSError):
            yield Sample("smsbox_database_size_bytes", path.stat().st_size)


def _problems(store: Store, around: Around) -> Iterator[Sample]:
    found = [each.problem for each in (*open_now(store, around.box), *around.unwritten)]
    severities = Counter(each.severity for each in found)
    for severity in Severity:
        yield Sample("smsbox_problems", severities[severity], (severity.label,))
    for (key, severity), count in Counter((each.key, each.severity) for each in found).items():
        yield Sample("smsbox_problem_open", count, (key, severity.label))


def _programs(store: Store, config: Config, now: Micros) -> Iterator[Sample]:
    """By scope: `all`, `token:ID`, `prefix:+48`. What a token is called is nobody's business here."""
    spent = {"all": 0} | spending.spent(store, config, now)
    for scope, count in sorted(spent.items())[:_MOST_SCOPES]:
        yield Sample("smsbox_programs_spent_segments", count, (scope,))
    for scope, most in spending.limits_of_all(config).items():
        yield Sample("smsbox_programs_limit_segments", most, (scope,))
    yield Sample("smsbox_programs_stopped", stop.stopped(store) is not None)


def _seconds(text: object) -> float | None:
    """An ISO 8601 moment in seconds since the epoch."""
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return None
