"""What the modem owes a run that was killed: waited for once, and not at all where it has come already."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.clock import MINUTE, SystemClock
from smsbox.modem.line import GsmLine
from smsbox.modem.outcome import Accepted
from smsbox.modem.simulator import SimulatedModem
from smsbox.outbox import Draft
from smsbox.relay.outgoing import Outgoing
from smsbox.store import Store, sims
from tests.modem.conftest import QUICK

WINDOW = 1.5


@pytest.mark.parametrize("heard", [False, True])
def test_the_first_segment_waits_for_a_second_result_only_where_one_is_owed(tmp_path: Path, heard: bool) -> None:
    store, clock = Store.open(f"sqlite://{tmp_path}/smsbox.db"), SystemClock()
    now = clock.now()
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="m", now=now)
    outbox.submit(store, [Draft("+380500000001", text) for text in ("in doubt", "the next")], now=now, allow=("+380",))
    claims = [outbox.claim(store, sim_id=sim, owner="killed", now=now, lease_until=now + MINUTE) for _ in range(2)]
    assert claims[0] is not None and claims[1] is not None
    with store.write():
        outbox.uncertain(store, claims[0], reason="restart", now=now)
    with SimulatedModem(str(tmp_path / "tty"), seed=1) as modem:
        line = GsmLine(modem.link, clock=clock, timeouts=replace(QUICK, echo_window=WINDOW))
        line.connect(None)
        if heard:
            line._link.demux.note_late("+CMGS: 7", final_follows=True)  # while it was set up
        outgoing = Outgoing(store, clock, "m")
        outgoing.new_session(line, sim)
        began = time.monotonic()
        assert isinstance(outgoing.submit(line, claims[1]), Accepted)
        assert (time.monotonic() - began < WINDOW) == heard
        line.close()
    store.close()
