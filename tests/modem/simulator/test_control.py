"""The control socket, the wire log's file, many modems at once, and what outlives the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smsbox.modem.simulator import FAULTS, Control, ControlFailed, Farm, SimulatedModem
from smsbox.modem.simulator.operations import OPERATIONS
from tests.modem.simulator.terminal import Terminal, submit
from tests.patience import until

HERE = Path(__file__).parent


def test_the_catalogue_is_complete_and_tested() -> None:
    names = {f"FM-{number:02}" for number in range(1, 80)}
    assert set(FAULTS) == names and all(mode.hooks and mode.title for mode in FAULTS.values())
    tests = "".join(path.read_text() for path in HERE.glob("test_faults_*.py"))
    assert {name for name in names if name not in tests and name.lower().replace("-", "_") not in tests} == set()


def test_every_operation_says_what_it_does(modem: SimulatedModem) -> None:
    described = modem.do("describe")["operations"]
    assert set(described) == set(OPERATIONS) and all(described.values())


def test_over_the_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "control")
    with SimulatedModem(str(tmp_path / "tty"), control=path), Control(path) as control:
        assert control.do("ping") == {}
        control.do("fault", name="FM-08", count=2)
        assert control.do("status")["armed"] == ["FM-08"] and control.fired("FM-08") == 0
        assert len(control.do("faults")["faults"]) == 79
        with pytest.raises(ControlFailed, match="no operation"):
            control.do("nonsense")
        with pytest.raises(ControlFailed, match="FM-99"):
            control.do("fault", name="FM-99")
        with pytest.raises(ControlFailed, match="no modem"):
            control.do("ping", modem="other")
        assert oct(os.stat(path).st_mode & 0o777) == "0o600"
    assert not os.path.exists(path)


def test_the_file_holds_what_the_memory_holds(tmp_path: Path) -> None:
    with SimulatedModem(str(tmp_path / "tty"), wire_log=str(tmp_path / "wire")) as modem:
        terminal = Terminal(modem.link)
        terminal.set_up()
        terminal.send(submit("+380500000001", "а\ud83d"))
        modem.wait("report")
        entries = modem.entries()
        lines = [json.loads(line) for line in (tmp_path / "wire").read_text().splitlines()]
        terminal.close()
    assert [line["kind"] for line in lines] == [entry["kind"] for entry in entries]
    assert lines[0]["kind"] == "accepted" and lines[0]["text"] == "а\ud83d"


def test_gaps_and_octets_in_the_silence(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("clear")
    terminal.ask("AT")
    time.sleep(0.03)
    terminal.ask("AT")
    gaps = modem.do("gaps")["gaps"]
    assert gaps[-1] >= 0.03 and modem.do("counts")["shortest_gap"] == min(gaps)
    modem.do("speed", profile="fast")
    body = submit("+380500000001", "x", report=False)
    terminal.begin(body)
    terminal.body(body)
    time.sleep(0.02)
    terminal.write(b"AT\r")
    assert b"+CMGS: 0\r\n\r\nOK\r\n\r\nOK\r\n" in terminal.read_for(0.3)
    assert modem.do("counts")["counts"]["octets_in_silence"] == 3


def test_swapping_the_sim(modem: SimulatedModem, terminal: Terminal) -> None:
    card = {"imsi": "255030000000009", "iccid": "8938003000000000099", "number": "+380500000099"}
    modem.do("sim", swap=card)
    modem.wait("boot")
    terminal.read_for(0.1)
    terminal.set_up()
    assert "255030000000009" in terminal.ask("AT+CIMI")
    assert modem.do("status")["imsi"] == "255030000000009"


def test_thirty_two_modems(tmp_path: Path) -> None:
    links = [str(tmp_path / f"tty{place}") for place in range(32)]
    with Farm(links, profile="zero", seed=1) as farm:
        terminals = [Terminal(link) for link in links]
        begun = time.process_time()
        for place, terminal in enumerate(terminals):
            terminal.set_up()
            terminal.send(submit("+380500000001", str(place), report=False))
        assert time.process_time() - begun < 2.0
        assert len({entry["imsi"] for entry in farm.entries("accepted")}) == 32
        assert farm.do("status", modem=7)["imei"] != farm.do("status", modem=8)["imei"]
        assert farm.do("status", modem=links[7])["name"] == "sim7"
        for terminal in terminals:
            terminal.close()


def test_serve_and_what_outlives_it(tmp_path: Path) -> None:
    script = "import sys; from smsbox.modem.simulator import serve; serve(sys.argv[1], profile='zero', control=sys.argv[2], storage=sys.argv[3], imsi='255010000000777')"  # noqa: E501
    link, control, storage = (str(tmp_path / name) for name in ("tty", "control", "state"))

    def run() -> tuple[subprocess.Popen[bytes], Control]:
        process = subprocess.Popen([sys.executable, "-c", script, link, control, storage])
        return process, until(lambda: answering(process))

    def answering(process: subprocess.Popen[bytes]) -> Control | None:
        """The socket is a file for a moment before somebody listens at it."""
        assert process.poll() is None
        try:
            return Control(control)
        except (FileNotFoundError, ConnectionRefusedError):
            return None

    process, asking = run()
    asking.do("inbound", sender="+380500000007", text="bleibt")
    terminal = Terminal(link)
    terminal.set_up()
    terminal.send(submit("+380500000001", "x", report=False))
    terminal.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0 and not os.path.lexists(link) and not os.path.exists(control)
    process, asking = run()
    status = asking.do("status")
    assert status["imsi"] == "255010000000777" and status["reference"] == 0 and status["memories"]["SM"] == [1, 20]
    process.terminate()
    process.wait(5)
