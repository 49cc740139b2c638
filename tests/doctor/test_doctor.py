"""The doctor on real folders, databases, locks, sockets and a simulated modem: each finding is provoked and found."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import Any

import pytest

from smsbox.clock import DAY, SECOND, SystemClock
from smsbox.daemon.doorbell import Doorbell
from smsbox.doctor import Finding, Means, Severity, database, examine, host, timekeeping
from smsbox.doctor.examination import LAST_SEEN
from smsbox.doctor.ground import Ground
from smsbox.doctor.phrases import PHRASES
from smsbox.modem import sim
from smsbox.modem.simulator import SimulatedModem
from smsbox.outbox.doorbell import NAME
from smsbox.store import Store, options
from tests.ports import free_port

LOW = {"money": "3.20", "currency": "UAH", "low": "10"}
DRIFT = {"bad": 5, "total": 20, "usual": 2, "reason": "refused"}
ALARM = {"rung": "alarm", "tries": 2, "next_at": "2026-03-01T10:00:00.000000+02:00"}
DBM = {"operator": "SAMPLE UA", "dbm": -71, "imsi": "255010000000001"}


class ClockAt(SystemClock):
    """This machine's clock, showing another time."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite://{tmp_path}/smsbox.db"\n[web]\nlisten = "127.0.0.1:{free_port()}"\n'
        f'[[modem]]\nname = "main"\nport = "{tmp_path}/tty"\n'
    )
    return path


def found(
    config: Path,
    *,
    probe: bool = False,
    deep: bool = False,
    clock: SystemClock | None = None,
    ground: Ground | None = None,
) -> dict[str, Finding]:
    """Every finding by its key, after a look at its words: whatever is not in order says all three things."""
    means = Means(probe=probe, deep=deep, ground=ground or Ground())
    findings = {each.key: each for each in examine(config, clock=clock or SystemClock(), means=means)}
    for each in findings.values():
        for language in ("en", "uk"):
            told = each.told(language)
            words = (told.cause, told.consequence, told.step)
            assert told.cause and not any("{" in word or " ? " in word for word in (*words, told.command)), each
            assert all(words) or each.severity is Severity.OK, each
    return findings


def add(config: Path, text: str) -> None:
    config.write_text(config.read_text() + text)


_OF_THE_MACHINE = ("doctor.clock_alone", "doctor.modem_manager", "doctor.other_daemon")
"""What may be true where the tests run; another one may drive gammu-smsd meanwhile."""


def test_a_new_box_without_its_modem(config: Path) -> None:
    findings = found(config)
    assert {key: each.severity.value for key, each in findings.items() if each.severity is not Severity.OK} == {
        "doctor.store_none": "warning",
        "doctor.daemon_stopped": "warning",
        "doctor.port_missing": "problem",
        **{key: "warning" for key in _OF_THE_MACHINE if key in findings},
        **{key: "note" for key in ("doctor.unit_none",) if key in findings},
    }
    assert not (config.parent / "smsbox.db").exists()


def test_every_mistake_of_the_configuration(config: Path) -> None:
    add(config, "spede = 1\nbaudrat = 2\n")
    version, *findings = examine(config, clock=SystemClock())
    assert version.key == "doctor.version"
    assert [each.facts["line"] for each in findings] == [8, 9]
    assert all(each.severity is Severity.PROBLEM for each in findings)
    assert found(config.parent / "none.toml").keys() == {"doctor.version", "config.missing"}


def test_words_of_the_shop_that_nobody_is_told(config: Path) -> None:
    add(config, '[shop]\ntext_help = "Дзвоніть нам"\n')
    finding = found(config)["doctor.shop_words"]
    assert "shop.text_help" in finding.told("uk").cause and finding.told("uk").page == "/shop"


def test_the_database(config: Path) -> None:
    Store.open(f"sqlite://{config.parent}/smsbox.db").close()
    assert "doctor.store_ok" in found(config)
    (config.parent / "smsbox.db").write_bytes(b"not ours at all" * 100)
    assert found(config)["store.foreign"].severity is Severity.PROBLEM


def test_a_missing_folder(config: Path) -> None:
    config.write_text(config.read_text().replace("/smsbox.db", "/none/smsbox.db"))
    assert found(config)["doctor.directory_missing"].severity is Severity.PROBLEM


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else(config: Path) -> None:
    config.parent.chmod(0o555)
    try:
        assert found(config)["doctor.directory_denied"].severity is Severity.PROBLEM
    finally:
        config.parent.chmod(0o755)


def test_a_full_disk(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 300 << 20

    monkeypatch.setattr(host.shutil, "disk_usage", lambda path: Usage)
    assert found(config)["doctor.disk_low"].severity is Severity.WARNING
    Usage.free = 10 << 20
    assert found(config)["doctor.disk_low"].severity is Severity.PROBLEM


def test_a_daemon_that_runs_and_one_that_hangs(config: Path) -> None:
    with (config.parent / "smsbox.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert found(config)["doctor.daemon_silent"].severity is Severity.PROBLEM
    assert "doctor.daemon_stopped" in found(config)


@pytest.mark.parametrize(
    ("status", "key", "severity"),
    [
        ({"state": "ready", **DBM}, "doctor.modem_ready", Severity.OK),
        ({"state": "ready", **DBM, "dbm": -109}, "doctor.signal_weak", Severity.WARNING),
        ({"state": "ready", **DBM, "smsc": ""}, "doctor.no_smsc", Severity.PROBLEM),
        (
            {"state": "ready", **DBM, "storage_used": 30, "storage_capacity": 30},
            "doctor.storage_full",
            Severity.WARNING,
        ),
        ({"state": "starting"}, "doctor.modem_starting", Severity.WARNING),
        ({"state": "down", "reason": "modem.pin_needed", "facts": {}}, "doctor.modem_down", Severity.PROBLEM),
        ({"state": "holding", "reason": None}, "doctor.modem_holds", Severity.PROBLEM),
        ({"state": "holding", "reason": "relay.sim_swapped"}, "doctor.modem_holds", Severity.PROBLEM),
        ({"state": "holding", "reason": "relay.paused", "facts": {"by": "x"}}, "doctor.modem_holds", Severity.NOTE),
        ({"state": "holding", "reason": "relay.roaming"}, "doctor.modem_holds", Severity.WARNING),
        (
            {"state": "holding", "reason": "money.low_balance", "kinds": [0, 1], "facts": LOW},
            "doctor.modem_partly",
            Severity.WARNING,
        ),
        ({"state": "ready", **DBM, "reason": "pacing.slow", "facts": DRIFT}, "doctor.modem_slow", Severity.WARNING),
        ({"state": "ready", **DBM, "registration": "roaming"}, "doctor.registered", Severity.OK),
        ({"state": "ready", **DBM, "dbm": -101}, "doctor.signal_weak", Severity.NOTE),
        ({"state": "ready", **DBM, "dbm": -90}, "doctor.signal_ok", Severity.OK),
        (
            {"state": "ready", **DBM, "storage_used": 25, "storage_capacity": 30},
            "doctor.storage_filling",
            Severity.NOTE,
        ),
        (
            {"state": "down", "reason": "modem.not_answering", "recovery": {"rung": "reboot", "tries": 1}},
            "doctor.recovering",
            Severity.WARNING,
        ),
        (
            {"state": "down", "reason": "modem.not_answering", "recovery": ALARM},
            "doctor.given_up",
            Severity.PROBLEM,
        ),
    ],
)
def test_what_a_running_daemon_says_of_a_modem(
    config: Path, status: dict[str, object], key: str, severity: Severity
) -> None:
    bell = Doorbell(config.parent / NAME, wake=lambda: None, statuses=lambda: [{"name": "main", "port": "p", **status}])
    bell.open()
    bell.start()
    try:
        findings = found(config)
    finally:
        bell.close()
    assert findings["doctor.daemon_running"].severity is Severity.OK
    assert findings[key].severity is severity
    if status.get("reason") == "modem.pin_needed":
        assert "PIN" in findings[key].told("en").cause


def test_a_port_that_is_none_and_one_that_is(config: Path) -> None:
    port = config.parent / "tty"
    port.write_text("")
    assert found(config)["doctor.port_no_terminal"].severity is Severity.PROBLEM
    port.unlink()
    ours, theirs = os.openpty()
    port.symlink_to(os.ttyname(theirs))
    assert found(config)["doctor.port_ok"].severity is Severity.OK
    os.close(ours)
    os.close(theirs)


_IN_A_CONTAINER = """
import os
ends = [os.openpty()]
while os.ttyname(ends[-1][1]) != {port!r}:
    ends.append(os.openpty())
if not os.fork():
    for ours, _ in ends:
        os.close(ours)
    print("open", flush=True)
    input()
os.wait()
"""


def test_a_terminal_of_the_same_name_in_a_container_is_another(config: Path) -> None:
    ours, theirs = os.openpty()
    port = os.ttyname(theirs)
    (config.parent / "tty").symlink_to(port)
    apart = (
        'mount -t devpts -o newinstance,ptmxmode=666 none /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx && exec "$@"'
    )
    inside = ["unshare", "--mount", "sh", "-c", apart, "sh", sys.executable, "-c", _IN_A_CONTAINER.format(port=port)]
    with subprocess.Popen(inside, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as container:
        assert container.stdout is not None and container.stdin is not None
        if container.stdout.readline() != "open\n":
            pytest.skip("file systems cannot be mounted here")
        assert "doctor.port_ok" in found(config)
        container.stdin.write("\n")
        container.stdin.flush()
    os.close(ours)
    os.close(theirs)


def test_a_port_used_by_another_program(config: Path) -> None:
    ours, theirs = os.openpty()
    port = os.ttyname(theirs)
    (config.parent / "tty").symlink_to(port)
    # A process of its own: a fork of this one would have the other end of every terminal a test has made.
    program = f"import os; os.open({port!r}, os.O_RDWR | os.O_NOCTTY); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=PIPE, stdout=PIPE, text=True) as stranger:
        assert stranger.stdout is not None and stranger.stdout.readline() == "open\n"
        finding = found(config)["doctor.port_busy"]
        assert finding.facts["pid"] == stranger.pid
        stranger.kill()
    os.close(ours)
    os.close(theirs)


def test_a_modem_is_asked_when_no_daemon_does_it(config: Path) -> None:
    with SimulatedModem(str(config.parent / "tty")):
        assert "doctor.modem_ready" not in found(config, probe=False)
        finding = found(config, probe=True)["doctor.modem_ready"]
    assert finding.facts["operator"]
    assert str(finding.facts["imsi"]).isdigit()


def test_a_pin_is_never_entered_by_the_doctor(config: Path) -> None:
    pin = config.parent / "main.pin"
    pin.write_text("1111")
    pin.chmod(0o600)
    with SimulatedModem(str(config.parent / "tty"), pin="4321") as modem:
        assert found(config, probe=True)["modem.pin_needed"].severity is Severity.PROBLEM
        add(config, 'pin_file = "main.pin"\n')
        for _ in range(4):
            assert found(config, probe=True)["doctor.pin_waits"].severity is Severity.OK
        assert modem.modems[0].sim.pin_left == 3
    pin.write_text("no pin")
    assert found(config)["config.pin_file"].severity is Severity.PROBLEM


def test_the_clock(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(config, clock=ClockAt(0))["doctor.clock_wrong"].severity is Severity.PROBLEM
    later = ClockAt(1_800_000_000 * SECOND)
    monkeypatch.setattr(timekeeping, "_synchronised", lambda: True)
    assert found(config, clock=later)["doctor.clock_ok"].facts["time"] == "2027-01-15 10:00:00"
    monkeypatch.setattr(timekeeping, "_synchronised", lambda: False)
    assert found(config, clock=later)["doctor.clock_alone"].severity is Severity.WARNING
    monkeypatch.setattr(timekeeping, "_synchronised", lambda: None)
    assert found(config, clock=later)["doctor.clock_unseen"].severity is Severity.OK


def test_the_page(config: Path) -> None:
    assert found(config)["doctor.web_local"].severity is Severity.OK
    with socket.socket() as taken:
        port = free_port()
        taken.bind(("127.0.0.1", port))
        taken.listen()
        lines = [line for line in config.read_text().splitlines() if not line.startswith("listen")]
        lines.insert(lines.index("[web]") + 1, f'listen = "127.0.0.1:{port}"')
        config.write_text("\n".join(lines) + "\n")
        assert found(config)["doctor.web_taken"].severity is Severity.PROBLEM
    config.write_text(config.read_text().replace("127.0.0.1:", "0.0.0.0:"))
    assert found(config)["doctor.web_public"].severity is Severity.WARNING
    config.write_text(config.read_text().replace("[web]\n", '[web]\ntls = "own"\n'))
    assert found(config)["doctor.web_encrypted"].severity is Severity.OK


def test_a_clock_behind_what_is_known(config: Path) -> None:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    later = 1_800_000_000 * SECOND
    options.put(store, LAST_SEEN, str(later), later)
    store.close()
    behind = found(config, clock=ClockAt(later - DAY))["doctor.clock_behind"]
    assert behind.severity is Severity.PROBLEM and behind.facts["seen"] == "2027-01-15 10:00:00"
    assert "doctor.clock_behind" not in found(config, clock=ClockAt(later + DAY))


def test_a_read_only_disk_and_one_without_room_for_files(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = {"f_flag": os.ST_RDONLY, "f_files": 1000, "f_favail": 5, "f_bavail": 1 << 20}
    room |= {"f_frsize": 4096, "f_blocks": 1 << 21, "f_bfree": 1 << 20}
    monkeypatch.setattr(host.os, "statvfs", lambda path: SimpleNamespace(**room))
    findings = found(config)
    assert findings["doctor.disk_readonly"].severity is Severity.PROBLEM
    assert findings["doctor.inodes_low"].severity is Severity.PROBLEM
    room |= {"f_flag": 0, "f_favail": 500}
    findings = found(config)
    assert "doctor.disk_readonly" not in findings
    assert findings["doctor.inodes_low"].severity is Severity.WARNING
    room |= {"f_files": 0, "f_favail": 0}  # btrfs numbers no files in advance
    assert "doctor.inodes_low" not in found(config)


def test_a_damaged_database(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = config.parent / "smsbox.db"
    Store.open(f"sqlite://{path}").close()
    assert "doctor.store_whole" in found(config)
    content = bytearray(path.read_bytes())
    content[3 * 1024 : 12 * 1024] = b"\x55" * (9 * 1024)
    path.write_bytes(content)
    assert found(config)["store.corrupt"].severity is Severity.PROBLEM
    monkeypatch.setattr(database, "CHECKED", 0)
    assert found(config).get("doctor.store_whole") is None
    assert found(config, deep=True)["store.corrupt"].severity is Severity.PROBLEM


def test_a_large_database_is_searched_only_when_asked(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(f"sqlite://{config.parent}/smsbox.db").close()
    monkeypatch.setattr(database, "CHECKED", 0)
    assert found(config)["doctor.store_unchecked"].told("en").command == "smsbox doctor --deep"
    assert "doctor.store_whole" in found(config, deep=True)


def test_the_tries_of_a_pin_and_the_service_centre(config: Path) -> None:
    with SimulatedModem(str(config.parent / "tty")) as modem:
        findings = found(config, probe=True)
        assert findings["doctor.pin_tries"].facts["left"] == 3 and findings["doctor.smsc"].facts["smsc"]
        modem.modems[0].sim.pin_left = 1
        few = found(config, probe=True)["doctor.pin_few"]
        assert few.severity is Severity.WARNING and few.facts["left"] == 1


def test_the_talk_with_a_modem_is_heard(config: Path) -> None:
    heard: list[tuple[str, bytes]] = []
    with SimulatedModem(str(config.parent / "tty")):
        means = Means(probe=True, trace=lambda *said: heard.append(said))
        list(examine(config, clock=SystemClock(), means=means))
    assert ("tx", b"AT\r") in heard and any(way == "rx" for way, _ in heard)


def test_every_phrase_says_what_follows_and_what_to_do() -> None:
    for key, phrase in PHRASES.items():
        assert phrase.cause.endswith((".", "}", "/", "}.")), key
        assert bool(phrase.consequence) == bool(phrase.step), key


def test_words_that_are_facts_are_said_in_the_language_of_the_reader() -> None:
    facts: Mapping[str, Any] = {"name": "main", "registration": "denied"}
    finding = Finding("doctor.not_registered", Severity.PROBLEM, facts)
    assert "refused by the network" in finding.told("en").cause
    assert "denied" not in finding.told("uk").cause


@pytest.mark.parametrize("answer", ["SIM PIN,2,10,2,10,3", "READY,,10,2,10,3", "READY,10,2,10,3", "SIM PIN,2,10,2"])
def test_the_counter_of_a_huawei_in_every_writing(answer: str) -> None:
    assert sim._first_counter("^CPIN", f"^CPIN: {answer}") == 2
