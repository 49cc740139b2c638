"""The herald: looks at what is wrong every few seconds, tells it by every way that is set, remembers who heard what.

What it knows is in memory and written through: a database that refuses is told of all the same.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from smsbox import problems
from smsbox.alarms import by_sms, letters, phones, records, troubles
from smsbox.alarms.by_sms import Going
from smsbox.alarms.courier import Courier, is_set, order
from smsbox.alarms.letters import Letter, Writer
from smsbox.alarms.matters import EMAIL, SMS, WAYS, WEBHOOK, Heard, Matter, Notice, backoff, due, follow, told
from smsbox.alarms.records import Line, Way
from smsbox.clock import SECOND, Clock, Micros
from smsbox.config import Config
from smsbox.config.alarms import AlarmsConfig
from smsbox.errors import SmsboxError
from smsbox.i18n.translator import translator
from smsbox.problems import WARNING, Case, Problem
from smsbox.store import StoreTrouble
from smsbox.store.kept import Kept

log = logging.getLogger(__name__)

DEAD = 3
"""Failures in a row after which a way that does not work is a problem itself."""
_SMS_PAUSE: Micros = 60 * SECOND
_PAUSE_S = 0.05

Statuses = Sequence[Mapping[str, Any]]


def writer(config: Config) -> Writer:
    """Who writes, by the settings."""
    region = config.region
    return Writer(config.shop.name, config.web.url, translator(region.language), region.zone)


class Herald:
    """All but `test` belongs to one thread. `unwritten`: problems the database cannot take."""

    def __init__(
        self,
        kept: Kept,
        clock: Clock,
        *,
        statuses: Callable[[], Statuses] = tuple,
        unwritten: Callable[[], Sequence[Case]] = tuple,
    ) -> None:
        self._kept, self._store, self._box, self._clock = kept, kept.store, kept.box, clock
        self._statuses, self._unwritten = statuses, unwritten
        self._matters: list[Matter] = []
        self._written: list[Matter] = []
        self._ways: dict[str, Way] = {}
        self._loaded = False
        self._cases: list[Case] = []
        self._courier = Courier(clock.boottime)
        self._carried: dict[str, tuple[Notice | None, Letter]] = {}
        self._going: Going | None = None
        self._asked: list[str] = []
        self._set: AlarmsConfig | None = None

    @property
    def matters(self) -> list[Matter]:
        """What is followed, open or lately over."""
        return list(self._matters)

    def look(self, config: Config, now: Micros) -> bool:
        """One look: hear what became of letters, see what is wrong, send what is due; whether an SMS was queued."""
        queued = self._going
        self._load()
        if config.alarms != self._set:
            # A way that was set anew is tried at once.
            self._set = config.alarms
            self._ways = {way: replace(stands, next_at=0) for way, stands in self._ways.items()}
        self._hear_back(now)
        self._hear_of_sms(now)
        self._see(now)
        for way in WAYS:
            if is_set(config, way):
                self._tell(config, way, now)
            elif way in self._ways:
                self._ways.pop(way)
        self._write(now)
        return self._going is not None and self._going is not queued

    def test(self, way: str) -> None:
        """Have a test sent by that way with the next look; for any thread."""
        self._asked.append(way)

    def say(self, config: Config, letter: Letter, now: Micros) -> bool:
        """Send `letter` by e-mail and webhook, as far as they are set and free; whether by all of them."""
        free = [way for way in (EMAIL, WEBHOOK) if is_set(config, way)]
        if any(self._courier.busy(way) for way in free):
            return False
        for way in free:
            self._send(config, way, None, letter, now)
        return True

    def problems(self) -> list[Problem]:
        """Ways by which nobody can be told; their names are their subjects."""
        return [
            Problem("alarms.untold", way, WARNING, {"because": stands.error["key"], "of": stands.error["facts"]})
            for way, stands in self._ways.items()
            if stands.error is not None and stands.failures >= DEAD
        ]

    def close(self, seconds: float) -> None:
        """Wait so long for letters under way: what is not known to have arrived is told again after the next start."""
        until = self._clock.boottime() + seconds
        while self._carried and self._clock.boottime() < until:
            self._hear_back(self._clock.now())
            self._clock.sleep(_PAUSE_S)
        self._write(self._clock.now())
        self._courier.close()

    # ── inside

    def _load(self) -> None:
        if self._loaded:
            return
        try:
            found, ways = records.matters(self._store, self._box), records.ways(self._store, self._box)
            going = by_sms.load(self._kept)
        except StoreTrouble:
            return
        mine = {matter.problem.name for matter in found}
        self._written, self._ways, self._going, self._loaded = found, {**ways, **self._ways}, going, True
        self._matters = [*found, *(each for each in self._matters if each.problem.name not in mine)]

    def _see(self, now: Micros) -> None:
        try:
            self._cases = problems.open_now(self._store, self._box)
        except StoreTrouble as trouble:
            log.debug("alarms from memory: %s", trouble)
        names = {case.problem.name for case in self._cases}
        memory = [case for case in self._unwritten() if case.problem.name not in names]
        self._matters = follow(self._matters, [*self._cases, *memory], now)

    def _tell(self, config: Config, way: str, now: Micros) -> None:
        stands = self._ways.get(way, Way())
        if way in self._asked and not self._courier.busy(way):
            self._asked.remove(way)
            self._send(config, way, None, letters.a_test(writer(config)), now)
            return
        if (
            self._courier.busy(way)
            or (way == SMS and (self._going is not None or not self._loaded))
            or now < stands.next_at <= now + backoff(9)
        ):
            return
        after = config.alarms.after_s * SECOND
        if stands.reached_at is not None and 0 <= now - stands.reached_at < after and not stands.failures:
            return
        notice = due(self._matters, way, now, after)
        if notice:
            self._send(config, way, notice, letters.of_notice(notice, writer(config), now), now)

    def _send(self, config: Config, way: str, notice: Notice | None, letter: Letter, now: Micros) -> None:
        try:
            if way == SMS:
                self._send_sms(config, notice, letter, now)
                return
            self._courier.start(way, order(config, way, letter, now, self._mark(way, notice, letter, now)))
            self._carried[way] = (notice, letter)
        except (SmsboxError, OSError) as trouble:
            known = trouble if isinstance(trouble, SmsboxError) else troubles.Untold(problem=str(trouble))
            self._failed(way, letter, troubles.plain(known), now)

    def _send_sms(self, config: Config, notice: Notice | None, letter: Letter, now: Micros) -> None:
        bad = [each.problem.subject for each in self._matters if each.gone_at is None]
        sims = phones.healthy(self._statuses(), bad)
        matters = told(self._matters, notice or Notice(), SMS, now)
        stands = replace(self._ways.get(SMS, Way()), tried_at=now, next_at=now + _SMS_PAUSE)
        with self._store.write():
            ids = phones.send(self._store, config, letter.sms, sims, now, counted=notice is not None)
            going = by_sms.going(ids, notice or Notice(), letter)
            by_sms.keep(self._kept, going, now)
            matters = records.keep(self._store, self._box, self._written, matters, now)
            records.stands(self._store, self._box, SMS, stands)
        self._matters = self._written = matters
        self._ways[SMS], self._going = stands, going

    def _hear_of_sms(self, now: Micros) -> None:
        going, error = self._going, None
        if going is None:
            return
        try:
            if phones.outcome(self._store, going.ids) is None:
                return
        except troubles.SmsFailed as trouble:
            error = troubles.plain(trouble)
            self._matters = by_sms.unheard(self._matters, going)
        except StoreTrouble:
            return
        try:
            with self._store.write():
                by_sms.forget(self._kept)
                matters = records.keep(self._store, self._box, self._written, self._matters, now)
        except StoreTrouble:
            return
        self._matters = self._written = matters
        self._going = None
        if error is None:
            self._reached(SMS, going, now)
        else:
            self._failed(SMS, going, error, now)

    def _hear_back(self, now: Micros) -> None:
        for way, said in self._courier.returned():
            self._returned(way, dict(said), now)

    def _returned(self, way: str, said: Mapping[str, Any], now: Micros) -> None:
        notice, letter = self._carried.pop(way)
        if said:
            self._failed(way, letter, said, now)
            return
        if notice is not None:
            self._matters = told(self._matters, notice, way, now)
        self._reached(way, letter, now)

    def _reached(self, way: str, letter: Letter | Going, now: Micros) -> None:
        self._ways[way] = Way(0, 0, now, now, None)
        self._keep_way(way)
        self._note(Line(now, way, letter.kind, letter.content, None))
        log.info("alarms: told by %s: %s", way, letter.kind)

    def _failed(self, way: str, letter: Letter | Going, error: Mapping[str, Any], now: Micros) -> None:
        before = self._ways.get(way, Way())
        # A wrong password does not mend itself, and a mail server locks out who tries it often.
        lasting = error["key"] in (
            "alarms.password",
            "alarms.certificate",
            "alarms.no_encryption",
            "config.secret_file",
        )
        failures = max(before.failures + 1, DEAD if lasting else 0)
        self._ways[way] = Way(failures, now + backoff(failures), now, before.reached_at, dict(error))
        self._keep_way(way)
        if before.error is None or before.error.get("key") != error["key"] or letter.kind == "test":
            self._note(Line(now, way, letter.kind, letter.content, dict(error)))
        log.warning("alarms: nobody could be told by %s: %s", way, error)

    def _mark(self, way: str, notice: Notice | None, letter: Letter, now: Micros) -> str:
        """The same for a letter that is tried again, so that who has got it knows it."""
        if notice is None:
            return f"{letter.kind}-{now}"
        parts = [
            f"{each.problem.key} {each.problem.subject} {each.opened_at} {each.gone_at} {each.heard.get(way)}"
            for each in (*notice.opened, *notice.again, *notice.over)
        ]
        return hashlib.sha256("\n".join([self._box, way, *parts]).encode()).hexdigest()[:24]

    # ── what is written down, if it can be

    def _write(self, now: Micros) -> None:
        if not self._loaded:
            return
        try:
            self._matters = self._written = records.keep(self._store, self._box, self._written, self._matters, now)
        except StoreTrouble as trouble:
            log.debug("alarms stay in memory: %s", trouble)

    def _keep_way(self, way: str) -> None:
        try:
            records.stands(self._store, self._box, way, self._ways[way])
        except StoreTrouble as trouble:
            log.debug("alarms stay in memory: %s", trouble)

    def _note(self, line: Line) -> None:
        try:
            records.note(self._store, self._box, line)
        except StoreTrouble as trouble:
            log.debug("alarms: a line of the log is lost: %s", trouble)


__all__ = ["Heard", "Herald", "writer"]
