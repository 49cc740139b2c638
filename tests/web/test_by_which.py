"""By which SIM, and why, on the pages of the outbox."""

from __future__ import annotations

import html

from smsbox import outbox
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Shares, keep_carrier, operator_number
from smsbox.store import sims
from tests.web.desk import Desk, Visitor

OF_KYIVSTAR = "+380670000001"


def two_sims(desk: Desk) -> dict[int, Carrier]:
    able = {}
    for name, imsi, operator in (("left", "25503", "kyivstar"), ("right", "25501", "vodafone")):
        sim = sims.register(desk.store, imsi=f"{imsi}0000000001", iccid=None, modem=name, now=desk.clock.at)
        with desk.store.write():
            keep_carrier(desk.store, KnownCarrier(sim, operator, 1, KINDS, ("+380",), desk.clock.at))
        able[sim] = Carrier(sim, operator_number(operator))
    return able


def test_which_sim_is_waited_for_and_which_one_it_was(desk: Desk, owner: Visitor) -> None:
    able = two_sims(desk)
    left = min(able)
    message = desk.queue(number=OF_KYIVSTAR)
    assert "for a SIM of Kyivstar" in html.unescape(owner.get(f"/outbox/{message}").text)
    claim = outbox.claim(
        desk.store,
        sim_id=left,
        owner="t",
        now=desk.clock.at,
        lease_until=desk.clock.at + 1,
        route=Route(left, Roster(able), Shares()),
    )
    assert claim is not None
    outbox.accepted(desk.store, claim, reference=7, now=desk.clock.at)
    text = html.unescape(owner.get(f"/outbox/{message}").text)
    assert "On-net: Kyivstar." in text
    assert "by left" in text
    assert "for a SIM of" not in text
    assert "left" in html.unescape(owner.get("/outbox").text)


def test_with_one_sim_nothing_is_said(desk: Desk, owner: Visitor) -> None:
    message = desk.queue(number=OF_KYIVSTAR)
    text = html.unescape(owner.get(f"/outbox/{message}").text)
    assert "Waits" not in text
