"""What a person does with an import: hands in a file, says what its columns mean, has it counted, agrees, stops it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import IO

from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.intake import apart, imports, spool, undoing
from smsbox.intake.apart import Order
from smsbox.intake.imports import Import, Stage
from smsbox.intake.looking import GUESS
from smsbox.intake.plan import Plan
from smsbox.intake.reading import PARTS, Bad, Reading
from smsbox.intake.spool import Spool
from smsbox.sms.msisdn import tail
from smsbox.store import Store
from smsbox.store.kept import Kept

MOST_OCTETS = 32 << 20
"""Octets a file may have."""


class TooLarge(SmsboxError):
    """The file has more octets than are read. Facts: `name`, `most` (MiB)."""

    key = "intake.too_large"
    exit_code = 65


class Elsewhere(SmsboxError):
    """The import is not where it was a moment ago: somebody else went on with it, or it is gone. Facts: `id`."""

    key = "intake.elsewhere"
    exit_code = 75


def home_of(store: Store, config: Config) -> str:
    """The box that has the files of an import; "" where there is but one."""
    return Kept(store, config.store.directory).box


def reading_of(config: Config, now: Micros) -> Reading:
    """By what cells are understood in this shop."""
    zone = config.region.zone
    parts = PARTS.get(config.shop.language, PARTS["uk"])
    return Reading(config.region.country, zone, today(config, now), parts)


def today(config: Config, now: Micros) -> date:
    """The day it is in the shop."""
    return datetime.fromtimestamp(now // SECOND, UTC).astimezone(config.region.zone).date()


def hand_in(
    store: Store, config: Config, source: IO[bytes], name: str, *, by: str, now: Micros, plan: Plan | None = None
) -> Import:
    """Keep a file called `name` and look at it. Raises SheetRefused, TooLarge, OSError; then nothing is left of it."""
    plan = plan or Plan(header=GUESS)
    import_id = imports.insert(store, name, plan, home=home_of(store, config), by=by, now=now)
    files = Spool(config.store.directory, import_id)
    try:
        if files.keep(source, MOST_OCTETS) > MOST_OCTETS:
            raise TooLarge(name=name, most=MOST_OCTETS >> 20)
        return look_again(store, config, import_id, plan, now)
    except BaseException:
        imports.drop(store, import_id)
        files.forget()
        raise


def look_again(store: Store, config: Config, import_id: int, plan: Plan, now: Micros) -> Import:
    """Read the file of a draft as `plan` says; no columns: guess them anew. Raises SheetRefused, Elsewhere."""
    seen = imports.get(store, import_id)
    if seen is None or seen.stage is not Stage.DRAFT:
        raise Elsewhere(id=import_id)
    by, url, directory = reading_of(config, now), config.store.url, config.store.directory
    found, look = apart.look(Order.of(apart.LOOK, url, directory, import_id, plan, by), seen.name)
    if not imports.planned(store, import_id, found, look):
        raise Elsewhere(id=import_id)
    return replace(seen, plan=found, looked=look.as_json())


def count(store: Store, config: Config, import_id: int, now: Micros) -> bool:
    """Have a draft counted: the dry run. Raises BadPlan; False when it is none any more."""
    seen = imports.get(store, import_id)
    if seen is None:
        return False
    seen.plan.check(today(config, now))
    return imports.enter(store, import_id, Stage.COUNTING, (Stage.DRAFT,), place=0, total=0, found="")


def reconsider(store: Store, import_id: int) -> bool:
    """Back to the columns."""
    return imports.enter(store, import_id, Stage.DRAFT, (Stage.COUNTING, Stage.ASKED), place=0, total=0, found="")


def agree(store: Store, config: Config, import_id: int) -> bool:
    """Do it. What came is not needed any more, only the people read out of it: no example of a row is kept."""
    seen = imports.get(store, import_id)
    kept = {"people": seen.found["people"]} if seen is not None and "people" in seen.found else {}
    agreed = imports.enter(store, import_id, Stage.RUNNING, (Stage.ASKED,), place=0, looked="", found=kept)
    if agreed:
        Spool(config.store.directory, import_id).file.unlink(missing_ok=True)
    return agreed


def stop(store: Store, config: Config, import_id: int, now: Micros) -> bool:
    """Do no more of it; what is done stays done."""
    stopped = imports.enter(store, import_id, Stage.STOPPED, (Stage.RUNNING,), ended_at=now)
    if stopped:
        Spool(config.store.directory, import_id).forget()
    return stopped


def discard(store: Store, config: Config, import_id: int) -> bool:
    """Forget a file that was not imported."""
    with store.write():
        found = imports.locked(store, import_id)
        if found is None or found.stage not in (Stage.DRAFT, Stage.COUNTING, Stage.ASKED):
            return False
        imports.drop(store, import_id)
    Spool(config.store.directory, import_id).forget()
    return True


def forget(store: Store, config: Config, numbers: Sequence[str]) -> list[Import]:
    """Throw away what was handed in here and is not imported yet, where any of these E.164 `numbers` may stand in it;
    what it was. Part of erasing a person: nobody need look for him there.
    """
    ends, home = [tail(number) for number in numbers], home_of(store, config)
    waiting = [each for each in imports.waiting(store) if each.home == home]
    held = [each for each in waiting if Spool(config.store.directory, each.id).may_hold(ends)]
    return [each for each in held if discard(store, config, each.id)]


def undo(store: Store, import_id: int, now: Micros) -> bool:
    """Have it put back. False when it cannot be."""
    return undoing.begin(store, import_id, now)


def bad_rows(store: Store, config: Config, found: Import) -> Iterator[Bad]:
    """The rows that cannot be used: as they were counted, or as they were left out."""
    if found.stage is Stage.ASKED:
        yield from Spool(config.store.directory, found.id).bad(found.found["people"])
        return
    line = 0
    while rows := _bad_page(store, found.id, line):
        yield from rows
        line = rows[-1].line


def _bad_page(store: Store, import_id: int, after: int) -> list[Bad]:
    sql = "SELECT line, detail FROM import_rows WHERE import_id = ? AND line > ? AND what = 4 ORDER BY line LIMIT 500"
    return [spool.bad_of(line, detail) for line, detail in store.run(sql, import_id, after).fetchall()]
