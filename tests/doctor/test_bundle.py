"""The bundle holds what helps and nothing private: secrets planted everywhere are looked for in every byte of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.config import load
from smsbox.doctor import Finding, Means, Severity, bundle, examine, log
from smsbox.doctor.bundle import Patient
from smsbox.doctor.redaction import DOTS
from smsbox.store import Store
from tests.doctor import planted
from tests.doctor.planted import NOW, leaks, unpacked
from tests.ports import free_port


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    return planted.plant(tmp_path, free_port())


@pytest.fixture
def store(config_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{config_path.parent}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def archive(config_path: Path, store: Store) -> bytes:
    findings = list(examine(config_path, clock=SystemClock(), means=Means()))
    for text in (*planted.SECRETS, *planted.NUMBERS):
        findings.append(Finding("doctor.config_problem", Severity.PROBLEM, {"path": "x", "problem": f'key = "{text}"'}))
    who = {"name": "main", "by": "Bohdan", "at": "2026-02-25 08:13:20", "imsi": planted.IMSI, "port": planted.RECIPIENT}
    findings += [Finding(key, Severity.NOTE, who) for key in ("doctor.paused", "doctor.modem_ready", "modem.port_busy")]
    findings.append(Finding("doctor.modem_never", Severity.NOTE, {"name": planted.RECIPIENT}, planted.RECIPIENT))
    findings.append(Finding("doctor.modem_never", Severity.NOTE, {"name": "Каса"}, "Каса"))
    statuses, said = [planted.status()], (planted.log_lines(), planted.wire_lines())
    made = io.BytesIO()
    bundle.write(made, Patient(findings, load(config_path), store, statuses, *said), NOW)
    return made.getvalue()


def test_no_secret_is_in_any_byte(archive: bytes) -> None:
    assert leaks(archive) == []


def test_the_search_finds_what_is_there(config_path: Path, store: Store) -> None:
    """The search itself: each secret, put into a file of an archive, is found."""
    import zipfile

    for secret in (*planted.SECRETS, *planted.NUMBERS):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
            opened.writestr("file", f"before {secret} after")
        assert leaks(made.getvalue()), secret


def test_what_helps_is_there(archive: bytes) -> None:
    files = unpacked(archive)
    assert set(files) == {
        *("ABOUT.txt", "findings.txt", "findings.jsonl", "versions.json", "config.json", "modems.json", "log.txt"),
        *("wire.txt", "events.jsonl", "counts.json", "recoveries.jsonl", "signals.jsonl"),
    }
    assert "problem  Modem main: there is no device" in files["findings.txt"]
    (modem,) = json.loads(files["modems.json"])
    assert (modem["imsi"], modem["imei"], modem["dbm"]) == ("25503•••23", "49015•••18", -71)
    assert (modem["since"], modem["reason"]) == ("2026-02-25T08:13:20+02:00", "relay.paused")
    config = json.loads(files["config.json"])
    assert config["modems"][0]["name"] == "main" and config["modems"][0]["pin_file"] == DOTS
    assert config["modems"][0]["smsc"] == "+38067•••66" and config["store"]["kind"] == "sqlite"
    assert config["records"]["audit_s"] == 730 * 86400
    assert json.loads(files["versions.json"])["packages"]["pyserial"]
    assert json.loads(files["counts.json"])["messages"]["queued"] == [0, len(planted.TEXTS), 0]
    assert "modem main: message 512.2 refused: CMS 21" in files["log.txt"]
    assert "Modem Каса has never been seen." in files["findings.txt"]
    assert "tx AT+CSQ\nrx +CSQ: 20,99" in files["wire.txt"]
    down = [json.loads(line) for line in files["events.jsonl"].splitlines() if "modem.down" in line]
    assert down[0]["data"] == {"reason": "modem.not_answering"} and down[0]["left_out"] == ["facts"]
    assert json.loads(files["signals.jsonl"])["rssi"] == 12


def test_a_broken_box_is_packed_too(config_path: Path, store: Store) -> None:
    with store.write():
        store.run("DROP TABLE signals")
        store.run("DROP TABLE events")
        store.run("DROP TABLE readings")
    made = io.BytesIO()
    bundle.write(made, Patient([], load(config_path), store, [], planted.log_lines()[:4]), NOW)
    files = unpacked(made.getvalue())
    assert files["events.jsonl"].startswith("store.trouble") and "queued" in files["counts.json"]
    nothing = io.BytesIO()
    bundle.write(nothing, Patient([], None, None, []), NOW)
    assert json.loads(unpacked(nothing.getvalue())["config.json"]) is None


def test_the_daemon_keeps_its_last_lines_for_the_page() -> None:
    handler, root = log.LastLines(), logging.getLogger()
    root.addHandler(handler)
    try:
        for number in range(log.LINES + 5):
            logging.getLogger("smsbox.test").error("line %d", number)
        lines = log.last_lines()
    finally:
        root.removeHandler(handler)
    assert len(lines) == log.LINES
    assert lines[0].endswith("ERROR smsbox.test: line 5")


def test_a_journal_nobody_may_read_is_no_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "journalctl"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert log.last_lines() == []
    fake.write_text("#!/bin/sh\necho one; echo two\n")
    fake.chmod(0o755)
    assert log.last_lines() == ["one", "two"]
    fake.write_text("#!/bin/sh\necho No journal files were opened due to insufficient permissions; exit 1\n")
    assert log.last_lines() == []
