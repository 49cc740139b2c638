"""The daemon's own life: one owner, a clean end, holds that end by themselves, PIN, and what the console says."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.whole.box import box, until

ONE, TWO = "+380500000021", "+380500000022"


def test_a_second_daemon_ends_with_a_sentence(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        second = made.run("run", check=False)
        assert second.returncode == 75
        assert "Traceback" not in second.stderr
        assert str(made.process.pid) in second.stderr  # type: ignore[union-attr]
        made.send(ONE, "the first one is not disturbed")
        until(lambda: made.states() == {"delivered": 1})


def test_a_stop_in_the_middle_of_a_segment_waits_for_its_result(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-09", seconds=4.0)
        made.send([ONE, TWO], "stop")
        until(made.accepted)
        assert made.stop(10.0) == 0
        assert made.states() in ({"sent": 1, "queued": 1}, {"delivered": 1, "queued": 1})
        assert len(made.accepted()) == 1
        made.start()
        until(lambda: made.states() == {"delivered": 2})
        assert [entry["number"] for entry in made.accepted()] == [ONE, TWO]


def test_a_stop_with_a_silent_modem_takes_less_than_ten_seconds_and_leaves_doubt_not_loss(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-07")
        made.send(ONE, "silence", "--no-report")
        until(made.accepted)
        assert made.stop(10.0) == 0
        assert made.states() == {"uncertain": 1}


def test_no_registration_holds_the_queue_and_its_return_frees_it(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("registration", stat=2)
        until(lambda: made.rows("modems")[0]["state"] == "holding")
        made.send(ONE, "no network")
        time.sleep(1.0)
        assert made.states() == {"queued": 1}
        assert made.rows("modems")[0]["reason"] == "relay.not_registered"
        made.do("registration", stat=1)
        until(lambda: made.states() == {"delivered": 1})


def test_the_pin_is_entered_once_and_a_wrong_one_is_never_tried_twice(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("0000\n")
    pin.chmod(0o600)
    with box(tmp_path, modem_lines=f'pin_file = "{pin}"', pin="1234") as made:
        made.start()
        until(lambda: made.rows("modems")[0]["state"] == "down")
        assert made.rows("modems")[0]["reason"] == "modem.pin_wrong"
        assert made.do("status")["pin_left"] == 2
        assert made.stop() == 0
        made.start()
        until(lambda: made.rows("modems")[0]["state"] == "down")
        assert made.do("status")["pin_left"] >= 1, "the last tries belong to a person"
        made.stop()
        pin.write_text("1234\n")
        made.do("sim", pin_left=3)
        made.start()
        made.await_modems()
        assert "1234" not in made.log()
        assert "0000" not in made.log()


def test_a_modem_that_comes_later_and_one_that_leaves_for_a_while(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("unplug")
        made.start()
        until(lambda: made.rows("modems")[0]["reason"] == "modem.port_missing")
        made.send(ONE, "first")
        made.do("plug")
        until(lambda: made.states() == {"delivered": 1}, 12)
        made.do("unplug")
        until(lambda: made.rows("modems")[0]["state"] == "down")
        made.send(TWO, "second")
        made.do("plug")
        until(lambda: made.states() == {"delivered": 2}, 12)


def test_without_any_modem_the_page_is_there_and_messages_are_kept(tmp_path: Path) -> None:
    with box(tmp_path, modems=0) as made:
        made.start()
        made.send(ONE, "later")
        assert made.states() == {"queued": 1}
        with urllib.request.urlopen(f"http://127.0.0.1:{made.port}/", timeout=60) as answer:
            assert answer.status == 200


def test_a_wrong_configuration_is_told_whole_and_ends_with_78(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        with made.config.open("a", encoding="utf-8") as file:
            file.write('[[modem]]\nname = "m0"\nbaudrat = 9600\n[sendin]\n')
        done = made.run("run", check=False)
        assert done.returncode == 78
        for word in ("baudrat", "baudrate", "sendin", "sending", "m0"):
            assert word in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_shows_life_and_ends(tmp_path: Path, number: int) -> None:
    arguments = ["demo", "--listen", f"127.0.0.1:{free_port()}", "--data", str(tmp_path)]
    with subprocess.Popen([sys.executable, "-m", "smsbox", *arguments], stdout=subprocess.PIPE, text=True) as demo:
        listing = [
            sys.executable,
            "-m",
            "smsbox",
            "outbox",
            "list",
            "--json",
            "--config",
            str(tmp_path / "config.toml"),
        ]

        def sent() -> bool:
            return '"sent"' in subprocess.run(listing, capture_output=True, text=True, check=False).stdout

        until(sent, 30)
        demo.send_signal(number)
        until(lambda: demo.poll() is not None, 12)
        assert demo.returncode == 0
        states = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
        assert '"uncertain"' not in states
        until(lambda: not (tmp_path / "modem-1").exists(), 5)


def test_a_result_the_modem_still_owed_settles_the_segment_a_kill_left_in_doubt(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-09", seconds=12.0)
        made.send(ONE, "killed while it waits", "--no-report")
        until(made.accepted)
        made.kill()
        made.start()
        until(lambda: made.states() == {"sent": 1})
        assert len(made.accepted()) == 1
        assert made.outbox()[0]["segments"][0]["reference"] == made.accepted()[0]["reference"]
