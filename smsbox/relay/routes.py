"""Knows which SIMs are able to send, from the status board and, of other boxes, from the database; routes by that."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from smsbox import outbox, routing
from smsbox.clock import DAY, SECOND, Clock, Micros
from smsbox.config import Config
from smsbox.config.model import ModemConfig
from smsbox.consent import Rules as Permission
from smsbox.relay.status import DOWN, HOLDING, READY, STARTING, ModemStatus, StatusBoard
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Rules, Shares
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

GRACE = 30.0
"""Seconds a SIM may be out of order before others take its work."""

QUOTA_GRACE = 60.0
"""A SIM that must wait longer than these seconds (limits, rest) leaves its work to others at once."""

HEARTBEAT: Micros = 20 * SECOND
"""How often a SIM tells other boxes that it is able."""

SILENT: Micros = 60 * SECOND
"""A SIM of another box that told nothing for so long is not able."""

TURN_LOOK = 0.2
"""Seconds after which a SIM looks again when it is another one's turn."""

_RESTS = 10.0
"""A SIM that waits longer than these seconds for its pace need not be left anything."""

_FRESH = 0.5
_FRESH_ROWS, _FRESH_ROWS_SHARED = 5.0, 1.0
_AT_ONCE = ("relay.paused", "relay.sim_swapped")
"""Holds that nobody expects to end by themselves."""


class Routes:
    """What all relays of a daemon know together of their SIMs. Its methods work from any thread."""

    def __init__(self, config: Config, store: Store, clock: Clock, board: StatusBoard) -> None:
        self._store, self._clock, self._board = store, clock, board
        self._lock = threading.Lock()
        self._permission: Permission | None = None
        self.adopt(config)
        self._shares = Shares()
        self._fresh_rows = _FRESH_ROWS if store.dialect.sole_owner else _FRESH_ROWS_SHARED
        self._started = clock.boottime()
        self._well_at: dict[str, float] = {}
        self._told_at: dict[int, Micros] = {}
        self._permitted: dict[int, Sequence[int]] = {}
        self._rows: list[KnownCarrier] = []
        self._rows_at = self._roster_at = float("-inf")
        self._roster = Roster()

    def adopt(self, config: Config) -> None:
        """These settings count from the next question on."""
        rules = Rules(
            on_net=config.routing.on_net == "prefer",
            help=config.routing.spare == "help",
            sticky=config.routing.sticky == "on",
            prefixes=config.routing.prefixes,
        )
        permission = Permission.of(config)
        if self._permission not in (None, permission):
            self._ask_again()
        with self._lock:
            self._permission = permission
            self._allow, self._rules = config.allow_any, rules
            self._weights = {modem.name: modem.weight for modem in config.modems}
            self._rows_at = self._roster_at = float("-inf")

    def _ask_again(self) -> None:
        """Rules for customers were changed: what waits for their moment is asked about anew."""
        try:
            outbox.reconsider(self._store, self._clock.now())
        except StoreTrouble as trouble:  # it leaves at the moment that was found for it before
            log.warning("advertising that was put off is not asked about anew: %s", trouble)

    def introduce(self, modem: ModemConfig, sim_id: int, imsi: str | None, beat: Callable[[], None]) -> None:
        """`modem` has opened its line with this SIM. Raises StoreTrouble.

        When it reaches other numbers than before, or belongs to another operator, what waits is routed anew.
        """
        now = self._clock.now()
        routing.keep_rules(self._store, self._rules, now)
        operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(imsi)
        mine = KnownCarrier(sim_id, operator, modem.weight, KINDS, tuple(modem.allow), now)
        before = routing.carrier(self._store, sim_id)
        if before is None or _facts(before) != _facts(mine) or now - before.at > DAY:
            with self._store.write(durable=False):
                routing.keep_carrier(self._store, mine)
        with self._lock:
            self._rows_at = self._roster_at = float("-inf")
        if before is not None and (before.operator, before.allow) != (mine.operator, mine.allow):
            moved = outbox.readdress(self._store, now=now, pulse=beat)
            log.info("modem %s: %d waiting messages routed anew", modem.name, moved)
        if freed := outbox.permit(self._store, self.permitted, now):
            log.info("modem %s: %d messages may be sent again by [sending] allow", modem.name, len(freed))

    @property
    def permitted(self) -> tuple[str, ...]:
        """Beginnings of all numbers that some SIM may reach: of this box, and of others that share the database."""
        if self._store.dialect.sole_owner:
            return self._allow
        with self._lock:
            others = (prefix for row in self._rows for prefix in row.allow)
            return tuple(dict.fromkeys((*self._allow, *others)))

    def route(self, modem: ModemConfig, sim_id: int, kinds: Sequence[int] | None, now: Micros) -> Route:
        """For `outbox.claim`, inside its transaction; `kinds` are the classes this SIM may send now, None: all."""
        boot = self._clock.boottime()
        with self._lock:
            self._permitted[sim_id] = KINDS if kinds is None else kinds
        roster = self._now(boot, now)
        me = roster.carriers.get(sim_id)
        if me is None or not me.kinds:
            # Whoever asks for work is able; the board will have heard of it.
            with self._lock:
                self._well_at[modem.name] = boot
                self._roster_at = float("-inf")
            roster = self._now(boot, now)
        self._tell(roster, sim_id, kinds, now)
        return Route(sim_id, roster, self._shares, boot)

    # ── what is known

    def _now(self, boot: float, now: Micros) -> Roster:
        with self._lock:
            if boot - self._roster_at >= _FRESH:
                if boot - self._rows_at >= self._fresh_rows:
                    self._rows, self._rows_at = routing.living(routing.carriers(self._store), now), boot
                self._roster, self._roster_at = self._made(boot, now), boot
            return self._roster

    def _made(self, boot: float, now: Micros) -> Roster:
        here = {status.sim_id: status for status in self._board.all() if status.sim_id is not None}
        carriers = {}
        for row in self._rows:
            status = here.get(row.sim_id)
            operator = routing.operator_number(row.operator)
            if status is None:
                carriers[row.sim_id] = Carrier(row.sim_id, operator, row.weight, self._elsewhere(row, boot, now))
                continue
            rests = status.next_send_at is not None and status.next_send_at - now > _RESTS * SECOND
            kinds = self._able(status, boot, now)
            carriers[row.sim_id] = Carrier(row.sim_id, operator, self._weights.get(status.name, 1), kinds, rests)
        return Roster(carriers, on_net=self._rules.on_net, help=self._rules.help)

    def _elsewhere(self, row: KnownCarrier, boot: float, now: Micros) -> tuple[int, ...]:
        """A SIM that no modem here shows: it may be in another box, or its modem is still starting."""
        if not self._store.dialect.sole_owner:
            return row.kinds if abs(now - row.at) < SILENT else ()
        return row.kinds if boot - self._started < GRACE else ()

    def _able(self, status: ModemStatus, boot: float, now: Micros) -> tuple[int, ...]:
        """The classes the SIM of this modem can be expected to send within reasonable time."""
        well = self._well_at.get(status.name, self._started)
        match status.state:
            case state if state == READY:
                self._well_at[status.name] = boot
                return KINDS
            case state if state == HOLDING and status.kinds:
                self._well_at[status.name] = boot
                # The board tells what stands in the way first; several things together may leave less.
                asked = self._permitted.get(status.sim_id or 0, KINDS)
                return tuple(kind for kind in status.kinds if kind in asked)
            case state if state == HOLDING and (status.reason in _AT_ONCE or _waits_long(status, now)):
                return ()
            case state if state == HOLDING and status.reason == "pacing.limit":
                self._well_at[status.name] = boot
                return KINDS
            case state if state in (HOLDING, DOWN, STARTING):
                return KINDS if boot - well < GRACE else ()
        return ()

    def _tell(self, roster: Roster, sim_id: int, kinds: Sequence[int] | None, now: Micros) -> None:
        """Let other boxes know that this SIM is able; where there are none, once a day that it still exists."""
        every = DAY if self._store.dialect.sole_owner else HEARTBEAT
        if 0 <= now - self._told_at.get(sim_id, 0) < every:
            return
        row = next((each for each in self._rows if each.sim_id == sim_id), None)
        if row is None:
            return
        able = KINDS if kinds is None else tuple(int(kind) for kind in kinds)
        if abs(now - row.at) >= every or row.kinds != able:
            routing.keep_carrier(self._store, KnownCarrier(sim_id, row.operator, row.weight, able, row.allow, now))
        self._told_at[sim_id] = now


def look_again(route: Route | None, idle: float) -> float:
    """Seconds after which a queue that gave nothing is looked through again; `idle` unless there is a reason."""
    if route is None:
        return idle
    return 0.0 if route.unfinished else TURN_LOOK if route.waits else idle


def _waits_long(status: ModemStatus, now: Micros) -> bool:
    """Whether its hold is known to last: a limit reached, a rest ordered."""
    return status.next_send_at is not None and status.next_send_at - now > QUOTA_GRACE * SECOND


def _facts(carrier: KnownCarrier) -> tuple[object, ...]:
    return carrier.operator, carrier.weight, carrier.allow
