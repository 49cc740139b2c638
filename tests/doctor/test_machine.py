"""What the doctor reads of the machine: power, service, udev, programs – from a root of the test's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from smsbox.config import Config, ModemConfig, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.doctor import Finding, Severity, host, ports, power, unit
from smsbox.doctor.ground import Ground
from tests.ports import free_port
from tests.usb.sysfs import Machine

UNITS = Path(__file__).parents[2] / "systemd"
THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled"
ALARM = "sys/devices/platform/soc/soc:firmware/raspberrypi-hwmon/hwmon/hwmon1/in0_lcrit_alarm"


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def put(ground: Ground, path: str, text: str, mode: int = 0o644) -> Path:
    there = ground.root / path
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text(text)
    there.chmod(mode)
    return there


def pi(ground: Ground) -> None:
    put(ground, "proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")


def keys(found: object) -> dict[str, Severity]:
    assert not isinstance(found, Finding)
    return {each.key: each.severity for each in found}  # type: ignore[attr-defined]


# ── a folder that forgets


@pytest.mark.parametrize(
    ("mounts", "command", "told"),
    [
        ("/dev/mmcblk0p2 / ext4 rw 0 0", "", False),
        ("/dev/mmcblk0p2 / ext4 rw 0 0\ntmpfs /var tmpfs rw 0 0", "", True),
        ("tmpfs /var tmpfs rw 0 0\n/dev/sda1 /var/lib/smsbox ext4 rw 0 0", "", False),
        ("overlay / overlay rw,upperdir=/x 0 0", "console=tty1 overlayroot=tmpfs rootwait", True),
        ("overlay / overlay rw,upperdir=/x 0 0", "boot=overlay console=tty1", True),
        ("overlay / overlay rw,upperdir=/media/root-rw/overlay,workdir=/y 0 0", "", True),
        ("overlay / overlay rw,upperdir=/x 0 0\n/dev/sda1 /var/lib/smsbox ext4 rw 0 0", "boot=overlay", False),
        ("overlay / overlay rw,upperdir=/var/lib/docker/x 0 0", "quiet", False),
        ("", "", False),
    ],
)
def test_a_database_in_memory_is_told(ground: Ground, mounts: str, command: str, told: bool) -> None:
    put(ground, "proc/mounts", mounts + "\n")
    put(ground, "proc/cmdline", command + "\n")
    there = Path("/var/lib/smsbox")
    config = Config(
        StoreConfig("sqlite:///var/lib/smsbox/smsbox.db", there),
        WebConfig("127.0.0.1", 0),
        RegionConfig(),
        SendingConfig(),
    )
    assert keys(host.lasting(config, ground)) == ({"doctor.disk_forgets": Severity.PROBLEM} if told else {})


# ── power


def test_of_another_machine_nothing_is_said_about_power(ground: Ground) -> None:
    put(ground, THROTTLED, "0x50005\n")
    assert keys(power.power(ground)) == {}


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ("0\n", {"doctor.power_ok": Severity.OK}),
        ("50005\n", {"doctor.power_low": Severity.PROBLEM}),
        ("0x50000\n", {"doctor.power_was_low": Severity.WARNING}),
        ("0x8\n", {"doctor.power_ok": Severity.OK, "doctor.too_hot": Severity.WARNING}),
        ("no number\n", {}),
    ],
)
def test_the_flags_of_the_firmware(ground: Ground, flags: str, found: dict[str, Severity]) -> None:
    pi(ground)
    put(ground, THROTTLED, flags)
    assert keys(power.power(ground)) == found


def test_the_tool_of_the_firmware_is_asked_where_sysfs_has_no_flags(ground: Ground) -> None:
    pi(ground)
    put(ground, "usr/bin/vcgencmd", '#!/bin/sh\n[ "$1" = get_throttled ] && echo throttled=0x1\n', 0o755)
    assert keys(power.power(ground)) == {"doctor.power_low": Severity.PROBLEM}


def test_a_tool_that_may_not_ask_leaves_the_alarm_of_hwmon(ground: Ground) -> None:
    pi(ground)
    put(ground, "usr/bin/vcgencmd", "#!/bin/sh\necho VCHI initialization failed\nexit 1\n", 0o755)
    assert keys(power.power(ground)) == {}
    alarm = put(ground, ALARM, "0\n")
    assert keys(power.power(ground)) == {"doctor.power_ok": Severity.OK}
    alarm.write_text("1\n")
    assert keys(power.power(ground)) == {"doctor.power_low": Severity.PROBLEM}


# ── service


def install(ground: Ground, text: str | None = None) -> None:
    put(ground, "usr/lib/systemd/system/smsbox.service", text or (UNITS / "smsbox.service").read_text())


def enable(ground: Ground) -> None:
    wants = ground.root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True)
    (wants / "smsbox.service").symlink_to("/usr/lib/systemd/system/smsbox.service")


def test_no_service(ground: Ground) -> None:
    assert keys(unit.unit(ground, rate=True)) == {"doctor.unit_none": Severity.NOTE}


def test_our_own_service(ground: Ground) -> None:
    install(ground)
    assert keys(unit.unit(ground, rate=False)) == {"doctor.unit_disabled": Severity.WARNING}
    enable(ground)
    assert keys(unit.unit(ground, rate=False)) == {"doctor.unit_ok": Severity.OK}


def test_a_drop_in_that_ends_the_watching(ground: Ground) -> None:
    install(ground)
    enable(ground)
    put(ground, "etc/systemd/system/smsbox.service.d/mine.conf", "[Service]\nWatchdogSec=0\n")
    assert keys(unit.unit(ground, rate=False)) == {"doctor.unit_unwatched": Severity.WARNING}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_rates_the_sandbox(ground: Ground) -> None:
    install(ground)
    enable(ground)
    found = {each.key: each for each in unit.unit(ground, rate=True)}
    assert float(str(found["doctor.unit_sandboxed"].facts["exposure"])) <= 1.8
    install(ground, "[Service]\nType=notify\nWatchdogSec=60\nRestart=always\nExecStart=/bin/true\n")
    assert keys(unit.unit(ground, rate=True))["doctor.unit_exposed"] is Severity.WARNING


def test_a_daemon_outside_of_its_sandbox_is_noticed(ground: Ground, tmp_path: Path) -> None:
    config = box(tmp_path)
    put(ground, f"proc/{os.getpid()}/status", "Name:\tsmsbox\nNoNewPrivs:\t0\nSeccomp:\t0\n")
    assert keys(host.daemon(config, ground, answers=True))["doctor.unprotected"] is Severity.NOTE
    put(ground, f"proc/{os.getpid()}/status", "Name:\tsmsbox\nNoNewPrivs:\t1\nSeccomp:\t2\n")
    assert keys(host.daemon(config, ground, answers=True)) == {"doctor.daemon_running": Severity.OK}


def test_the_daemon_is_judged_and_not_who_asks_where_the_kernel_names_no_holder(ground: Ground, tmp_path: Path) -> None:
    """On btrfs and on an overlay /proc/locks shows another device than stat does."""
    config = box(tmp_path)
    put(ground, f"proc/{os.getpid()}/status", "Name:\tsmsbox\nNoNewPrivs:\t0\nSeccomp:\t0\n")
    put(ground, "proc/142/status", "Name:\tsmsbox\nNoNewPrivs:\t1\nSeccomp:\t2\n")
    (config.store.directory / "smsbox.lock").write_text("142\n")
    assert keys(host.daemon(config, ground, answers=True)) == {"doctor.daemon_running": Severity.OK}


# ── other programs


def runs(ground: Ground, pid: int, name: str, *opened: str) -> None:
    put(ground, f"proc/{pid}/comm", f"{name}\n")
    folder = ground.root / f"proc/{pid}/fd"
    folder.mkdir(parents=True)
    for number, path in enumerate(opened):
        (folder / str(number)).symlink_to(path)


def box(folder: Path, *modems: ModemConfig) -> Config:
    return Config(
        StoreConfig(f"sqlite://{folder}/smsbox.db", folder),
        WebConfig("127.0.0.1", free_port()),
        RegionConfig(),
        SendingConfig(),
        modems=modems,
    )


def test_another_sender_is_named_once(ground: Ground) -> None:
    runs(ground, 40, "gammu-smsd")
    runs(ground, 41, "gammu-smsd")
    runs(ground, 42, "bash")
    assert [each.facts for each in host.others([*ground.processes()])] == [{"program": "gammu-smsd", "pid": 40}]


def test_the_program_at_a_port_is_told(ground: Ground, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    try:
        path = os.ttyname(theirs)
        modem = ModemConfig("main", path)
        runs(ground, 77, "minicom", "/dev/null", path)
        (busy,) = ports.port(modem, box(tmp_path, modem), ground, daemon_runs=False)
        assert (busy.key, busy.facts["program"], busy.facts["pid"]) == ("doctor.port_busy", "minicom", 77)
        (ground.root / "proc/77/comm").write_text("ModemManager\n")
        (busy,) = ports.port(modem, box(tmp_path, modem), ground, daemon_runs=False)
        assert busy.key == "usb.modemmanager"
        (fine,) = ports.port(modem, box(tmp_path, modem), ground, daemon_runs=True)
        assert fine.key == "doctor.port_ok"
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give the port to another group")
def test_the_account_of_the_daemon_must_be_in_the_group_of_the_port(ground: Ground, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    path, folder = os.ttyname(theirs), tmp_path / "box"
    folder.mkdir()
    try:
        modem = ModemConfig("main", path)
        os.chown(folder, 65534, 65534)
        os.chown(path, 0, 20)
        os.chmod(path, 0o660)
        (group,) = ports.port(modem, box(folder, modem), ground, daemon_runs=False)
        assert (group.key, group.severity, group.facts["account"]) == ("doctor.port_group", Severity.WARNING, "nobody")
        assert group.told("en").command == "sudo usermod -aG dialout nobody"
        install(ground)  # our service gives the daemon that group
        assert keys(ports.port(modem, box(folder, modem), ground, daemon_runs=False)) == {"doctor.port_ok": Severity.OK}
    finally:
        os.close(ours)
        os.close(theirs)


# ── ModemManager and sticks


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_modem_manager_that_may_take_our_modem_and_one_that_may_not(ground: Ground, machine: Machine) -> None:
    def taken() -> dict[str, Severity]:
        return keys(ports.manager(ground, [*ground.processes()], machine.tree.devices()))

    assert taken() == {}
    runs(ground, 9, "ModemManager")
    machine.plug("1-1", "12d1:1001", {0: ("ttyUSB0",), 2: ("ttyUSB2",)})
    assert taken() == {"doctor.modem_manager": Severity.WARNING}
    put(ground, "usr/lib/udev/rules.d/70-smsbox.rules", (UNITS / "70-smsbox.rules").read_text())
    assert taken() == {"doctor.modem_manager_ignores": Severity.NOTE}
    machine.plug("1-2", "12d1:ffff", {0: ("ttyUSB5",)})
    assert taken() == {"doctor.modem_manager": Severity.WARNING}
    put(ground, "sys/class/tty/ttyUSB5/dev", "188:5\n")
    put(ground, "run/udev/data/c188:5", "E:ID_MM_DEVICE_IGNORE=1\n")
    assert taken() == {"doctor.modem_manager_ignores": Severity.NOTE}


def test_sticks_that_are_no_modem_now(ground: Ground, machine: Machine, tmp_path: Path) -> None:
    machine.plug("1-1", "12d1:1446", kinds={0: 8})
    machine.plug("1-2", "05c6:9008", kinds={0: 255})
    machine.plug("1-3", "12d1:14dc", nets={0: "eth1"})
    machine.plug("1-4", "12d1:1001", kinds={0: 255})
    config = box(tmp_path, ModemConfig("main", imei="490154203237518"))
    found = keys(ports.usb(config, machine.tree, ground, trouble=True))
    assert found == {f"usb.{word}": Severity.PROBLEM for word in ("cdrom", "bootloader", "hilink", "no_ports")}
    assert set(keys(ports.usb(config, machine.tree, ground, trouble=False)).values()) == {Severity.WARNING}


def test_the_wrong_port_of_a_stick_is_named_with_the_right_one(
    ground: Ground, machine: Machine, tmp_path: Path
) -> None:
    machine.plug("1-1", "2c7c:0125", {0: ("ttyUSB0",), 1: ("ttyUSB1",), 2: ("ttyUSB2",), 3: ("ttyUSB3",)})
    for number in range(4):
        Path(machine.node(f"ttyUSB{number}")).write_text("")
    wrong, right = (ModemConfig("main", machine.node(tty)) for tty in ("ttyUSB0", "ttyUSB2"))
    found = {each.key: each for each in ports.usb(box(tmp_path, wrong), machine.tree, ground, trouble=True)}
    assert found["usb.wrong_port"].facts["use"] == machine.node("ttyUSB2")
    assert "usb.wrong_port" not in keys(ports.usb(box(tmp_path, right), machine.tree, ground, trouble=True))
    assert found["doctor.sticks"].severity is Severity.OK


def test_a_stick_our_rule_does_not_know(ground: Ground, machine: Machine, tmp_path: Path) -> None:
    machine.plug("1-1", "12d1:ffff", {0: ("ttyUSB0",)})
    config = box(tmp_path)
    assert "doctor.udev_missing" not in keys(ports.usb(config, machine.tree, ground, trouble=False))
    put(ground, "etc/udev/rules.d/70-smsbox.rules", (UNITS / "70-smsbox.rules").read_text())
    assert keys(ports.usb(config, machine.tree, ground, trouble=False))["doctor.udev_missing"] is Severity.NOTE


def test_a_port_name_that_may_change(ground: Ground, tmp_path: Path) -> None:
    modem = ModemConfig("main", "/dev/ttyUSB97")
    found = keys(ports.port(modem, box(tmp_path, modem), ground, daemon_runs=False))
    assert found == {"doctor.port_unstable": Severity.NOTE, "doctor.port_missing": Severity.PROBLEM}
