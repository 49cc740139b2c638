"""The owner by SMS through the daemon and the simulated network: the code is read off the wire, as his phone does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.whole.box import Box, box, until
from tests.whole.test_campaigns import SHOP, launch, numbers, over, people, written_to

OWN, STRANGER = "+380500000701", "+380500000702"


def to(made: Box, number: str) -> list[str]:
    """What the phone of that number has shown, whole messages, by whichever modem they came."""
    shown = made.farm.do("log", 0, kind="phone")["entries"]
    return [entry["text"] for entry in shown if entry["number"] == number]


def answered(made: Box, text: str, number: str = OWN) -> str:
    """What the network carries back."""
    before = len(to(made, number))
    made.do("inbound", sender=number, text=text)
    until(lambda: len(to(made, number)) > before)
    return to(made, number)[-1]


def code(text: str) -> str:
    return str(re.findall(r"\b\d{6}\b", text)[0])


def way_back(text: str) -> str:
    return str(re.findall(r"\b1\d{3} \d{4} \d{4}\b", text)[0])


def other(right: str) -> str:
    """A code that is none."""
    digits = right.replace(" ", "")
    return f"{digits[0]}{(int(digits[1:]) + 1) % 10 ** (len(digits) - 1):0{len(digits) - 1}}"


def down(made: Box, name: str) -> bool:
    return {row["name"]: row["state"] for row in made.rows("modems")}[name] == "down"


def modems(made: Box) -> dict[str, Any]:
    return {row["name"]: row["reason"] for row in made.rows("modems")}


def test_a_phone_proves_itself_asks_orders_and_takes_it_back(tmp_path: Path) -> None:
    with box(tmp_path, modems=2) as made:
        made.start()
        made.await_modems()
        made.run("user", "add", "Olha", "--role", "owner")
        made.run("user", "add-phone", "Olha", OWN)
        until(lambda: to(made, OWN))
        asked = to(made, OWN)[-1]
        shown = str(made.rows("outbox", "list")) + made.log()
        assert code(asked) not in shown, "the code is on the wire and nowhere else"
        assert "БАЛАНС" in answered(made, code(asked))
        assert "Чекають: 0" in answered(made, "черга")
        made.do("inbound", sender=STRANGER, text="ПАУЗА")
        asked = answered(made, "Пауза m0")
        assert "m0" in answered(made, code(asked))
        until(lambda: modems(made)["m0"] == "relay.paused")
        assert modems(made)["m1"] != "relay.paused"
        asked = answered(made, "далі m0")
        answered(made, code(asked))
        until(lambda: modems(made)["m0"] != "relay.paused")
        assert to(made, STRANGER) == []
        told = made.run("user", "phones", "--json").stdout
        assert '"confirmed_at": "2' in told
        made.do("unplug", 1)
        until(lambda: down(made, "m1"))
        _silence_and_back(made)


def _silence_and_back(made: Box) -> None:
    """The last modem that works is paused: over a death, and whatever somebody forges, its way back counts."""
    asked = answered(made, "пауза m0")
    for _ in range(3):
        answered(made, other(code(asked)))
    asked = answered(made, "пауза m0")
    made.kill()
    made.start()
    until(lambda: {row["name"]: row["state"] for row in made.rows("modems")}["m0"] == "ready")
    made.do("inbound", sender=OWN, text=code(asked))
    until(lambda: modems(made)["m0"] == "relay.paused")
    for forged in (other(code(asked)), other(way_back(asked)), "далі", "стоп"):
        made.do("inbound", sender=OWN, text=forged)
    before = len(to(made, OWN))
    made.do("inbound", sender=OWN, text=f"далі {way_back(asked)}")
    until(lambda: modems(made)["m0"] != "relay.paused")
    until(lambda: any("m0 знову надсилає" in text for text in to(made, OWN)[before:]))
    shown = str(made.inbox()) + str(made.outbox()) + made.log()
    assert code(asked) not in shown and way_back(asked)[5:] not in shown


def test_a_campaign_paused_by_sms_stands_over_a_death_and_goes_on_to_its_end(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines="gap = 0.15\n" + SHOP, sending='quiet = "off"\n') as made:
        made.start()
        made.await_modems()
        made.run("user", "add", "Olha", "--role", "owner")
        made.run("user", "add-phone", "Olha", OWN)
        until(lambda: to(made, OWN))
        answered(made, code(to(made, OWN)[-1]))
        known = people(made, numbers(1, 80))
        spring = launch(made)
        until(lambda: len(written_to(made)) >= 5)
        answered(made, code(answered(made, f"пауза кампанії {spring}")))
        stood = written_to(made)
        assert len(stood) < len(known)
        made.kill()
        made.start()
        made.await_modems()
        asked = answered(made, f"далі кампанія {spring}")
        # What the modem had in hand at the pause has left since; whatever the daemon died over may have, too.
        assert set(stood) <= set(written_to(made)) and len(written_to(made)) <= len(stood) + 1
        answered(made, code(asked))
        until(lambda: over(made, spring), 60)
        assert set(written_to(made).values()) == {1}, "nobody twice"
        doubtful = {row["recipient"] for row in made.outbox() if row["state"] in ("uncertain", "held")}
        assert set(written_to(made)) | doubtful == set(known) and len(doubtful) <= 1
