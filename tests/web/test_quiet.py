"""Quiet hours on the page: nobody who waits for advertising has to wonder why nothing leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox.clock import HOUR, MINUTE, DaySpan
from smsbox.config import ModemConfig
from smsbox.outbox import MessageClass
from smsbox.outbox.forecast import forecast
from tests.permitted import permit
from tests.test_quiet import at
from tests.web.desk import Desk, Visitor
from tests.web.test_send import hidden, preview

ADVERTISING = MessageClass.MARKETING
WAITS = "aits until 23 November, 09:00: quiet hours"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """At night."""
    set_hours(desk, DaySpan(20 * 60, 9 * 60))
    desk.clock.at = at("2026-11-22T23:00")
    return desk


@pytest.fixture
def owner(desk: Desk) -> Visitor:
    return desk.owner()


def set_hours(desk: Desk, quiet: DaySpan | None) -> None:
    config = desk.site.config
    desk.site.config = replace(config, sending=replace(config.sending, quiet=quiet))


def test_the_queue_says_what_advertising_waits_for(desk: Desk, owner: Visitor) -> None:
    desk.queue(kind=ADVERTISING)
    desk.queue(kind=MessageClass.REPLY)
    text = owner.get("/live/status").text
    assert text.count(WAITS) == 1
    desk.clock.at = at("2026-11-23T09:00")
    assert "quiet hours" not in owner.get("/live/status").text
    desk.clock.at = at("2026-11-23T21:00")
    set_hours(desk, None)
    assert "quiet hours" not in owner.get("/live/status").text


def test_a_message_says_what_it_waits_for(desk: Desk, owner: Visitor) -> None:
    advertising, service = desk.queue(kind=ADVERTISING), desk.queue()
    assert WAITS in owner.get(f"/outbox/{advertising}").text
    assert WAITS in owner.get(f"/live/outbox/{advertising}").text
    assert "quiet hours" not in owner.get(f"/outbox/{service}").text
    owner.post(f"/outbox/{advertising}/hold")
    assert "quiet hours" not in owner.get(f"/outbox/{advertising}").text, "it waits for a person now"


def test_the_preview_tells_before_it_is_sent(desk: Desk, owner: Visitor) -> None:
    permit(desk.store, "+380500000001", "+380500000002")
    _, page = preview(owner, **{"class": "marketing"})
    assert WAITS in page
    assert owner.post("/send/queue", **hidden(page)).status == 303, "it is told, not forbidden"
    advertising = {"class": "marketing", "numbers": "+380500000002"}
    _, page = preview(owner, **advertising, before="2026-11-23T07:00")
    assert "It would never leave: quiet hours last until 23 November, 09:00" in page
    _, page = preview(owner, **advertising, after="2026-11-23T10:00")
    assert "quiet hours" not in page
    _, page = preview(owner)
    assert "quiet hours" not in page


def test_the_forecast_rests_at_night(desk: Desk) -> None:
    """20 SMS a minute: at 19:00 1,200 leave before 20:00, the others after 09:00."""
    modem = ModemConfig("a", "/dev/null")
    waiting = {MessageClass.REPLY: 20, ADVERTISING: 2380}

    def minutes(now: int) -> list[float]:
        found = forecast(waiting, [modem], None, desk.site.config, now)
        return [round((seconds or 0) * 1_000_000 / MINUTE, 3) for seconds in found.values()]

    evening = at("2026-11-22T19:00")
    assert minutes(evening) == [1, 15 * 60]
    assert minutes(evening + 2 * HOUR) == [1, 12 * 60 + 119]
