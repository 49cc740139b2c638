"""`smsbox doctor`: findings as sentences and as JSON, and an exit code for scripts."""

from __future__ import annotations

from pathlib import Path

from smsbox.modem.simulator import SimulatedModem
from tests.cli.conftest import Run
from tests.doctor import planted
from tests.doctor.planted import leaks, unpacked
from tests.ports import free_port


def test_a_box_without_its_modem_is_not_well(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 1
    assert "PROBLEM  Modem main: there is no device" in ran.out
    assert "→ Plug the modem in" in ran.out
    rows = run("doctor", "--json").rows
    (missing,) = [row for row in rows if row["key"] == "doctor.port_missing"]
    assert missing["severity"] == "problem"
    assert missing["facts"]["name"] == "main"
    assert missing["step"].startswith("Plug the modem in")


def test_warnings_alone_are_no_failure(run: Run, config: Path) -> None:
    config.write_text(config.read_text().split("[[modem]]")[0] + f'[web]\nlisten = "127.0.0.1:{free_port()}"\n')
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert {row["severity"] for row in ran.rows} <= {"ok", "note", "warning"}
    assert "warning" in {row["severity"] for row in ran.rows}


def test_a_bad_configuration(run: Run, config: Path) -> None:
    config.write_text("[sending]\ngpa = 1\n")
    ran = run("doctor")
    assert ran.code == 1
    assert "line 2" in ran.out


def test_a_finding_says_what_follows_and_which_command_mends_it(run: Run) -> None:
    (stopped,) = [row for row in run("doctor", "--json").rows if row["key"] == "doctor.daemon_stopped"]
    assert stopped["severity"] == "warning" and stopped["command"] == "sudo systemctl start smsbox"
    assert stopped["consequence"] and stopped["modem"] is None
    text = run("doctor").out
    assert "\n         What is queued waits;" in text and "\n         → systemctl start smsbox" in text


def test_the_bundle_of_a_box_full_of_secrets_holds_none(run: Run, config: Path) -> None:
    planted.plant(config.parent, free_port())
    imsi = "255016791234567"
    with SimulatedModem(str(config.parent / "tty"), imsi=imsi, number="+380991234567"):
        ran = run("doctor", "--bundle", config.parent / "help.zip")
    assert "help.zip" in ran.err and "Modem main is ready" in ran.out
    archive = (config.parent / "help.zip").read_bytes()
    assert leaks(archive) == []
    files = unpacked(archive)
    assert "tx AT+CIMI" in files["wire.txt"] and "+CSQ:" in files["wire.txt"]
    assert not any(part in text for text in files.values() for part in (imsi, "91234567"))
    assert "SIM 25501•••67" in files["findings.txt"]


def test_the_bundle_of_a_box_that_cannot_start(run: Run, config: Path) -> None:
    config.write_text('[sending]\npin = "4837"\n')
    ran = run("doctor", "--bundle", config.parent / "help.zip")
    assert ran.code == 1
    files = unpacked((config.parent / "help.zip").read_bytes())
    assert "line 2" in files["findings.txt"] and "4837" not in str(files)


def test_a_bundle_that_cannot_be_written(run: Run, config: Path) -> None:
    ran = run("doctor", "--no-probe", "--bundle", config.parent / "none" / "help.zip")
    assert ran.code != 0 and "help.zip" in ran.err and "Traceback" not in ran.err
