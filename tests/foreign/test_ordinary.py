"""An ordinary morning with each make of modem: all goes out, all comes in, to the character and without a sin."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.foreign import pdu, texts
from tests.foreign.habits import Habits
from tests.foreign.modem import Modem
from tests.foreign.shop import Shop, shop, side_by_side, until

REPORTING = {"quectel", "huawei", "simcom", "telit", "u-blox"}
LONG = "Доброго ранку! " + texts.cyrillic(120) + "😀"


def arrivals(modem: Modem) -> list[tuple[str, str]]:
    """Six messages for the shop, two stored before it opens; (sender, text) of each."""
    modem.do(
        lambda: modem.net.store(modem.habits.memories[0], pdu.deliver("+380500000101", "stored yesterday"), silent=True)
    )
    modem.do(
        lambda: modem.net.store(modem.habits.memories[-1], pdu.deliver("KYIVSTAR", "Вам дзвонили @ 12:00"), silent=True)
    )
    return [("+380500000101", "stored yesterday"), ("KYIVSTAR", "Вам дзвонили @ 12:00")]


def live(modem: Modem) -> list[tuple[str, str]]:
    """Four that come while it works: three segments out of order, wide references, flash, a short code."""
    pieces = [LONG[place : place + 60] for place in range(0, len(LONG), 60)]
    wide = ["First {half} ", "and the second €"]
    for seq in (2, 0, 1):
        modem.incoming(pdu.deliver("+380500000102", pieces[seq], concat=pdu.Concat(77, 3, seq + 1)))
    for seq in (1, 0):
        modem.incoming(pdu.deliver("+380500000103", wide[seq], concat=pdu.Concat(4711, 2, seq + 1, wide=True)))
    modem.incoming(pdu.deliver("+380500000104", "Миттєве", flash=True))
    modem.incoming(pdu.deliver("111", "Balance: 12.50"))
    return [
        ("+380500000102", "".join(pieces)),
        ("+380500000103", "".join(wide)),
        ("+380500000104", "Миттєве"),
        ("111", "Balance: 12.50"),
    ]


def check_conduct(box: Shop) -> None:
    """No octet into the silence, no Ctrl-Z astray, nothing wiped unseen, nothing malformed."""
    assert not box.truth.violations
    assert not box.truth.rejected
    assert not box.truth.impatient
    if box.modem.habits.early_lost:  # before +CMGS the line hurries in a burst, except where the maker forbids it
        assert not box.truth.early
    else:
        assert not [pair for pair in box.truth.early if not re.search(r"^AT\+CMGS=\d+ -> AT\+CMGS=\d+$", pair)]


def settle(box: Shop) -> None:
    """Until a make that tells of its own start late has done so, and sends again: its port is opened anew then, and a
    flash message that comes straight to a port nobody reads is nobody's. The segment under way meanwhile may still be
    taken; a second one is not before the port was opened.
    """
    if box.modem.habits.boot:
        last = box.modem.habits.boot[-1][1].encode()
        until(lambda: any(last in data for _, data in list(box.truth.tape)), 30)
        box.wait_accepted(min(len(box.truth.accepted) + 2, 22), 30)


def morning(directory: Path, habits: Habits) -> None:
    """Twelve messages out, six in, everything checked."""
    with shop(directory, habits, speed=0.01) as box:
        expected = arrivals(box.modem)
        people = box.send(*texts.dozen())
        box.start()
        box.wait_accepted(1, 30)
        settle(box)
        expected += live(box.modem)
        box.wait_accepted(22, 45)
        box.wait_empty(60)
        box.wait_states({"delivered"} if habits.name in REPORTING else {"sent"}, 20)
        assert box.truth.texts() == Counter(people)
        got = box.rows("inbox", "list")
        assert Counter((row["sender"], row["text"]) for row in got) == Counter(expected), box.log()
        assert all(row["complete"] for row in got)
        segments = [segment for row in box.rows("outbox", "list") for segment in row["segments"]]
        assert Counter(s["reference"] for s in segments) == Counter(sent.reference for sent in box.truth.accepted)
        assert not any(segment["maybe_duplicate"] for segment in segments)
        check_conduct(box)
        box.stop()


def test_an_ordinary_morning_with_every_make(tmp_path: Path) -> None:
    """All at once: what takes time is waiting."""
    side_by_side(tmp_path, morning)
