"""A campaign to fewer people than its pilot has: once it is over, its page does not say that the first get it now."""

from __future__ import annotations

from smsbox.campaigns import State
from smsbox.clock import MINUTE
from tests.web.desk import Desk
from tests.web.test_results import open_shop, plan


def test_the_page_of_a_campaign_that_was_its_own_pilot(desk: Desk) -> None:
    till = open_shop(desk)
    till.people(3)
    made = till.launched(plan(pilot=20))
    owner = desk.owner()
    assert "Now the first 20 get it" in owner.get(f"/campaigns/{made.id}").text
    till.run()
    till.settle(made)
    for _ in range(2 * 60):
        till.wait(MINUTE)
        till.run()
    assert till.get(made).state is State.FINISHED
    page = owner.get(f"/campaigns/{made.id}").text
    assert "Finished" in page
    assert "the first 20" not in page.lower()
