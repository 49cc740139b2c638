"""The files for systemd and udev: judged by systemd's own tools where there are any, and held against the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from smsbox.config import secrets

FOLDER = Path(__file__).parents[2] / "systemd"
UNIT = FOLDER / "smsbox.service"
needs_analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def settings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def exposure(unit: Path) -> float:
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", unit], capture_output=True, text=True, timeout=60
    )
    found = re.search(r"Overall exposure level for smsbox.service: ([0-9.]+)", rated.stdout)
    assert found, rated.stdout + rated.stderr
    return float(found.group(1))


@needs_analyze
def test_the_sandbox_is_rated_no_worse_than_1_8() -> None:
    assert exposure(UNIT) <= 1.8


@needs_analyze
def test_a_box_that_shall_talk_to_nobody_outside_is_less_exposed(tmp_path: Path) -> None:
    there = tmp_path / "smsbox.service"
    there.write_text(UNIT.read_text() + "\n" + (FOLDER / "only-local.conf").read_text())
    assert exposure(there) < exposure(UNIT)


@needs_analyze
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    there = tmp_path / "smsbox.service"
    there.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text()))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", there],
        capture_output=True,
        text=True,
        timeout=60,
    )
    complaints = [line for line in verified.stderr.splitlines() if "smsbox.service" in line]
    if verified.returncode and not complaints:
        pytest.skip(f"systemd-analyze verify cannot run here: {verified.stderr.strip()[:200]}")
    assert complaints == []


def test_the_daemon_is_watched_restarted_and_stopped_in_time() -> None:
    unit = settings()
    assert unit["Type"] == ["notify"]
    assert unit["NotifyAccess"] == ["main"]
    assert unit["WatchdogSec"] == ["60"]
    assert unit["Restart"] == ["always"]
    assert unit["RestartPreventExitStatus"] == ["78"]
    # The daemon's own stop takes at most ten seconds; systemd must not cut it short.
    assert int(unit["TimeoutStopSec"][0]) > 10


def test_the_unit_starts_what_the_command_line_has() -> None:
    from smsbox.cli import smsbox

    (command,) = settings()["ExecStart"]
    program, name, option, path = command.split()
    assert program.endswith("/smsbox")
    assert option in {text for each in smsbox.commands[name].params for text in each.opts}
    folder = path.removesuffix("/config.toml")
    assert f"LoadCredential=smsbox:{secrets.FOLDER}" in UNIT.read_text().splitlines()
    assert f"d {folder} " in re.sub(" +", " ", (FOLDER / "tmpfiles.conf").read_text())
    assert secrets.FOLDER.parent == Path(folder) and secrets.SERVICE.name == UNIT.name


def test_only_serial_lines_of_modems_are_open_and_their_drivers_are_loaded() -> None:
    assert settings()["DeviceAllow"] == ["char-ttyUSB rw", "char-ttyACM rw"]
    loaded = [line for line in (FOLDER / "modules-load.conf").read_text().splitlines() if line[0] != "#"]
    assert loaded == ["usbserial", "option", "cdc_acm"]


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="systemd-sysusers is not installed")
def test_the_account_can_be_made(tmp_path: Path) -> None:
    made = subprocess.run(
        ["systemd-sysusers", "--dry-run", f"--root={tmp_path}", FOLDER / "sysusers.conf"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    assert "smsbox" in made.stderr + made.stdout


@pytest.mark.skipif(shutil.which("systemd-tmpfiles") is None, reason="systemd-tmpfiles is not installed")
def test_the_folders_can_be_made(tmp_path: Path) -> None:
    rules = tmp_path / "smsbox.conf"
    rules.write_text(re.sub(r"\b(root|smsbox)\s+smsbox\b", "- -", (FOLDER / "tmpfiles.conf").read_text()))
    made = subprocess.run(
        ["systemd-tmpfiles", "--create", f"--root={tmp_path}", rules], capture_output=True, text=True, timeout=60
    )
    assert made.returncode == 0, made.stderr
    for folder, mode in (("etc/smsbox", 0o750), ("etc/smsbox/credentials", 0o700), ("var/lib/smsbox", 0o750)):
        assert (tmp_path / folder).stat().st_mode & 0o777 == mode


STICKS = [
    *("12d1:1001", "12d1:140c", "12d1:1436", "12d1:14ac", "12d1:1506", "2c7c:0125", "1e0e:9001"),
    *("1e0e:9205", "1e0e:9206", "1e0e:9011", "19d2:0016", "19d2:0117", "19d2:0031", "19d2:0063"),
]


@pytest.mark.parametrize("stick", STICKS)
def test_modemmanager_leaves_every_known_stick_alone(stick: str) -> None:
    vendor, product = stick.split(":")
    rules = (FOLDER / "70-smsbox.rules").read_text().splitlines()
    for rule in rules:
        match = re.match(r'ATTRS\{idVendor\}=="(\w+)", ATTRS\{idProduct\}=="([\w|]+)", (.*)', rule)
        if match and match.group(1) == vendor and product in match.group(2).split("|"):
            assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in match.group(3)
            return
    pytest.fail(f"no rule for {stick}")


def test_the_udev_rules_are_well_formed() -> None:
    token = r'[A-Z]+(\{\w+\})?(==|!=|\+=|=)"[^"]*"'
    for line in (FOLDER / "70-smsbox.rules").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(rf"{token}(, {token})*", line), line


def test_the_stick_lies_where_the_daemon_may_write_and_the_rule_asks_for_it() -> None:
    unit = (FOLDER / "var-lib-smsbox-stick.mount").read_text()
    where = re.search(r"(?m)^Where=(.*)$", unit)
    assert where and where.group(1).startswith("/var/lib/" + settings()["StateDirectory"][0] + "/")
    assert where.group(1).strip("/").replace("/", "-") + ".mount" == "var-lib-smsbox-stick.mount"
    label = re.search(r"(?m)^What=/dev/disk/by-label/(.*)$", unit)
    (rule,) = [line for line in (FOLDER / "70-smsbox.rules").read_text().splitlines() if "SYSTEMD_WANTS" in line]
    assert label and f'=="{label.group(1)}"' in rule and '"var-lib-smsbox-stick.mount"' in rule
