"""USSD conversations of the page: nothing asked twice, nobody left waiting, the modem free again at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from smsbox.clock import SystemClock
from smsbox.daemon import dialogues as room
from smsbox.daemon.dialogues import Dialogues
from smsbox.modem.dialog import UssdSilent
from smsbox.modem.line import GsmLine
from smsbox.modem.troubles import LinkLost
from smsbox.modem.ussd import BadUssd, UssdReply, UssdState
from smsbox.relay.errands import Errands
from smsbox.web.modems.dialogue import Dialogue, press_mark

DONE, MENU = UssdState.DONE, UssdState.REPLY_WANTED


class Network:
    """The line of a modem and the network behind it: answers when it is allowed to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: list[tuple[str, UssdState] | Exception] = []
        self.cancelled = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def ussd(self, text: str) -> UssdReply:
        self.asked.append(text)
        assert self.may_answer.wait(60)
        said = self.says.pop(0)
        if isinstance(said, Exception):
            raise said
        return UssdReply(said[0], said[1], 15, "")

    ussd_answer = ussd

    def ussd_cancel(self) -> None:
        self.cancelled += 1


class Modem:
    """The thread of a modem: serves errands whenever it is woken."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.clock = SystemClock()
        self.errands = Errands("m", self.clock, self.woken.set)
        self.network = Network()
        self._stop = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop:
            self.woken.wait(0.02)
            self.woken.clear()
            try:
                self.errands.serve(cast(GsmLine, self.network), lambda: None)
            except LinkLost as error:
                self.errands.line_lost(error)

    def stop(self) -> None:
        self._stop = True
        self._thread.join(5)


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    yield made
    made.stop()


@pytest.fixture
def desk(modem: Modem) -> Dialogues:
    def balance(name: str, line: GsmLine) -> tuple[str, UssdReply]:
        return "*111#", line.ussd("*111#")

    return Dialogues({"m": modem.errands}, modem.clock, balance)


def await_(what: Callable[[], Any], seconds: float = 5.0) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
    return found


def over(desk: Dialogues) -> Dialogue:
    """The conversation once it has ended."""
    ended = lambda: (found := desk.dialogue("m")) and not (found.running or found.waits) and found  # noqa: E731
    return cast(Dialogue, await_(ended))


def waiting(desk: Dialogues) -> Dialogue:
    return cast(Dialogue, await_(lambda: (found := desk.dialogue("m")) and found.waits and found))


def test_the_same_press_asks_once_also_when_all_is_over(modem: Modem, desk: Dialogues) -> None:
    assert desk.dialogue("m") is None
    modem.network.says = [("Balance 1", DONE), ("Balance 2", DONE)]
    assert desk.ask("m", "*100#", once="a") and desk.ask("m", "*100#", once="a")
    assert [turn.said for turn in over(desk).turns] == ["Balance 1"]
    assert desk.ask("m", "*100#", once="a")
    assert modem.network.asked == ["*100#"]
    assert desk.ask("m", "*100#", once="b")
    assert [turn.said for turn in over(desk).turns] == ["Balance 2"]
    assert modem.network.asked == ["*100#", "*100#"]


def test_one_conversation_at_a_time(modem: Modem, desk: Dialogues) -> None:
    modem.network.may_answer.clear()
    modem.network.says = [("1 Balance", MENU), ("55", DONE)]
    assert desk.ask("m", "*102#", once="a")
    await_(lambda: modem.network.asked)
    assert not desk.ask("m", "*100#", once="b") and not desk.ask_balance("m", once="c")
    assert not desk.answer("m", "1"), "it does not wait for one yet"
    modem.network.may_answer.set()
    waiting(desk)
    assert not desk.ask("m", "*100#", once="d")
    assert desk.answer("m", "1") and not desk.answer("m", "1")
    assert [(turn.asked, turn.said) for turn in over(desk).turns] == [("*102#", "1 Balance"), ("1", "55")]
    assert modem.network.asked == ["*102#", "1"]
    assert modem.errands.held_for() is None and modem.network.cancelled == 1


def test_a_menu_that_is_left_is_cancelled_and_frees_the_modem(modem: Modem, desk: Dialogues) -> None:
    modem.network.says = [("1 Balance", MENU)]
    desk.ask("m", "*102#", once="a")
    waiting(desk)
    assert modem.errands.held_for() is not None
    desk.leave("m")
    ended = over(desk)
    assert ended.trouble is None and len(ended.turns) == 1
    assert modem.errands.held_for() is None and modem.network.cancelled == 1
    desk.leave("m")
    assert not desk.answer("m", "1")


def test_a_menu_nobody_answers_ends_by_itself(modem: Modem, desk: Dialogues, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "IDLE", 0.1)
    modem.network.says = [("1 Balance", MENU)]
    desk.ask("m", "*102#", once="a")
    assert over(desk).trouble == "relay.hold_ended"
    assert modem.errands.held_for() is None


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (UssdSilent(code="*100#", seconds=60), "modem.ussd_silent"),
        (LinkLost(port="/dev/null", why="gone"), "modem.link_lost"),
        (RuntimeError("a mistake of ours"), "error.unexpected"),
    ],
)
def test_whatever_goes_wrong_is_told_and_the_modem_is_free(
    modem: Modem, desk: Dialogues, error: Exception, key: str
) -> None:
    modem.network.says = [error]
    desk.ask("m", "*100#", once="a")
    ended = over(desk)
    assert (ended.trouble, ended.turns[0].said) == (key, None)
    await_(lambda: modem.errands.held_for() is None)


def test_who_works_at_the_modem_already_is_not_disturbed(modem: Modem, desk: Dialogues) -> None:
    hold = modem.errands.hold(lambda line: None)
    desk.ask("m", "*100#", once="a")
    assert over(desk).trouble == "relay.modem_busy"
    desk.ask_balance("m", once="b")
    assert over(desk).trouble == "relay.modem_busy"
    assert modem.network.asked == [] and modem.errands.held_for() is not None
    modem.errands.release(hold)


def test_what_is_no_code_is_refused_before_anything_begins(modem: Modem, desk: Dialogues) -> None:
    for text in ("", "100", "*100#;+CMGD=1", '*100#"', "+380500000001"):
        with pytest.raises(BadUssd):
            desk.ask("m", text, once=text)
    assert desk.dialogue("m") is None and modem.network.asked == []


def test_the_balance_is_one_turn(modem: Modem, desk: Dialogues) -> None:
    modem.network.says = [("Balance 7", DONE)]
    assert desk.ask_balance("m", once="a")
    ended = over(desk)
    assert ended.balance and [(turn.asked, turn.said) for turn in ended.turns] == [("*111#", "Balance 7")]


def test_closing_ends_menus(modem: Modem, desk: Dialogues) -> None:
    modem.network.says = [("1 Balance", MENU)]
    desk.ask("m", "*102#", once="a")
    waiting(desk)
    desk.close()
    over(desk)
    assert modem.errands.held_for() is None


def test_the_mark_of_a_press_stays_until_something_was_asked() -> None:
    first = press_mark("cookie", "m", None)
    assert first == press_mark("cookie", "m", None)
    asked = Dialogue("m", 1)
    assert (
        len({first, press_mark("other", "m", None), press_mark("cookie", "n", None), press_mark("cookie", "m", asked)})
        == 4
    )
