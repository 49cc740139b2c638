"""`smsbox doctor`: findings as sentences and as JSON, and an exit code for scripts."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_a_box_without_its_modem_is_not_well(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 1
    assert "ERROR    Modem main: there is no device" in ran.out
    assert "→ Plug the modem in" in ran.out
    rows = run("doctor", "--json").rows
    (missing,) = [row for row in rows if row["key"] == "doctor.port_missing"]
    assert missing["severity"] == "error"
    assert missing["facts"]["name"] == "main"
    assert missing["step"].startswith("Plug the modem in")


def test_warnings_alone_are_no_failure(run: Run, config: Path) -> None:
    config.write_text(config.read_text().split("[[modem]]")[0] + '[web]\nlisten = "127.0.0.1:18099"\n')
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert {row["severity"] for row in ran.rows} == {"ok", "warning"}


def test_a_bad_configuration(run: Run, config: Path) -> None:
    config.write_text("[sending]\ngpa = 1\n")
    ran = run("doctor")
    assert ran.code == 1
    assert "line 2" in ran.out
