"""Turns at the console for visitors of the page: one holder, each press once, an end by itself, a modem that goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from smsbox.daemon import consoles
from smsbox.daemon.consoles import Consoles
from smsbox.modem.console import CommandForbidden, CommandRefused, NoCommand, Said
from smsbox.modem.troubles import CommandTimeout, LinkLost
from smsbox.relay.errands import ModemBusy
from tests.daemon.test_dialogues import Modem, await_


class Line:
    """The line of a modem: answers when it is allowed to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: list[Said | Exception] = []
        self.left = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def console(self, text: str, *, force: bool = False) -> Said:
        assert not force
        self.asked.append(text)
        assert self.may_answer.wait(60)
        said = self.says.pop(0) if self.says else Said(text, ("+CSQ: 17,99",), "OK")
        if isinstance(said, Exception):
            raise said
        return said

    def console_over(self) -> None:
        self.left += 1


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    made.network = Line()  # type: ignore[assignment]
    yield made
    made.stop()


@pytest.fixture
def desk(modem: Modem) -> Consoles:
    return Consoles({"m": modem.errands}, modem.clock)


def answered(desk: Consoles, count: int = 1) -> Any:
    return await_(lambda: (turn := desk.turn("m")) and len(turn.exchanges) >= count and not turn.running and turn)


def line(modem: Modem) -> Line:
    return modem.network  # type: ignore[return-value]


def test_an_answer_is_kept_and_the_queue_waits(modem: Modem, desk: Consoles) -> None:
    assert desk.turn("m") is None
    assert desk.give("m", " AT+CSQ ", holder="anna", once="1")
    turn = answered(desk)
    assert (turn.exchanges[0].lines, turn.exchanges[0].final) == (("+CSQ: 17,99",), "OK")
    assert not turn.over and modem.errands.held_for() is not None
    desk.leave("m", holder="anna")
    await_(lambda: modem.errands.held_for() is None)
    assert desk.turn("m").over and line(modem).left == 1  # type: ignore[union-attr]


def test_the_same_press_is_given_once(modem: Modem, desk: Consoles) -> None:
    for _ in range(3):
        assert desk.give("m", "AT+CSQ", holder="anna", once="1")
    answered(desk)
    assert line(modem).asked == ["AT+CSQ"]


def test_one_holder_at_a_time(modem: Modem, desk: Consoles) -> None:
    desk.give("m", "AT+CSQ", holder="anna", once="1")
    answered(desk)
    assert not desk.give("m", "AT+CSQ", holder="boris", once="2")
    desk.leave("m", holder="boris")
    assert not desk.turn("m").over, "nobody ends another's turn"  # type: ignore[union-attr]
    desk.leave("m", holder="anna")
    assert desk.give("m", "ATI", holder="boris", once="3")
    await_(lambda: line(modem).asked == ["AT+CSQ", "ATI"])
    assert [each.command for each in answered(desk).exchanges] == ["ATI"], "nobody reads another's transcript"


def test_one_command_at_a_time(modem: Modem, desk: Consoles) -> None:
    line(modem).may_answer.clear()
    desk.give("m", "AT+COPS=?", holder="anna", once="1")
    assert not desk.give("m", "AT+CSQ", holder="anna", once="2")
    desk.leave("m", holder="anna")
    line(modem).may_answer.set()
    await_(lambda: desk.turn("m").over)  # type: ignore[union-attr]
    assert desk.turn("m").exchanges[0].final == "OK", "what was asked is answered all the same"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("AT+CMGD=1", CommandForbidden),
        ("AT+CMGF=1", CommandRefused),
        ("hello", NoCommand),
        ("AT\rAT", CommandForbidden),
    ],
)
def test_what_does_not_only_ask_never_reaches_the_modem(
    modem: Modem, desk: Consoles, command: str, error: type[CommandRefused]
) -> None:
    with pytest.raises(error):
        desk.give("m", command, holder="anna", once="1")
    assert desk.turn("m") is None and modem.errands.held_for() is None


def test_it_ends_by_itself(modem: Modem, desk: Consoles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consoles, "IDLE", 0.3)
    desk.give("m", "AT+CSQ", holder="anna", once="1")
    await_(lambda: desk.turn("m").over)  # type: ignore[union-attr]
    await_(lambda: modem.errands.held_for() is None)


def test_a_command_without_answer_ends_nothing_and_a_lost_line_does(modem: Modem, desk: Consoles) -> None:
    line(modem).says = [CommandTimeout(command="AT+CSQ", seconds=10), LinkLost(port="p", problem="gone")]
    desk.give("m", "AT+CSQ", holder="anna", once="1")
    assert answered(desk).exchanges[0].trouble == CommandTimeout.key
    assert not desk.turn("m").over  # type: ignore[union-attr]
    desk.give("m", "AT+CSQ", holder="anna", once="2")
    await_(lambda: desk.turn("m").over)  # type: ignore[union-attr]
    assert desk.turn("m").exchanges[1].trouble is not None  # type: ignore[union-attr]


def test_a_modem_in_use_and_one_that_is_gone_are_told(modem: Modem, desk: Consoles) -> None:
    hold = modem.errands.hold(lambda line: None)
    desk.give("m", "AT+CSQ", holder="anna", once="1")
    await_(lambda: desk.turn("m").over)  # type: ignore[union-attr]
    assert desk.turn("m").exchanges[0].trouble == ModemBusy.key  # type: ignore[union-attr]
    modem.errands.release(hold)
    with pytest.raises(ModemBusy):
        desk.give("none", "AT+CSQ", holder="anna", once="1")
