"""The AT console on the page: words, rights, presses, the transcript, and what it never shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from smsbox.daemon.consoles import Consoles
from smsbox.modem.console import Said
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.store import StoreFull
from smsbox.web.app import make_app
from tests.daemon.test_consoles import Line
from tests.daemon.test_dialogues import Modem, await_
from tests.web.desk import Desk, Visitor, signed_in

PATH = "/modems/main/console"


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    made.network = Line()  # type: ignore[assignment]
    yield made
    made.stop()


@pytest.fixture
def consoles(modem: Modem) -> Consoles:
    return Consoles({"main": modem.errands}, modem.clock)


def at(desk: Desk, consoles: Consoles, role: Role) -> Visitor:
    known = signed_in(desk, role)
    made = Visitor(make_app(replace(desk.site, console=consoles)), {})
    made.cookies = known.cookies
    made.get(PATH)
    return made


def give(visitor: Visitor, command: str) -> int:
    once = re.search(r'name="once" value="([0-9a-f]+)"', visitor.get(PATH).text)
    return visitor.post(PATH, command=command, once=once[1] if once else "0" * 32).status


def told(visitor: Visitor, consoles: Consoles, path: str = PATH) -> str:
    await_(lambda: (turn := consoles.turn("main")) and not turn.running)
    return html.unescape(visitor.get(path).text)


def test_an_answer_with_what_it_means(desk: Desk, consoles: Consoles) -> None:
    visitor = at(desk, consoles, Role.TECHNICIAN)
    assert give(visitor, "AT+CSQ") == 303
    text = told(visitor, consoles)
    assert "+CSQ: 17,99" in text and "-79 dBm" in text.replace("−", "-") and "The queue waits" in text
    assert desk.store.run("SELECT who, what, subject, changes FROM audit WHERE what = 'modem.console'").fetchall() == [
        ("technician", "modem.console", "main", '{"command": [null, "AT+CSQ"]}')
    ]
    visitor.post(f"{PATH}/leave")
    assert "Ended; the queue goes on" in told(visitor, consoles)


def test_a_command_that_was_given_is_not_told_as_failed_because_the_log_refuses(
    desk: Desk, modem: Modem, consoles: Consoles, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = at(desk, consoles, Role.TECHNICIAN)

    def full(*_: object, **__: object) -> None:
        raise StoreFull(store="x", problem="disk full")

    monkeypatch.setattr(audit, "note", full)
    assert give(visitor, "AT+CSQ") == 303
    assert "+CSQ: 17,99" in told(visitor, consoles)
    assert "modem.console (main) by technician is missing in the audit log" in caplog.text


def test_what_the_modem_writes_is_shown_as_text(desk: Desk, modem: Modem, consoles: Consoles) -> None:
    modem.network.says = [Said("ATI", ("<script>1</script>\u202e", '"\x1b[2J'), "OK")]  # type: ignore[list-item]
    visitor = at(desk, consoles, Role.OWNER)
    give(visitor, "ATI")
    await_(lambda: (turn := consoles.turn("main")) and not turn.running)
    text = visitor.get(PATH).text
    assert "&lt;script&gt;1" in text and "<script>1" not in text and "\x1b" not in text
    transcript = visitor.get(f"{PATH}/transcript")
    assert "> ATI\n" in transcript.text and "<ESC>[2J" in transcript.text and "\x1b" not in transcript.text
    assert (transcript.header("Content-Type"), transcript.header("Cache-Control")) == (
        "text/plain; charset=utf-8",
        "no-store",
    )


@pytest.mark.parametrize("command", ["AT+CMGD=1,4", "AT+CFUN=1,1", "reboot", "AT+CSQ;+CMGD=1", ""])
def test_what_does_not_ask_is_told_and_not_given(desk: Desk, modem: Modem, consoles: Consoles, command: str) -> None:
    visitor = at(desk, consoles, Role.OWNER)
    assert give(visitor, command) == 422
    assert modem.network.asked == [] and "--force" not in visitor.get(PATH).text
    assert desk.store.run("SELECT count(*) FROM audit WHERE what = 'modem.console'").fetchone() == (0,)


@pytest.mark.parametrize("command", ["AT+CMGL=4", "at+cmgr=1", "AT+CMGL", "AT+CLCC"])
def test_a_technician_reads_no_messages_by_the_console(
    desk: Desk, modem: Modem, consoles: Consoles, command: str
) -> None:
    assert give(at(desk, consoles, Role.TECHNICIAN), command) == 422
    assert modem.network.asked == []
    assert give(at(desk, consoles, Role.OWNER), command) == 303


def test_another_sees_who_works_there_and_nothing_else(desk: Desk, consoles: Consoles) -> None:
    owner, technician = at(desk, consoles, Role.OWNER), at(desk, consoles, Role.TECHNICIAN)
    give(owner, "AT+CSQ")
    text = told(technician, consoles)
    assert "owner works at this modem" in text and "+CSQ: 17" not in text and 'name="command"' not in text
    assert technician.get(f"{PATH}/transcript").status == 404
    answer = technician.post(PATH, command="AT+CSQ", once="0" * 32)
    assert (answer.status, answer.header("Location")) == (303, f"{PATH}?notice=console_taken")
    technician.post(f"{PATH}/leave")
    assert not consoles.turn("main").over  # type: ignore[union-attr]


def test_a_form_without_its_mark_gives_nothing(desk: Desk, modem: Modem, consoles: Consoles) -> None:
    visitor = at(desk, consoles, Role.OWNER)
    assert visitor.post(PATH, command="AT+CSQ", once="x").status == 400
    assert modem.network.asked == []


def test_without_anybody_at_the_modems_nothing_is_offered(desk: Desk, owner: Visitor) -> None:
    assert 'name="command"' not in owner.get(PATH).text
    assert owner.post(PATH, command="AT+CSQ", once="0" * 32).status == 404
    assert owner.get(f"{PATH}/transcript").status == 404
