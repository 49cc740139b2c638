"""Row: what choosing a SIM costs when several share the queue, a million messages against a few thousand.

No daemon and no modem: three SIMs of three operators take turns in this process, everybody's message routed by his
number, every second customer one who knows a SIM. Nothing is flushed, so the computing alone is measured. Then night
falls: all of it is advertising that rests, and what is claimed are service messages behind it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from smsbox import outbox
from smsbox.outbox import Draft, MessageClass
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Shares, keep_carrier, operator_number, tables
from smsbox.store import Store, sims
from tests.bench.bench import Bench
from tests.bench.figures import Figure
from tests.permitted import permit_crowd

GOAL = 1.2
SMALL = 5_000
_NOW = 1_790_000_000_000_000
_OPERATORS = (("kyivstar", "25503", "67"), ("vodafone", "25501", "50"), ("lifecell", "25506", "63"))
_SENT = 300
_BATCH = 50_000


def rows(bench: Bench) -> Iterator[Figure]:
    """Microseconds of computing for one SIM and for three, and how they grow with the queue."""
    for count in (1, len(_OPERATORS)):
        few = _Fleet(bench, SMALL, count)
        many = _Fleet(bench, bench.crowd, count)
        costs_few, costs_many = [], []
        for _ in range(5 if bench.quick else 12):
            costs_few.append(few.cost())
            costs_many.append(many.cost())
        at_night = [many.cost(at_night=True) / few.cost(at_night=True) for _ in range(5 if bench.quick else 12)]
        few.store.close()
        many.store.close()
        who = f"{count} SIM{'s' if count > 1 else ''}"
        yield Figure(f"claim and result, {who}, {SMALL:,} queued", [cost * 1e6 for cost in costs_few], "µs")
        yield Figure(f"claim and result, {who}, {bench.crowd:,} queued", [cost * 1e6 for cost in costs_many], "µs")
        ratios = [much / little for much, little in zip(costs_many, costs_few, strict=True)]
        yield Figure(f"claim and result, {who}, {bench.crowd:,} ÷ {SMALL:,}", ratios, "×", most=GOAL)
        yield Figure(f"behind what rests at night, {who}, {bench.crowd:,} ÷ {SMALL:,}", at_night, "×", most=GOAL)


class _Fleet:
    """`queued` messages and `count` SIMs that are all able."""

    def __init__(self, bench: Bench, queued: int, count: int) -> None:
        self.store = Store.open(f"sqlite://{bench.room(f'routing-{count}-{queued}')}/smsbox.db")
        self._sims = [self._insert(*each[:2]) for each in _OPERATORS[:count]]
        carriers = [Carrier(sim, operator_number(each[0])) for sim, each in zip(self._sims, _OPERATORS, strict=False)]
        self._roster = Roster({carrier.sim_id: carrier for carrier in carriers})
        self._shares = Shares()
        for first in range(0, queued, _BATCH):
            self._queue(first, min(_BATCH, queued - first))
            self.store.checkpoint()

    def cost(self, *, at_night: bool = False) -> float:
        """CPU seconds of one segment; `at_night` of a service message, while all others rest."""
        if at_night:
            self._queue(_SENT, _SENT, MessageClass.SERVICE)
        began = time.process_time()
        for place in range(_SENT):
            sim = self._sims[place % len(self._sims)]
            route = Route(sim, self._roster, self._shares, float(place))
            with self.store.write(durable=False):
                claim = outbox.claim(
                    self.store,
                    sim_id=sim,
                    owner="bench",
                    now=_NOW,
                    lease_until=_NOW + 1,
                    route=route,
                    resting=outbox.BULK if at_night else (),
                )
                assert claim is not None
                outbox.accepted(self.store, claim, reference=place % 256, now=_NOW)
        spent = time.process_time() - began
        self.store.checkpoint()
        return spent / _SENT

    def _insert(self, operator: str, network: str) -> int:
        sim = sims.register(self.store, imsi=f"{network}0000000001", iccid=None, modem=operator, now=_NOW)
        with self.store.write():
            keep_carrier(self.store, KnownCarrier(sim, operator, 1, KINDS, ("+380",), _NOW))
        return sim

    def _queue(self, first: int, count: int, kind: MessageClass = MessageClass.MARKETING) -> None:
        numbers = [f"+380{_OPERATORS[place % 3][2]}{place:07d}" for place in range(first, first + count)]
        if len(self._sims) > 1:
            with self.store.write(durable=False):
                for place, number in enumerate(numbers[::2]):
                    tables.meet(self.store, number, self._sims[place % len(self._sims)], _NOW)
        if kind is MessageClass.MARKETING:
            permit_crowd(self.store, numbers)
        text = "Your order is ready, come and fetch it until 18:00."
        drafts = (Draft(number, text, kind=kind, report=False) for number in numbers)
        outbox.submit(self.store, drafts, now=_NOW, allow=("+380",))
