"""The life of the daemon: lock, store, crew; READY; watch over all of them; a clean end within ten seconds."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections.abc import Callable

from smsbox import events, outbox, privacy
from smsbox.clock import SystemClock
from smsbox.config import Config
from smsbox.daemon.allocator import fix_thresholds, keep_what_is_loaded
from smsbox.daemon.copies import begin_life
from smsbox.daemon.crew import Crew
from smsbox.daemon.custody import Custody
from smsbox.daemon.damage import open_or_restore
from smsbox.daemon.ending import Ending
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.daemon.lock import OwnerLock
from smsbox.daemon.notify import notify, patience, watchdog_interval
from smsbox.daemon.undoing import at_start
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store, StoreCorrupt, StoreTrouble, opening, options
from smsbox.store.kept import Kept, box_id
from smsbox.web.guard.setup_code import ensure_setup_code
from smsbox.web.server.certificate import fingerprint

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often the main thread looks after the loops, the database and its log."""

NAP_SECONDS = 0.5
CHECKPOINT_BYTES = 4 << 20
STOP_SECONDS = 8.0
DAMAGE_PATIENCE = 30.0
"""Seconds of a malformed database after which the daemon ends; nothing is sent meanwhile."""

ASLEEP_SECONDS = 10.0
"""When the main thread itself is this late, the whole process was stopped; silent loops prove nothing then."""

DEAD_LOOP = 70
"""Exit status (sysexits.h EX_SOFTWARE) when a loop stopped beating; systemd starts the daemon anew."""


def run(config: Config, *, announce: Callable[[str], None] = print) -> int:
    """Run until SIGTERM or SIGINT; returns the exit status. For the main thread.

    `announce` gets the lines a person on the console must see, as phrases. Raises SmsboxError when the daemon cannot
    start.
    """
    fix_thresholds()
    lock = OwnerLock(config.store.directory)
    lock.acquire()
    try:
        with patience("opening the database"):
            store = open_or_restore(config, SystemClock().now(), announce)
        try:
            return _Service(config, store, announce).live()
        finally:
            store.close()
    finally:
        lock.release()


class _Service:
    """One run of the daemon over an open store."""

    def __init__(self, config: Config, store: Store, announce: Callable[[str], None]) -> None:
        self._store = store
        self._announce = announce
        self._clock = SystemClock()
        self._kept = Kept(store, config.store.directory)
        self._config = self._in_force(config)
        self._ending = Ending()
        self._hearts = Heartbeats(self._clock.boottime)
        self._owner = box_id(config.store.directory)
        self._custody = Custody(store)
        self._damaged_since: float | None = None

    def live(self) -> int:
        """From recovery to the clean end."""
        self._ending.listen()
        now = self._clock.now()
        # Ours from before, and on SQLite, where nobody else can claim, everybody's.
        doubtful = outbox.recover(self._store, owner=self._owner, now=now)
        doubtful += outbox.recover(self._store, owner=None, now=now)
        copied = begin_life(self._store, self._config, now)
        doubtful += self._doubt_what_the_log_forgot(now)
        if doubtful:
            log.warning("%d segments were under way when the daemon last ended; they are uncertain now", doubtful)
        crew = Crew(self._config, self._kept, self._clock, self._hearts, self._owner)
        crew.start()
        events.append(self._store, events.STARTED, now=now, uncertain=doubtful or None)
        if copied:
            self._announce(Phrase("This database is a copy: {count} messages wait for your decision.", count=copied))
        self._greet(crew)
        keep_what_is_loaded()
        notify("READY=1", f"STATUS=page on {self._config.web.listen}, {len(self._config.modems)} modems")
        try:
            return self._watch(crew)
        finally:
            self._end(crew)

    def _in_force(self, config: Config) -> Config:
        """The file and what was set on the page; a configuration without a file is taken as it is."""
        if config.path is None:
            return config
        whole = at_start(config.path, self._kept, self._clock.now())
        for warning in whole.warnings:
            if warning not in config.warnings:
                log.warning("settings: %s", warning)
        return whole

    def _doubt_what_the_log_forgot(self, now: int) -> int:
        """A power cut, or a bad card, broke the end off the database's log: what may have left since is in doubt."""
        with self._store.write():
            lost = int(options.get(self._store, opening.LOST_COMMITS) or 0)
            if not lost:
                return 0
            log.error("the end of the database's log was broken: up to %d changes before the crash are lost", lost)
            options.drop(self._store, opening.LOST_COMMITS)
            return outbox.doubt_next(self._store, commits=lost, owner=self._owner, now=now)

    def _greet(self, crew: Crew) -> None:
        """Tell the console where the page is and, on the first start, the code that lets its owner in."""
        self._announce(Phrase("smsbox runs; page: {url}", url=self._config.web.url))
        seal = fingerprint(self._config)
        if seal is not None:
            self._announce(
                Phrase("The page is encrypted; its certificate has the SHA-256 fingerprint {seal}", seal=seal)
            )
            log.info("the certificate of the page has the SHA-256 fingerprint %s", seal)
        code = ensure_setup_code(self._store, self._config.store.directory, self._clock.now())
        if code is not None:
            address = f"{self._config.web.url}setup"
            self._announce(Phrase("First start: open {address} and enter the code {code}", address=address, code=code))
        if not self._config.modems:
            self._announce(Phrase("No [[modem]] is configured yet: messages are kept, none is sent."))

    def _watch(self, crew: Crew) -> int:
        interval = min(LOOK_SECONDS, watchdog_interval() or LOOK_SECONDS)
        looked = self._clock.boottime()
        while not self._over(interval):
            before, looked = looked, self._clock.boottime()
            if looked - before > interval + ASLEEP_SECONDS:
                self._hearts.forgive()
            if not self._custody.in_place():
                return Custody.GONE
            late = self._hearts.late() + crew.dead_threads()
            if late:
                log.critical("no heartbeat from %s: ending so that the service manager starts me anew", ", ".join(late))
                faulthandler.dump_traceback(file=sys.stderr)
                os._exit(DEAD_LOOP)
            if self._database_answers():
                notify("WATCHDOG=1")
            crew.look_after_time()
        return 0

    def _over(self, interval: float) -> bool:
        """Whether the end has come within `interval` seconds; cut short when somebody waits for the log to be moved."""
        left = interval
        while left > 0:
            if self._ending.wait(min(left, NAP_SECONDS)):
                return True
            left = 0.0 if self._store.turns.pausing else left - NAP_SECONDS
        return False

    def _database_answers(self) -> bool:
        """Ping the database and, in this one thread only, move its log into the file. Raises StoreCorrupt."""
        if self._store.dialect.damaged:
            self._judge_damage()
        try:
            self._store.ping()
            if self._store.log_bytes() > (0 if self._store.turns.pausing else CHECKPOINT_BYTES):
                self._store.checkpoint()
            privacy.wipe(self._store)
        except StoreTrouble as trouble:
            log.error("the database does not answer: %s", trouble)
            # A full disk answers, if unpleasantly: restarting would not make room. Damage is judged at the next look.
            return trouble.retryable or isinstance(trouble, StoreCorrupt)
        except OSError as trouble:
            log.error("the database's log cannot be measured: %s", trouble)
        return True

    def _judge_damage(self) -> None:
        """Something met a malformed database, or a disk that read badly (SQLite says the same): is it so for good?"""
        now = self._clock.boottime()
        try:
            opening.look_again(self._store)
            self._damaged_since = None
        except StoreCorrupt:
            self._damaged_since = now if self._damaged_since is None else self._damaged_since
            if now - self._damaged_since > DAMAGE_PATIENCE:
                raise
        except StoreTrouble as trouble:
            log.error("the database cannot be looked through: %s", trouble)

    def _end(self, crew: Crew) -> None:
        """No new segment from now on; those under way get their result, or are marked uncertain when time is up."""
        notify("STOPPING=1")
        started = self._clock.boottime()
        finished = crew.stop(STOP_SECONDS)
        try:
            now = self._clock.now()
            if not finished:
                outbox.recover(self._store, owner=self._owner, now=now)
            events.append(self._store, "daemon.stopped", now=now)
            if self._custody.in_place():
                self._store.checkpoint(truncate=finished)
            else:
                self._custody.rescue(now)
        except StoreTrouble as trouble:
            log.error("the database could not be closed in order; the next start repairs it: %s", trouble)
        log.info("ended after %.1f s", self._clock.boottime() - started)
        if not finished:
            logging.shutdown()
            # A relay is still inside a submit: its thread must not touch the store any more.
            os._exit(0)
