"""A line to a scripted modem, with timeouts short enough for a test and long enough for a busy machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from smsbox.clock import SystemClock
from smsbox.modem.line import GsmLine
from smsbox.modem.timeouts import Timeouts
from tests.modem.peer import Peer

QUICK = replace(
    Timeouts().scaled(0.1),
    at=0.4,
    pin=0.5,
    delete=0.5,
    sim_busy=0.5,
    command=1.0,
    setting=1.0,
    gap=0.0,
    prompt=0.5,
    result=0.6,
    vendor_results=(),
    probe=0.3,
    give_up=1.2,
    final_ok=0.3,
    missing_ok=0.2,
    boot_grace=0.3,
    echo_window=0.4,
    quiet=0.03,
    settle=0.03,
    retry=0.02,
    pulse=0.1,
    write=0.5,
)


@pytest.fixture
def line_to() -> Iterator[Callable[..., GsmLine]]:
    """Call it with a peer (and options of GsmLine) for a connected line."""
    with ExitStack() as stack:

        def make(peer: Peer, *, connect: bool = True, **options: object) -> GsmLine:
            options.setdefault("timeouts", QUICK)
            line = GsmLine(peer.path, clock=SystemClock(), **options)  # type: ignore[arg-type]
            stack.callback(line.close)
            if connect:
                line.connect(None)
                peer.commands.clear()
            return line

        yield make
