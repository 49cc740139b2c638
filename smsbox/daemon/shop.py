"""The thread of the shop: routes what was received, feeds campaigns, works at imports; woken when there is work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from smsbox import campaigns, intake, router, subscription
from smsbox.clock import SECOND, Clock, Micros
from smsbox.config import Config
from smsbox.desk import backfill, missed, threads
from smsbox.dialogs import expiry
from smsbox.errors import SmsboxError
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

PATIENCE = 180.0
"""Seconds of silence after which the thread is taken for hung."""

IDLE_LOOK = 5.0
"""Seconds after which it looks although nobody rang: two small reads."""

IDLE_LOOK_SHARED = 2.0
"""The same where other boxes receive into the same database."""

_SILENCE_LOOK = 600.0
"""Seconds between two looks for requests that nobody answered in time."""

_FIRST_READ = 60.0
"""Seconds after its start in which no dialog ends for want of an answer."""

_TROUBLE_PAUSE = 5.0
_REST, _REST_ALONE, _LONGEST_REST = 3.0, 0.7, 0.3
"""How long it rests after a step of an import, as so many times the step took, where somebody waited to write meanwhile
and where nobody did, and at most in seconds: without it relays of quick modems sent at a fifth of their pace.
"""
_LONG_LOG, _LOG_PATIENCE = 64 << 20, 3.0
"""From so many octets on an import waits for the database's log to be moved into the file, at most so many seconds at a
time: it begins anew only when nobody writes for a moment, and would grow to ten times what is imported.
"""
_LOG_LOOK = 0.05
_SHORTEST = 0.25
"""Seconds of rest at least, when nothing could be done just now."""
_GATHER = 0.05
"""Seconds between two looks at least where the first found nothing: programs ring a hundred times a second, and a look
costs a fifth of a request.
"""
_AT_ONCE = 50
"""Messages routed before anything else has its turn."""


class Shop(threading.Thread):
    """One loop for everything a shop does by itself; no port is touched here, no request waits for it."""

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Clock,
        *,
        beat: Callable[[], None],
        ring: Callable[[], None],
        clock_trusted: Callable[[], bool],
    ) -> None:
        """`ring` tells the relays that something was queued."""
        super().__init__(name="shop", daemon=True)
        self._config, self._store, self._clock = config, store, clock
        self._beat, self._ring, self._clock_trusted = beat, ring, clock_trusted
        self._bell = threading.Event()
        self._stopping = False
        self._silence_at, self._breath = 0.0, 0.0
        self._dialogs_from: float | None = None
        self._waits = 0
        self._log_long_since: float | None = None
        self._importing = False
        self._troubled = self._refused = False
        self._unmade = True
        self._idle_look = IDLE_LOOK if store.dialect.sole_owner else IDLE_LOOK_SHARED

    # ── called by other threads

    def wake(self) -> None:
        """Something was received, launched or handed in: look at once."""
        self._bell.set()

    def adopt(self, config: Config) -> None:
        """Have these settings count from the next message on."""
        self._config = config
        self.wake()

    def stop(self) -> None:
        """End after the transaction in hand."""
        self._stopping = True
        self._bell.set()

    # ── the thread

    def run(self) -> None:
        while not self._stopping:
            self._bell.clear()
            pause = self._turn()
            if pause and not self._stopping:
                ended = self._clock.boottime()
                self._bell.wait(pause)
                self._clock.sleep(max(0.0, min(pause, _GATHER) - (self._clock.boottime() - ended)))
        self._store.forget_connection()

    def _turn(self) -> float:
        """Do what there is, one thing after the other, whatever becomes of the others; seconds until the next look."""
        self._troubled = self._refused = False
        self._breath = 0.0
        routed = self._safely(self._route)
        fed = self._safely(self._feed)
        imported = self._safely(self._import)
        if not routed:
            self._safely(self._hear_silence)
            self._safely(self._expire_dialogs)
            self._safely(self._wake_threads)
            self._unmade = self._safely(self._make_threads)
        if self._troubled:
            return _TROUBLE_PAUSE
        if routed or fed:
            return 0.0
        rest = self._breath if imported else self._rest()
        return min(rest, _SHORTEST) if self._unmade else rest

    def _safely(self, work: Callable[[Micros], bool]) -> bool:
        """Whether `work` has done something; a fault of it must neither end the thread nor keep a STOP waiting."""
        if self._refused:
            return False
        self._beat()
        try:
            return work(self._clock.now())
        except SmsboxError as trouble:  # a sentence; a stack belongs to mistakes of ours
            log.error("shop: %s", trouble)
            self._refused = isinstance(trouble, StoreTrouble)
        except Exception:  # a mistake of ours must not end the thread
            log.exception("shop: unexpected error")
        self._troubled = True
        return False

    def _rest(self) -> float:
        """Seconds until the next look; sooner where the moment of a campaign comes before."""
        try:
            at = campaigns.next_look(self._store) if self._clock_trusted() else None
        except StoreTrouble as trouble:
            log.error("shop: %s", trouble)
            return _TROUBLE_PAUSE
        wait = self._idle_look if at is None else (at - self._clock.now()) / SECOND
        return min(max(wait, _SHORTEST), self._idle_look)

    def _route(self, now: Micros) -> bool:
        routed = router.route_waiting(self._store, self._config, now, most=_AT_ONCE)
        if routed:
            self._ring()
        return bool(routed)

    def _feed(self, now: Micros) -> bool:
        fed = campaigns.step(self._store, self._config, now, trusted=self._clock_trusted())
        if fed:
            self._ring()
        return fed

    def _import(self, now: Micros) -> bool:
        began = self._clock.boottime()
        self._store.turns.pausing = self._importing and self._log_is_long(began)
        if self._store.turns.pausing:
            self._breath = _LOG_LOOK
            return True
        self._importing = intake.work(self._store, self._config, now)
        before, self._waits = self._waits, self._store.turns.waits
        rest = _REST_ALONE if self._waits == before else _REST
        self._breath = min(rest * (self._clock.boottime() - began), _LONGEST_REST)
        return self._importing

    def _log_is_long(self, at: float) -> bool:
        """Whether to write nothing more until the log was moved; who reads for long may keep it from that."""
        if self._store.log_bytes(whole=True) < _LONG_LOG or not self._store.log_bytes():
            self._log_long_since = None
        elif self._log_long_since is None or at - self._log_long_since > 4 * _LOG_PATIENCE:
            self._log_long_since = at
        since = self._log_long_since
        return since is not None and at - since < _LOG_PATIENCE

    def _hear_silence(self, now: Micros) -> bool:
        """Who did not answer in time has said no; once everything that came was read."""
        if not self._clock_trusted() or self._clock.boottime() < self._silence_at:
            return False
        more = subscription.expire(self._store, now) > 0
        self._silence_at = self._clock.boottime() + (1.0 if more else _SILENCE_LOOK)
        return more

    def _expire_dialogs(self, now: Micros) -> bool:
        """End the dialogs nobody answered in time – but not before what lay on the SIM while the box was off had its
        time to come in – and let kinds do what is due.
        """
        at = self._clock.boottime()
        if self._dialogs_from is None:
            self._dialogs_from = at + _FIRST_READ
        if not self._clock_trusted():
            return False
        most = expiry.AT_ONCE if at >= self._dialogs_from else 0
        done = bool(expiry.expire(self._store, self._config, now, most=most))
        if done:
            self._ring()
        return done

    def _wake_threads(self, now: Micros) -> bool:
        """Conversations that were put off until now are back, and those whose answer did not get through."""
        came = missed.bring_back(self._store, now)
        return (self._clock_trusted() and threads.wake_due(self._store, now) > 0) or came > 0

    def _make_threads(self, now: Micros) -> bool:
        """A box that was at work before there were conversations gets them, some at a time."""
        return self._unmade and backfill.step(self._store, self._config.region.country, now)
