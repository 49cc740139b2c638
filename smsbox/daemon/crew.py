"""The crew of the daemon: relays, page, doorbell and ticks, started together, watched together, stopped together."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping

from smsbox import campaigns, inbox, outbox, router
from smsbox.clock import SECOND, Clock, Micros
from smsbox.config import Config, Difference, ModemConfig, WebConfig
from smsbox.daemon.allocator import give_back_memory
from smsbox.daemon.backups import Backups
from smsbox.daemon.chores import chores
from smsbox.daemon.configuration import Configuration
from smsbox.daemon.consoles import Consoles
from smsbox.daemon.conversation import Conversations
from smsbox.daemon.dialogues import Dialogues
from smsbox.daemon.doorbell import Doorbell
from smsbox.daemon.enquiry import Enquiry
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.daemon.outside import Outside
from smsbox.daemon.page import first_page
from smsbox.daemon.relays import Relays
from smsbox.daemon.scout import PortScout
from smsbox.daemon.sentry import Sentry
from smsbox.daemon.shop import PATIENCE as SHOP_PATIENCE
from smsbox.daemon.shop import Shop
from smsbox.daemon.ticks import Tick, Ticks
from smsbox.daemon.trust import StepWatch, synchronised, trusted
from smsbox.daemon.watch import Watch
from smsbox.errors import SmsboxError
from smsbox.outbox import MessageClass, doorbell, sweeps
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.relay import ModemStatus, Relay, Routes, StatusBoard
from smsbox.relay.ports import Ports
from smsbox.store import modem_states, options
from smsbox.store.kept import Kept
from smsbox.web.site import Site

log = logging.getLogger(__name__)

SWEEP_SECONDS = 4.0
"""How long one tick works at sweeps: the other ticks wait meanwhile."""
TICK_PATIENCE = 180.0
LAST_SEEN = "clock.last_seen"
"""Settings key of the newest moment we were sure of, written every ten minutes."""


class Crew:
    """Everything that runs in a thread of its own."""

    def __init__(self, config: Config, kept: Kept, clock: Clock, hearts: Heartbeats, owner: str) -> None:
        self._config, self._clock, self._owner, self._watch = config, clock, owner, StepWatch()
        self._store = store = kept.store
        self._last_seen = self._remembered_moment()
        self._network_ahead: Micros | None = None
        self.clock_trusted = True
        self.board = StatusBoard(self._remember)
        self._ports = Ports(config.modems)
        self._routes = Routes(config, store, clock, self.board)
        self._shop = Shop(
            *(config, store, clock),
            beat=hearts.register("shop", SHOP_PATIENCE),
            ring=lambda: self._relays.wake(),
            clock_trusted=lambda: self.clock_trusted,
        )
        self._outside = Outside(config, store, clock, hearts, owner, self.wake)
        self._backups = Backups(kept, lambda: self._config)
        self._relays = Relays(config, self._relay, hearts, self.board, clock)
        self._ticks = Ticks(self._plan(), clock, hearts.register("ticks", TICK_PATIENCE))
        self._configuration = Configuration(config, kept, clock, self) if config.path is not None else None
        self._problems = Watch(kept, clock, self.statuses, self._configuration, lambda: self.clock_trusted)
        self._sentry = Sentry(
            *(kept, clock, self.statuses, self._problems.unwritten, self.wake), lambda: self.clock_trusted
        )
        self._problems.also(lambda: [*self._sentry.problems(), *self._outside.problems()])
        self._talks = Conversations(self._relays.errands, self._change_settings if self._configuration else None)
        self._enquiry = Enquiry(config, store, clock, self.board)
        self._dialogues = Dialogues(self._relays.errands, clock, self._enquiry.ask)
        self._consoles = Consoles(self._relays.errands, clock)
        self._doorbell = Doorbell(
            config.store.directory / doorbell.NAME, wake=self.wake, statuses=self.statuses, talk=self._talks.begin
        )
        self._site = Site(
            *(store, config, clock, self.statuses, self.wake),
            desk=self._dialogues,
            settings=self._configuration,
            console=self._consoles,
            box=kept.box,
            unwritten=self._problems.unwritten,
            backups=self._backups,
            alarm=self._sentry.test,
            scout=PortScout(self._ports, clock, lambda: self._config),
            route=router.route_waiting,
            late=hearts.late,
        )
        web = self._configuration.first_web if self._configuration is not None else config.web
        self._page = first_page(self._site, config, web)

    def _relay(self, modem: ModemConfig, config: Config, beat: Callable[[], None]) -> Relay:
        return Relay(
            *(modem, config, self._store, self._clock),
            board=self.board,
            routes=self._routes,
            owner=self._owner,
            beat=beat,
            clock_trusted=lambda: self.clock_trusted,
            witness=self._hear_witness,
            ports=self._ports,
            received=self._shop.wake,
        )

    # ── what the others call

    def wake(self) -> None:
        """Something was queued, or launched: relays and shop look at once."""
        self._relays.wake()
        self._shop.wake()

    def statuses(self) -> list[dict]:
        """Every modem's status as JSON objects."""
        return [status.as_json(self._config.region.zone) for status in self.board.all()]

    def _change_settings(self, changes: Mapping[str, object], by_whom: str) -> Iterable[Difference]:
        """For a command."""
        assert self._configuration is not None
        return self._configuration.apply(changes, by=Actor(by_whom, audit.CONSOLE), now=self._clock.now())

    # ── what the configuration calls

    def take(self, config: Config) -> None:
        """Everything but the relays has `config` in force from here on."""
        self._config = self._site.config = config
        self._ports.adopt(config.modems)
        self._routes.adopt(config)
        self._enquiry.adopt(config)
        self._page.adopt(config)
        self._shop.adopt(config)
        self._outside.adopt(config)

    def take_relays(self, config: Config) -> bool:
        """So have the relays, unless all end; it takes as long as the segments under way."""
        return self._relays.adopt(config)

    def status(self, modem: str) -> ModemStatus | None:
        """How `modem` is, None when there is none."""
        return next((status for status in self.board.all() if status.name == modem), None)

    def open_page(self, web: WebConfig) -> None:
        """Listen at a second address. Raises CannotListen."""
        self._page.open(web)

    def page_reached(self) -> bool:
        """Whether somebody signed in uses it."""
        return self._page.reached

    def keep_page(self, *, new: bool) -> None:
        """Give up one of both addresses."""
        if new:
            self._page.move()
        else:
            self._page.stay()

    # ── life

    def start(self) -> None:
        """Start every thread."""
        self._judge_clock()
        self._doorbell.open()
        self._doorbell.start()
        self._page.start()
        self._relays.start()
        self._shop.start()
        self._outside.start()
        self._ticks.start()
        if self._configuration is not None:
            self._configuration.begin()

    def stop(self, seconds: float) -> bool:
        """Stop every thread, waiting at most `seconds` for segments under way; False when one did not finish."""
        deadline = self._clock.boottime() + seconds
        self._relays.stop()
        if self._configuration is not None:
            self._configuration.close(1.0)
        self._doorbell.close()
        self._talks.close()
        self._dialogues.close()
        self._consoles.close()
        self._shop.stop()
        self._outside.stop()
        self._ticks.stop()
        self._sentry.close()
        self._backups.close()
        self._page.stop(1.0)
        self._shop.join(max(0.1, deadline - self._clock.boottime()))
        self._outside.join(max(0.1, deadline - self._clock.boottime()))
        return self._relays.join(deadline)

    def dead_threads(self) -> list[str]:
        """Threads that ended although nobody stopped them."""
        alive = {
            "page": self._page.alive,
            "shop": self._shop.is_alive(),
            "doorbell": self._doorbell.is_alive(),
            "configuration": self._configuration is None or self._configuration.alive,
        }
        return [*self._relays.dead(), *self._outside.dead(), *(name for name, lives in alive.items() if not lives)]

    def look_after_time(self) -> None:
        """Notice that the wall clock was set: plan the ticks anew and judge it again."""
        step = self._watch.stepped(self._clock)
        if step:
            log.warning("the wall clock was set by %+.1f s", step / SECOND)
            outbox.clock_stepped(self._store, by=step, now=self._clock.now())
            campaigns.clock_stepped(self._store, self._config, by=step, now=self._clock.now())
            if self._network_ahead is not None:
                self._network_ahead -= step
            self._judge_clock()
            self._ticks.rebuild()
            self.wake()

    # ── inside

    def _plan(self) -> list[Tick]:
        store = self._store
        timed: dict[str, tuple[int, Callable[[Micros], object]]] = {
            **chores(store, lambda: self._config, self._clock),
            "promote": (10, self._promote),
            "hold": (10, self._hold_overdue),
            "expire": (30, lambda now: outbox.expire(store, now=now)),
            "incomplete": (300, lambda now: inbox.release_incomplete(store, now=now)),
            "backup": (30, self._backups.look),
            "certificate": (6 * 3600, lambda now: self._page.renew()),
        }
        ticks = [Tick(name, every, self._if_trusted(run)) for name, (every, run) in timed.items()]
        memory = Tick("memory", 10, lambda _: give_back_memory())
        watch = Tick("problems", 10, lambda now: self._problems.look(self._config, now))
        alarms = Tick("alarms", 10, lambda now: self._sentry.look(self._config, now))
        return [*ticks, Tick("sweeps", 10, self._sweep), Tick("time", 600, self._note_time), watch, alarms, memory]

    def _if_trusted(self, tick: Callable[[Micros], object]) -> Callable[[Micros], object]:
        """`tick`, but not by a clock nobody believes: a wrong year must not end the waiting of anything."""
        return lambda now: tick(now) if self.clock_trusted else None

    def _promote(self, now: Micros) -> None:
        """Queue what has become due."""
        self._ring_if(outbox.promote_due(self._store, now=now))

    def _hold_overdue(self, now: Micros) -> None:
        """What stays in doubt, by the settings of this moment."""
        sending = self._config.sending
        policies = {
            MessageClass.REPLY: sending.in_doubt_reply,
            MessageClass.SERVICE: sending.in_doubt_service,
            MessageClass.MARKETING: sending.in_doubt_marketing,
        }
        resend = frozenset(kind for kind, policy in policies.items() if policy == "resend")
        window = sending.uncertain_window_s * SECOND
        self._ring_if(outbox.hold_overdue(self._store, now=now, after=window, resend=resend))

    def _sweep(self, now: Micros) -> None:
        """Go on with what a person has asked to be done with many messages."""
        self._ring_if(sweeps.work(self._store, now, boottime=self._clock.boottime, seconds=SWEEP_SECONDS))

    def _ring_if(self, changed: int) -> None:
        if changed:
            self.wake()

    def _judge_clock(self) -> None:
        now = self._clock.now()
        modem_at = None if self._network_ahead is None else now + self._network_ahead
        self.clock_trusted = trusted(now, self._last_seen, modem_at=modem_at, time_service=synchronised())
        if not self.clock_trusted:
            log.error("the clock of this machine cannot be right; timed messages wait")

    def _hear_witness(self, network_at: Micros, now: Micros) -> None:
        """A modem tells what time the network has; called by relays."""
        self._network_ahead = network_at - now
        self._judge_clock()

    def _note_time(self, now: Micros) -> None:
        self._judge_clock()
        if self.clock_trusted:
            self._last_seen = now
            options.put(self._store, LAST_SEEN, str(now), now)

    def _remembered_moment(self) -> Micros | None:
        text = options.get(self._store, LAST_SEEN)
        return int(text) if text and text.isdigit() else None

    def _remember(self, status: ModemStatus) -> None:
        plain = json.dumps(status.as_json(self._config.region.zone), ensure_ascii=False)
        try:
            modem_states.save(self._store, status.name, plain, self._clock.now())
        except SmsboxError as error:
            log.error("the state of modem %s could not be written down: %s", status.name, error)
