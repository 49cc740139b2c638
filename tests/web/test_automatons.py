"""The page of numbers that get no automatic answers: why, since when, and the way back."""

from __future__ import annotations

from smsbox import problems
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.problems import looking
from smsbox.subscription import automatons
from tests.web.desk import Desk, signed_in
from tests.web.test_inbox import receive

NUMBER = "+380500000042"


def test_it_says_why_and_has_one_answered_again(desk: Desk) -> None:
    receive(desk, "Я за кермом, передзвоню", NUMBER)
    automatons.begin(desk.store, NUMBER, "same", 4, desk.clock.at)
    manager = signed_in(desk, Role.MANAGER)
    observed = looking.observe(desk.store, desk.modems, now=desk.clock.at)
    problems.review(desk.store, observed, desk.clock.at)
    shown = manager.get("/problems").text
    assert "1 number gets no automatic answers" in shown
    assert 'href="/automatons"' in shown
    assert NUMBER not in signed_in(desk, Role.TECHNICIAN).get("/problems").text
    page = manager.get("/automatons").text
    assert NUMBER in page
    assert "It wrote the same 4 times within minutes" in page
    assert "Я за кермом, передзвоню" in page
    assert "Without automatic answers" in manager.get(f"/desk/{NUMBER[1:]}").text
    assert manager.post("/automatons/lift", number=NUMBER).status == 303
    assert not automatons.silent(desk.store, NUMBER, desk.clock.at)
    assert (audit.entries(desk.store, limit=1)[0].what, audit.entries(desk.store, limit=1)[0].subject) == (
        "message.answered_again",
        NUMBER,
    )
    assert "Without automatic answers" not in manager.get(f"/desk/{NUMBER[1:]}").text
    assert "Everybody is answered" in manager.get("/automatons").text
    assert manager.post("/automatons/lift", number=NUMBER).status == 303
    assert audit.entries(desk.store, limit=1)[0].what == "message.answered_again", "and no second line"
    assert len(audit.entries(desk.store, limit=9, area="message")) == 1
