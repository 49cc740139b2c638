"""Makes drawn at random: whatever the standards leave to a maker, all goes out and all comes in, to the character."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.foreign import pdu, texts
from tests.foreign.commands import BALANCE, CODE
from tests.foreign.habits import Habits
from tests.foreign.makes import make
from tests.foreign.shop import Shop, shop, side_by_side

QUICK = (12, 24, 36, 48, 51, 79, 90, 101, 103, 111, 140, 164)
MANY = range(*map(int, os.environ.get("SMSBOX_MAKES", "0:100").split(":")))
AT_ONCE = 6

LONG_OUT = texts.cyrillic(66) + "😀" + texts.cyrillic(90)
LONG_IN = texts.cyrillic(100) + "👍"
OUT = ("Hello", LONG_OUT, texts.latin(159) + "{", "Ціна 5 € за {кг}", "x")


def receive(box: Shop) -> list[tuple[str, str]]:
    """Three messages while the shop works, one of three segments out of order; (sender, text) of each."""
    smsc = box.modem.habits.smsc or pdu.SMSC
    pieces = [LONG_IN[place : place + 40] for place in range(0, len(LONG_IN), 40)]
    for seq in (2, 0, 1):
        concat = pdu.Concat(200, len(pieces), seq + 1)
        box.modem.incoming(pdu.deliver("+380500000102", pieces[seq], concat=concat, smsc=smsc))
    box.modem.incoming(pdu.deliver("111", "Balance: 12.50 {UAH}", smsc=smsc))
    box.modem.incoming(pdu.deliver("Shop", "Вам дзвонили @ 12:00", smsc=smsc))
    return [("+380500000102", LONG_IN), ("111", "Balance: 12.50 {UAH}"), ("Shop", "Вам дзвонили @ 12:00")]


def morning(directory: Path, habits: Habits) -> None:
    """Five messages out, three in, reports; the modem's own record tells what happened."""
    with shop(directory, habits, speed=1.0) as box:
        box.modem.net.report_delay = 0.3
        people = box.send(*OUT)
        box.start()
        box.wait_accepted(1, 60)
        expected = receive(box)
        box.wait_accepted(8, 60)
        box.wait_empty(60)
        may_report = any(mt == 1 and ds for mt, ds in habits.cnmi) and "+CNMI" not in habits.lacks
        reported = {"delivered"} if box.modem.ds else {"sent"}
        box.wait_states(reported if not habits.resets else {"delivered", "sent"}, 30)
        got = Counter((row["sender"], row["text"]) for row in box.rows("inbox", "list"))
        assert box.truth.texts() == Counter(people), box.log()
        if not any(words.startswith("+CUSD") for words in habits.noise):
            asked = box.rows("ussd", CODE)
            assert [row["text"] for row in asked] == [BALANCE[habits.ussd_writes].replace("\r\n", "\n")], box.log()
            assert box.truth.ussd == 1
        assert got == Counter(expected), box.log()
        assert box.modem.ds or habits.resets or not may_report, f"no reports although it can\n{box.log()}"
        assert not box.truth.violations, box.log()
        assert not box.truth.rejected, box.log()


def live(directory: Path, seeds: Sequence[int]) -> None:
    """Some makes at the same time."""
    side_by_side(directory, morning, [make(seed) for seed in seeds], at_once=AT_ONCE)


def test_a_dozen_makes(tmp_path: Path) -> None:
    live(tmp_path, QUICK)


@pytest.mark.campaign
@pytest.mark.timeout(3000)
@pytest.mark.skipif(not os.environ.get("SMSBOX_CAMPAIGN"), reason="slow: SMSBOX_CAMPAIGN=1 runs it")
def test_many_makes(tmp_path: Path) -> None:
    live(tmp_path, MANY)
