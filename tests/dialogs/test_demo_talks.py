"""The scenarios of the demo: kept and opened beside the sources of its shop, and customers who know their words."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from smsbox.demo import customers, talks
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows, words
from smsbox.dialogs.kinds import KINDS
from smsbox.modem.simulator.control import Control
from tests.web.desk import make_desk


def test_every_talk_of_the_demo_opens_a_scenario(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    store, config, now = desk.store, desk.site.config, desk.clock.at
    customers.move_in(store, config, now)
    talks.begin(store, config, now)
    assert {each.kind for each in rows.listed(store, FlowState.OPEN)} == set(KINDS)
    lines = talks._lines(customers.QUIET)
    begun = {number: text for _, number, text in reversed(lines)}
    assert set(begun) == set(customers.QUIET)
    assert [text for text in begun.values() if words.called(store, text, now) is None] == []
    assert max(at for at, *_ in lines) < 3 * 60
    store.close()


def test_customers_wait_for_a_modem_that_begins_late(tmp_path: Path) -> None:
    """A small machine takes half a minute to start everything at once."""
    air, closing, reached = str(tmp_path / "air"), threading.Event(), []
    talking = threading.Thread(target=lambda: reached.append(talks._reached(air, closing)))
    talking.start()
    with pytest.raises(OSError):
        Control(air)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as late:
        late.bind(air)
        late.listen()
        talking.join()
    assert len(reached) == 1
