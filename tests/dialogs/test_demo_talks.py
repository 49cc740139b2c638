"""The scenarios of the demo: kept and opened beside the sources of its shop, and customers who know their words."""

from __future__ import annotations

from pathlib import Path

from smsbox.demo import customers, talks
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows, words
from smsbox.dialogs.kinds import KINDS
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
