"""The unit of the USB helper: as little exposed as can be, and in step with the program and the daemon's unit."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from smsbox.usb import helper, reset
from smsbox.usb.helper import listed
from smsbox.usb.sticks import STICKS

FOLDER = Path(__file__).parents[2] / "systemd"
needs_analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def settings(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (FOLDER / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@needs_analyze
def test_the_helper_is_rated_no_worse_than_1_0_although_it_is_root() -> None:
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", FOLDER / "smsbox-usb.service"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = re.search(r"Overall exposure level for smsbox-usb.service: ([0-9.]+)", rated.stdout)
    assert found, rated.stdout + rated.stderr
    assert float(found.group(1)) <= 1.0


@needs_analyze
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    for name in ("smsbox-usb.service", "smsbox-usb.socket"):
        text = (FOLDER / name).read_text()
        (tmp_path / name).write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / "smsbox-usb.socket"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    complaints = [line for line in verified.stderr.splitlines() if "smsbox-usb" in line]
    if verified.returncode and not complaints:
        pytest.skip(f"systemd-analyze verify cannot run here: {verified.stderr.strip()[:200]}")
    assert complaints == []


def test_no_capability_no_network_and_only_what_a_reset_needs_can_be_written() -> None:
    unit = settings("smsbox-usb.service")
    assert unit["CapabilityBoundingSet"] == [""] and unit["PrivateNetwork"] == ["yes"]
    assert unit["ReadWritePaths"] == ["/sys/devices"]
    assert unit["DeviceAllow"] == ["char-usb_device rw"] and unit["DevicePolicy"] == ["closed"]


def test_the_door_is_where_the_daemon_knocks_and_only_its_group_may() -> None:
    door = settings("smsbox-usb.socket")
    assert door["ListenStream"] == [reset.SOCKET]
    assert (door["SocketGroup"], door["SocketMode"], door["Accept"]) == (["smsbox"], ["0660"], ["no"])
    daemon = settings("smsbox.service")
    assert daemon["Group"] == ["smsbox"] and "AF_UNIX" in daemon["RestrictAddressFamilies"][0]


def test_the_unit_starts_the_program_where_its_files_are() -> None:
    unit = settings("smsbox-usb.service")
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text())
    program = unit["ExecStart"][0].rsplit("/", 1)[1]
    assert project["project"]["scripts"][program] == f"{helper.__name__}:main"
    assert unit["ExecStart"][0].rsplit("/", 1)[0] == settings("smsbox.service")["ExecStart"][0].split()[0][:-7]
    source = inspect.getsource(helper.main)
    assert f'"/run/{unit["RuntimeDirectory"][0]}/' in source
    assert f'"{unit["ConditionPathExists"][0]}"' in source


def test_the_shipped_list_has_every_known_stick_and_nothing_that_is_no_modem() -> None:
    lines = [line.partition("#")[0].strip() for line in (FOLDER / "usb-devices").read_text().splitlines()]
    entries = listed((FOLDER / "usb-devices").read_text())
    assert entries == {line for line in lines if line}, "a line is no entry"
    assert set(STICKS) <= entries
    assert {entry[:4] for entry in entries} == {"12d1", "2c7c", "1e0e", "19d2", "05c6"}


def test_every_known_stick_is_kept_from_modem_manager() -> None:
    rule = re.compile(r'ATTRS\{idVendor\}=="(\w+)", ATTRS\{idProduct\}=="([\w|]+)", ENV\{ID_MM_DEVICE_IGNORE\}="1"')
    found = rule.findall((FOLDER / "70-smsbox.rules").read_text())
    assert set(STICKS) <= {f"{vendor}:{product}" for vendor, products in found for product in products.split("|")}


@pytest.mark.parametrize("page", ["docs/modems.md", "docs/uk/modems.md"])
def test_every_known_stick_stands_in_the_papers_with_its_port(page: str) -> None:
    text = (FOLDER.parent / page).read_text(encoding="utf-8")
    rows = {
        ids: line for line in text.splitlines() if line.startswith("|") for ids in re.findall(r"`(\w{4}:\w{4})`", line)
    }
    wrong = [ids for ids, stick in STICKS.items() if f"`if{stick.at[0]:02}`" not in rows.get(ids, "")]
    assert not wrong, f"{page}: {wrong}"
