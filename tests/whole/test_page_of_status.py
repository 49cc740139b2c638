"""What the status page says of a modem, through the whole daemon, is what the simulated network and modem are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND
from tests.campaign.rig import HURRY, rig
from tests.whole.box import until
from tests.whole.test_page_by_hand import Page

ONE = "+380500000001"


def card(page: Page, name: str = "m0") -> str:
    """What stands on the card of a modem, tags taken away."""
    page.open("/")
    text = page.text.partition(f'aria-label="Modem {name}"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def minute(entry: dict[str, int]) -> str:
    """When a line of the wire log was written, as the clock in the shop shows it."""
    return datetime.fromtimestamp(entry["t"] / SECOND, UTC).astimezone(ZoneInfo("Europe/Kyiv")).strftime("%H:%M")


def test_every_fact_of_a_modem_is_the_networks_own(tmp_path: Path) -> None:
    lines = 'balance_code = "*111#"\nper_day = 5'
    with rig(tmp_path / "box", orders={"hurry": HURRY}, modem_lines=lines) as made:
        made.do("registration", stat=1, act=7)
        made.do("signal", rssi=30)
        made.do("ussd", code="*111#", text="Na rahunku 103.50 grn.")
        made.start()
        made.await_modems()
        page = Page(made)
        made.send([ONE, "+380500000002"], "ready")
        made.do("inbound", sender="+380500000077", text="Are you open?")
        until(lambda: made.states() == {"delivered": 2} and made.inbox(), 30)
        until(lambda: "103.50" in card(page), 60)
        sent, got = made.accepted(), made.do("log", kind="inbound")["entries"]
        imsi = sent[-1]["imsi"]
        said = card(page)
        (iccid,) = [row["iccid"] for row in made.rows("modems") if row["imsi"] == imsi]
        for fact in (
            *("Ready", "Excellent", "-53 dBm", "LTE", "in the home network", iccid),
            *(f"Today {5 - len(sent)} of 5 left", "Balance 103.50"),
            *(f"Last sent {minute(sent[-1])}", f"Last received {minute(got[-1])}"),
        ):
            assert fact in said, (fact, said)
        made.do("signal", rssi=2)
        until(lambda: "-109 dBm" in card(page), 60)
        assert "Very weak" in card(page) and "Excellent" not in card(page)
        made.do("registration", stat=3)
        until(lambda: "refused by the network" in card(page), 60)


def test_the_ladder_of_a_silent_modem_is_told_and_ends_when_it_is_back(tmp_path: Path) -> None:
    with rig(tmp_path / "box", orders={"hurry": HURRY}) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        assert "Recovery" not in card(page)
        made.do("fault", name="FM-40")
        until(lambda: "Not working" in card(page) and "Recovery" in card(page), 90)
        made.do("power_cycle")
        until(lambda: "Ready" in card(page), 90)
        until(lambda: "It helped." in card(page) or "Recovery" not in card(page), 60)
        made.send(ONE, "works again")
        until(lambda: made.states() == {"delivered": 1}, 60)
        assert len(made.accepted()) == 1
