"""USSD and the console through the whole daemon: the queue waits and goes on, nothing is lost, nothing is confused."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from smsbox import events
from smsbox.outbox.doorbell import NAME, Talk
from smsbox.people import audit
from smsbox.store import Store
from tests.patience import overdue
from tests.whole.box import Box, box, until

NUMBERS = [f"+38050000{number:04d}" for number in range(100, 140)]
ONE = NUMBERS[0]


def pushed(made: Box) -> list[str]:
    """What the network said unasked, by the log."""
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db", create=False)) as store:
        return [each.data["text"] for each in events.recent(store, 100) if each.kind == events.USSD_PUSHED]


def status(made: Box, place: int = 0) -> dict[str, Any]:
    return made.rows("modems")[place]


def test_ussd_while_a_queue_runs_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with box(tmp_path, profile="gsm2g", speed=6.0) as made:
        made.start()
        made.await_modems()
        made.send(NUMBERS, "queue")
        until(lambda: len(made.accepted()) > 3)
        for _ in range(3):
            assert made.rows("ussd", "*100#")[0]["text"] == "Balance 123.45 UAH. Valid till 31.12.2027"
        left = len(NUMBERS) - len(made.accepted())
        assert left > 0  # it was asked in the middle
        until(lambda: made.states() == {"delivered": len(NUMBERS)})
        assert sorted(entry["number"] for entry in made.accepted()) == NUMBERS
        assert [entry["code"] for entry in made.do("log", kind="ussd")["entries"]] == ["*100#"] * 3


def test_a_menu_holds_the_queue_until_it_is_left(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        with Talk(tmp_path) as talk:
            menu = talk.ask({"do": "ussd", "modem": "m0", "code": "*102#"})
            assert menu and menu["ussd"]["state"] == "reply_wanted"
            until(lambda: status(made)["reason"] == "relay.console")
            assert status(made)["state"] == "holding"
            made.send(ONE, "waits")
            made.do("inbound", sender=ONE, text="received all the same")
            until(lambda: [row["text"] for row in made.inbox()] == ["received all the same"])
            assert made.accepted() == []
            other = made.run("ussd", "*100#", check=False)
            assert other.returncode == 75 and "in use" in other.stderr
            answer = talk.ask({"answer": "2"})
            assert answer and answer["ussd"]["text"] == "SMS left: 1450"
        until(lambda: made.states() == {"delivered": 1})
        until(lambda: status(made)["state"] == "ready")
        assert made.do("log", kind="ussd_cancelled")["entries"] == []


def test_a_menu_that_is_left_is_cancelled(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        left = made.rows("ussd", "*102#")
        assert [row["state"] for row in left] == ["reply_wanted"]
        until(lambda: [entry["open"] for entry in made.do("log", kind="ussd_cancelled")["entries"]] == [True])
        answered = made.rows("ussd", "*102#", "--answer", "2")
        assert [row["text"] for row in answered] == ["1 Balance\n2 Packages", "SMS left: 1450"]
        assert [row["asked"] for row in answered] == ["*102#", "2"]
        made.send(ONE, "goes on")
        until(lambda: made.states() == {"delivered": 1})


def test_a_killed_command_lets_the_queue_go_on(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        command = subprocess.Popen(
            [sys.executable, "-m", "smsbox", "at", "--config", str(made.config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        until(lambda: status(made)["reason"] == "relay.console")
        made.send(ONE, "waits")
        command.kill()
        command.wait()
        until(lambda: made.states() == {"delivered": 1})
        until(lambda: status(made)["state"] == "ready")


def test_no_answer_is_told_once_and_the_queue_goes_on(tmp_path: Path) -> None:
    """The whole minute a network is given; the code is asked once."""
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("ussd", mute=True)
        began = time.monotonic()
        asking = subprocess.Popen(
            [sys.executable, "-m", "smsbox", "ussd", "*100#", "--config", str(made.config)],
            stderr=subprocess.PIPE,
            text=True,
        )
        until(lambda: made.do("log", kind="ussd")["entries"])
        made.send(ONE, "waits")
        _, told = asking.communicate(timeout=100)
        assert time.monotonic() - began > 55 and not overdue(began, 80)
        assert asking.returncode == 1 and "did not answer within 60" in told and "unknown" in told
        until(lambda: made.states() == {"delivered": 1})
        assert len(made.do("log", kind="ussd")["entries"]) == 1


@pytest.mark.parametrize("form", ["packed", "ucs2", "language", "octets", "mislabelled"])
def test_old_sticks_and_cyrillic(tmp_path: Path, form: str) -> None:
    with box(tmp_path, manufacturer="huawei", model="E173") as made:
        made.do("ussd", form=form, takes="packed", code="*101#", text="Пакет «Shop»: 1450 SMS, 27 днів")
        made.start()
        made.await_modems()
        assert made.run("ussd", "*101#").stdout == "Пакет «Shop»: 1450 SMS, 27 днів\n"
        assert made.run("ussd", "*100#").stdout == "Balance 123.45 UAH. Valid till 31.12.2027\n"
        assert [entry["code"] for entry in made.do("log", kind="ussd")["entries"]] == ["*101#", "*100#"]


def test_how_a_stick_takes_codes_is_known_after_a_restart(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("ussd", takes="packed", form="packed")
        made.start()
        made.await_modems()
        assert made.run("ussd", "*100#").stdout.startswith("Balance")
        assert made.stop() == 0
        made.start()
        made.await_modems()
        made.do("ussd", takes="plain", form="plain")
        made.run("ussd", "*100#", check=False)
        assert [entry["code"] for entry in made.do("log", kind="ussd")["entries"]] == ["*100#", "AA180C3602"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("before", "Balance 123.45 UAH. Valid till 31.12.2027\n"),
        ("lines", 'Balance: 12.50\nRING\nOK\n> "more" *101#\nleft\n'),
        ("cut", "Balance: 12.50\n1450 SM\n"),
        ("multiline", 'Balance: 12.50\nPlan "Shop", 1450 SMS\nleft\n'),
        ("ring", "SPRING offer: RING us\n"),
        ("ucs2", "Баланс 12.50 грн\n"),
        ("ended", ""),
    ],
)
def test_fm_79(tmp_path: Path, form: str, shown: str) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-79", form=form)
        made.send(NUMBERS[:5], "beside it")
        done = made.run("ussd", "*100#", check=False)
        assert (done.stdout, done.returncode) == (shown, 0 if shown else 1)
        assert ("ended the session" in done.stderr) is not bool(shown)
        until(lambda: made.states() == {"delivered": 5})
        assert len(made.accepted()) == 5
        assert made.do("log", kind="call")["entries"] == []
        assert "started anew" not in made.log() and "Traceback" not in made.log()


def test_what_the_network_says_unasked_is_logged_and_never_an_answer(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("ussd_push", text="Виграйте авто", mode=1)
        until(lambda: pushed(made))
        assert made.rows("ussd", "*100#")[0]["text"] == "Balance 123.45 UAH. Valid till 31.12.2027"
        assert pushed(made) == ["Виграйте авто"]
        # The session that the network had opened would have taken the code for its answer.
        assert [entry["code"] for entry in made.do("log", kind="ussd")["entries"]] == ["*100#"]
        for number in range(20):
            made.do("ussd_push", text=f"flood {number}")
        made.send(ONE, "goes on")
        until(lambda: made.states() == {"delivered": 1})
        assert len(pushed(made)) <= 3


def test_a_modem_that_dies_under_ussd_is_told_and_comes_back(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines="") as made:
        made.start()
        made.await_modems()
        made.do("ussd", mute=True)
        asking = subprocess.Popen(
            [sys.executable, "-m", "smsbox", "ussd", "*100#", "--config", str(made.config)],
            stderr=subprocess.PIPE,
            text=True,
        )
        until(lambda: made.do("log", kind="ussd")["entries"])
        made.send(ONE, "after it")
        made.do("fault", name="FM-36", at="idle", back=1.0)
        _, told = asking.communicate(timeout=30)
        assert asking.returncode != 0 and told
        until(lambda: made.states() == {"delivered": 1}, 60)
        assert len(made.do("log", kind="ussd")["entries"]) == 1


def test_a_stop_under_ussd_is_quick(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("ussd", mute=True)
        asking = subprocess.Popen(
            [sys.executable, "-m", "smsbox", "ussd", "*100#", "--config", str(made.config)],
            stderr=subprocess.PIPE,
            text=True,
        )
        until(lambda: made.do("log", kind="ussd")["entries"])
        began = time.monotonic()
        assert made.stop() == 0
        assert not overdue(began, 5)
        _, told = asking.communicate(timeout=60)
        assert asking.returncode != 0 and told


# ── the console


COMMANDS = ("AT+CSQ", "AT+CREG?", "AT+COPS?", "AT+CPIN?", "AT+CSCA?", "AT+CPMS?", "ATI")


@pytest.mark.parametrize("daemon", [True, False])
def test_the_console_shows_answers_and_what_they_mean(tmp_path: Path, daemon: bool) -> None:
    with box(tmp_path) as made:
        if daemon:
            made.start()
            made.await_modems()
        written = tmp_path / "transcript"
        done = made.run("at", *COMMANDS, "--transcript", str(written))
        assert "+CSQ: 21,99\n    Signal -71 dBm: excellent.\nOK\n" in done.stdout
        assert "Network: in the home network" in done.stdout and "Operator: SAMPLE UA." in done.stdout
        assert "The SIM is open." in done.stdout and "SMS centre: +38" in done.stdout
        lines = written.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "# m0" and [line.split(" > ")[1] for line in lines if " > " in line] == list(COMMANDS)
        assert any(line.endswith(" < +CSQ: 21,99") for line in lines)
        assert written.stat().st_mode & 0o777 == 0o600
        row = made.rows("at", "AT+CSQ")[0]
        assert row == {"command": "AT+CSQ", "lines": ["+CSQ: 21,99"], "final": "OK",
                       "meanings": ["Signal -71 dBm: excellent."]}  # fmt: skip


@pytest.mark.parametrize("daemon", [True, False])
def test_what_sends_deletes_or_breaks_never_reaches_the_modem(tmp_path: Path, daemon: bool) -> None:
    with box(tmp_path) as made:
        if daemon:
            made.start()
            made.await_modems()
        forbidden = (
            "AT+CMGS=20",
            "AT+CMGD=1,4",
            'AT+CPIN="1234"',
            "AT+CSQ;+CMGD=1",
            "ATD+380500000001;",
            "AT&F",
            "ATZ",
        )
        done = made.run("at", "--force", *forbidden, check=False)
        assert done.returncode == 77 and done.stderr.count("was not given to the modem") == len(forbidden)
        refused = made.run("at", "AT+CFUN=4", "AT+CGDCONT=1", "AT+CSQ", check=False)
        assert refused.returncode == 1 and refused.stderr.count("--force") == 2 and "+CSQ: 21,99" in refused.stdout
        assert made.do("log", kind="call")["entries"] == made.accepted() == []


def test_the_queue_waits_for_the_console_and_settings_are_put_back(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        with Talk(tmp_path) as talk:
            assert talk.ask({"do": "at", "modem": "m0", "force": True}) == {"ready": "m0"}
            made.send([ONE, NUMBERS[1]], "waits")
            for command in ("AT+CMGF=1", "AT+CFUN=4"):
                said = talk.ask({"command": command})
                assert said and said["said"]["final"] == "OK", said
            assert talk.ask({"command": "AT+CMGF?"})["said"]["lines"] == ["+CMGF: 0"]  # type: ignore[index]
            until(lambda: status(made)["reason"] == "relay.console")
            made.do("inbound", sender=ONE, text="held by the network while the radio is off")
            assert made.accepted() == []
        until(lambda: made.states() == {"delivered": 2})
        until(lambda: len(made.inbox()) == 1)
        assert len(made.accepted()) == 2


@pytest.mark.parametrize("daemon", [True, False])
def test_what_the_memory_holds_is_shown_and_stays_there(tmp_path: Path, daemon: bool) -> None:
    with box(tmp_path) as made:
        made.do("inbound", sender=ONE, text="stored")
        if daemon:
            made.start()
            made.await_modems()
            until(lambda: len(made.inbox()) == 1)
        shown = made.run("at", "AT+CMGL=4").stdout
        assert ("Place 1: received, unread." in shown) is not daemon  # the daemon has taken it to the disk already
        if not daemon:
            made.start()
            until(lambda: [row["text"] for row in made.inbox()] == ["stored"])


def test_it_speaks_the_language_of_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        assert re.search(r"Сигнал -71\sдБм: відмінн", made.run("at", "AT+CSQ").stdout)
        assert "мережа не знає цього коду" in made.run("ussd", "*999#", check=False).stderr


def test_a_command_the_modem_refuses_costs_the_console_nothing(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        done = made.run("at", "AT+QSPN", "AT+CMGR=19", "AT+CSQ", check=False)
        assert done.returncode == 1 and done.stdout.endswith("OK\n")
        made.send(ONE, "goes on")
        until(lambda: made.states() == {"delivered": 1})


def test_a_silent_holder_is_sent_away_after_two_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shortened: the daemon reads the length from its own module."""
    (tmp_path / "sitecustomize.py").write_text("import smsbox.relay.errands as e\ne.IDLE = 2.0\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        with Talk(tmp_path) as talk:
            assert talk.ask({"do": "at", "modem": "m0"}) == {"ready": "m0"}
            made.send(ONE, "waits")
            until(lambda: made.states() == {"delivered": 1}, 15)
            told = talk.ask({"command": "AT+CSQ"})
            assert told and told["error"]["key"] == "relay.hold_ended"


@pytest.mark.parametrize("command", [("at", "AT"), ("ussd", "*100#")])
def test_which_modem(tmp_path: Path, command: tuple[str, ...]) -> None:
    with box(tmp_path, modems=2) as made:
        for daemon in (False, True):
            if daemon:
                made.start()
                made.await_modems()
            unsaid = made.run(*command, check=False)
            assert unsaid.returncode == 2 and "m0, m1" in unsaid.stderr
            wrong = made.run(*command, "--modem", "m9", check=False)
            assert wrong.returncode == 69 and "m9" in wrong.stderr and "m0, m1" in wrong.stderr
            assert made.run(*command, "--modem", "m1").stdout
        assert made.do("log", 0, kind="ussd")["entries"] == [] or command[0] == "ussd"


def test_ussd_without_a_daemon(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        assert made.run("ussd", "*100#").stdout == "Balance 123.45 UAH. Valid till 31.12.2027\n"
        assert made.rows("ussd", "*102#", "--answer", "1")[-1]["text"] == "Balance 123.45 UAH"
        bad = made.run("ussd", "100", check=False)
        assert bad.returncode == 65 and "USSD" in bad.stderr


def test_a_modem_that_is_down_says_why(tmp_path: Path) -> None:
    with box(tmp_path, pin="1234") as made:
        made.start()
        until(lambda: status(made)["reason"] == "modem.pin_needed")
        done = made.run("ussd", "*100#", check=False)
        assert done.returncode == 75 and "wants its PIN" in done.stderr
        assert made.run("at", "AT+CPIN?", check=False).returncode == 75
        made.stop()
        assert "The SIM wants its PIN." in made.run("at", "AT+CPIN?").stdout  # directly, and no PIN is entered
        assert made.run("ussd", "*100#", check=False).returncode == 75


def test_nonsense_at_the_socket_harms_nobody(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        for request in (
            b"{",
            b"{}",
            b"[]",
            b'{"do": "at"}',
            b'{"do": 1, "modem": "m0"}',
            b'{"do":"ussd","modem":"m0"}',
            b"\xff{",
        ):
            with closing(socket.socket(socket.AF_UNIX)) as door:
                door.settimeout(10)
                door.connect(str(tmp_path / NAME))
                door.sendall(request + b"\n")
                answer = door.recv(4096)
                assert b"Traceback" not in answer
        idle = [Talk(tmp_path) for _ in range(6)]
        with Talk(tmp_path) as talk:
            assert talk.ask({"do": "at", "modem": "m0"}) == {"ready": "m0"}
            assert "error" in (talk.ask({"command": "AT\r+CMGD=1"}) or {})
            assert talk.ask({"command": "AT"}) == {"said": {"command": "AT", "lines": [], "final": "OK"}}
        for each in idle:
            each.close()
        made.send(ONE, "goes on")
        until(lambda: made.states() == {"delivered": 1})
        assert "Traceback" not in made.log()


# ── a person at a terminal


def typed(made: Box, *arguments: str, keys: list[tuple[str, str]]) -> str:
    """Run a command on a terminal; each of `keys` is typed once its prompt has been shown."""
    pid, fd = pty.fork()
    if pid == 0:  # the child is the command
        os.execv(sys.executable, [sys.executable, "-m", "smsbox", *arguments, "--config", str(made.config)])
    shown, deadline, waiting = "", time.monotonic() + 30, list(keys)
    try:
        while time.monotonic() < deadline:
            if not select.select([fd], [], [], 0.2)[0]:
                continue
            try:
                shown += os.read(fd, 4096).decode("utf-8", "replace")
            except OSError:
                break
            if waiting and shown.count(waiting[0][0]) > len(keys) - len(waiting):
                os.write(fd, waiting.pop(0)[1].encode() + b"\n")
    finally:
        os.close(fd)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(pid, 0)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r", "")


def test_a_menu_on_a_terminal(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        shown = typed(made, "ussd", "*102#", keys=[("\n> ", 'no "quotes"'), ("\n> ", "2")])
        assert "1 Balance" in shown and "SMS left: 1450" in shown and "quotation" in shown
        assert [entry["code"] for entry in made.do("log", kind="ussd")["entries"]] == ["*102#", "2"]


def test_the_console_on_a_terminal(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        shown = typed(made, "at", keys=[("AT> ", "AT+CSQ"), ("AT> ", "AT+CMGD=1"), ("AT> ", "")])
        assert "Signal -71 dBm" in shown and "was not given to the modem" in shown
        until(lambda: status(made)["state"] == "ready")


def test_what_is_done_at_a_modem_by_command_is_in_the_audit_log_without_what_it_sets(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.run("at", "AT+CSQ", "AT+CMGS=18", check=False)
        made.run("at", "--force", 'AT+CSCA="+380500000501"', check=False)
        made.run("ussd", "*102#", "--answer", "2")
        with closing(Store.open(f"sqlite://{made.directory}/smsbox.db", create=False)) as store:
            lines = [line for line in reversed(audit.entries(store, limit=9)) if line.what.startswith("modem.")]
        assert [(line.what, line.subject, *line.changes.get("command", ())) for line in lines] == [
            ("modem.console", "m0", None, "AT+CSQ"),
            ("modem.console", "m0", None, "AT+CSCA=…"),
            ("modem.ussd", "m0"),
            ("modem.ussd_answered", "m0"),
        ]


def test_a_database_that_refuses_does_not_keep_anybody_from_asking_the_modem(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        (tmp_path / "smsbox.db").write_bytes(b"no database at all" * 500)
        done = made.run("at", "AT+CSQ")
        assert "+CSQ:" in done.stdout and "missing in the audit log" in done.stderr
