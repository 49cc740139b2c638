"""A database that may be a copy is known at the start, and stands still; one that is not goes on as if nothing were."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import campaigns, outbox
from smsbox.campaigns import Start
from smsbox.clock import DAY, HOUR
from smsbox.consent import State as Standing
from smsbox.daemon.copies import begin_life
from smsbox.outbox import BY_CLONE, BY_RESTORE, State
from smsbox.store import Store, copying, lineage, options
from tests.campaigns.shop import START, Till, config, plan
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN

PI = lineage.Here(board="b1", machine="m1", path="/var/lib/smsbox/smsbox.db")


class Machine:
    """A folder with a database on a board; switched on and off by hand."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.directory, self.patch = directory, monkeypatch
        self.file = directory / "smsbox.db"
        self.store = Store.open(f"sqlite://{self.file}")
        self.till = Till(self.store, config(directory))
        self.at = replace(PI)

    def on(self) -> int:
        """A start of the daemon; how many messages are held by it."""
        self.store.close()
        self.store = self.till.store = Store.open(f"sqlite://{self.file}")
        self.patch.setattr(lineage, "here", lambda _: self.at)
        return begin_life(self.store, self.till.config, self.till.now)

    def queue(self, number: str = ANNA) -> int:
        return outbox.submit(self.store, [outbox.Draft(number, "Ready")], now=self.till.now, allow=("+380",))[0]

    def copy(self) -> bytes:
        self.store.checkpoint(truncate=True)
        return self.file.read_bytes()

    def put_back(self, copy: bytes) -> None:
        self.store.close()
        for each in ("-wal", "-shm"):
            Path(f"{self.file}{each}").unlink(missing_ok=True)
        self.file.write_bytes(copy)

    def reason(self, message_id: int) -> str | None:
        view = outbox.get(self.store, message_id)
        assert view is not None
        return view.reason if view.state is State.HELD else None


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine(tmp_path, monkeypatch)
    made.queue()
    yield made
    made.store.close()


def test_starts_one_after_the_other_hold_nothing(machine: Machine) -> None:
    """The first with this program, a restart, a kernel that gives another name to the machine, one that gives none."""
    assert [machine.on(), machine.on(), machine.on()] == [0, 0, 0]
    for at in (
        replace(PI, machine="m2"),
        PI,
        replace(PI, board=""),
        replace(PI, board="", machine=""),
        replace(PI, machine=""),
        PI,
    ):
        machine.at = at
        assert (machine.on(), machine.reason(1)) == (0, None), at


@pytest.mark.parametrize("after", range(6))
def test_a_power_cut_while_a_life_begins_holds_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """At each point at which something is on the disk that was not there before; and again in the start after it."""

    class Cut(Exception):
        pass

    machine.on()
    for _ in range(2):
        done = 0

        def step(*_: object, **__: object) -> None:
            nonlocal done
            done += 1
            if done > after:
                raise Cut

        with monkeypatch.context() as patch:
            for room, name in ((lineage, "_write"), (options, "put")):
                whole = getattr(room, name)
                patch.setattr(room, name, lambda *args, whole=whole, **more: (step(), whole(*args, **more), step())[1])
            try:
                machine.on()
            except Cut:
                pass
    assert (machine.on(), machine.reason(1)) == (0, None)


def test_a_file_that_cannot_be_read_or_written_holds_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.on()

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(lineage, "_write", full)
        assert (machine.on(), machine.on()) == (0, 0)
    assert (machine.on(), machine.reason(1)) == (0, None)


def test_an_older_copy_put_back_is_held(machine: Machine) -> None:
    machine.on()
    copy = machine.copy()
    machine.on()
    outbox.cancel(machine.store, [1], START)
    machine.put_back(copy)
    assert (machine.on(), machine.reason(1)) == (1, BY_RESTORE)
    assert outbox.release(machine.store, [1], START) == [1]
    assert (machine.on(), machine.reason(1)) == (0, None)


def test_the_file_put_back_within_the_same_life_is_no_copy(machine: Machine) -> None:
    """Nobody had it open since: what left is in it."""
    machine.on()
    machine.put_back(machine.copy())
    assert (machine.on(), machine.reason(1)) == (0, None)


def test_a_database_without_its_file_is_held(machine: Machine) -> None:
    machine.on()
    (machine.directory / lineage.FILE).unlink()
    assert (machine.on(), machine.reason(1)) == (1, BY_RESTORE)


def test_a_backup_says_so_itself(machine: Machine, tmp_path: Path) -> None:
    """Wherever it is opened, and by whichever name it came there."""
    copying.copy(machine.file, tmp_path / "copy.db", now=START)
    machine.put_back((tmp_path / "copy.db").read_bytes())
    assert (machine.on(), machine.reason(1)) == (1, BY_RESTORE)
    outbox.release(machine.store, [1], START)
    assert (machine.on(), machine.reason(1)) == (0, None)


@pytest.mark.parametrize(
    "other",
    [
        replace(PI, board="b2"),
        replace(PI, path="/home/pi/smsbox.db"),
        replace(PI, board="", machine="m2"),
    ],
    ids=["card in another board", "folder copied on the same board", "folder on another machine"],
)
def test_elsewhere_it_is_held_once(machine: Machine, other: lineage.Here) -> None:
    if not other.board:
        machine.at = replace(PI, board="")
    machine.on()
    machine.at = other
    assert (machine.on(), machine.reason(1)) == (1, BY_CLONE)
    outbox.release(machine.store, [1], START)
    assert (machine.on(), machine.reason(1)) == (0, None)


def test_campaigns_stand_still_and_go_on_where_somebody_wants_it(machine: Machine) -> None:
    till = machine.till
    machine.on()
    till.people(3)
    running = till.launched()
    till.step()
    standing = till.launched(plan(start=Start(kind="every", every="day", minute=600)), "Mornings")
    machine.at = replace(PI, board="b2")
    till.wait(DAY)
    assert machine.on() == 4
    assert {till.get(each).state for each in (running, standing)} == {campaigns.State.PAUSED}
    assert till.get(running).paused_why["why"] == BY_CLONE  # type: ignore[index]
    till.run()
    assert till.children(standing) == []
    resumed = campaigns.resume(till.store, till.config, standing.id, now=till.now)
    assert resumed.start_at is not None and resumed.start_at > till.now  # no turn is made up for
    campaigns.resume(till.store, till.config, running.id, now=till.now)
    till.run()
    assert {machine.reason(each) for each in (2, 3, 4)} == {BY_CLONE}  # each still waits for a decision


def test_who_wanted_to_leave_leaves_and_nobody_is_answered_a_second_time(machine: Machine) -> None:
    machine.on()
    counter = Counter(machine.store, machine.till.config, now=machine.till.now)
    leaving, asking = counter.hear("СТОП", ANNA), counter.hear("HELP", BOHDAN)
    machine.at = replace(PI, board="b2")
    machine.on()
    counter.store = machine.store
    assert counter.state(ANNA) is Standing.LEFT
    assert (counter.received(leaving).routed_by, counter.received(asking).routed_by) == ("stop", None)
    assert counter.received(asking).settled_at is None  # people see it
    assert {view.state for view in outbox.messages(machine.store)} <= {State.HELD, State.CANCELLED}
    assert counter.texts(BOHDAN) == []


def test_reminders_of_the_past_are_not_sent_a_second_time(machine: Machine) -> None:
    machine.on()
    sql = (
        "INSERT INTO appointments (flow_id, number, service, resource, at, until, state, made_at, changed_at, "
        "remind_at, note, by_whom) VALUES (1, ?, 'cut', 'Olha', ?, ?, 1, 0, 0, ?, '', '')"
    )
    now = machine.till.now
    with machine.store.write():
        for hours in (1, 30):
            machine.store.run(sql, ANNA, now + (hours + 2) * HOUR, now + (hours + 3) * HOUR, now + (hours - 2) * HOUR)
    machine.at = replace(PI, board="b2")
    machine.on()
    left = machine.store.run("SELECT remind_at FROM appointments ORDER BY id").fetchall()
    assert [row[0] for row in left] == [None, now + 28 * HOUR]


def test_a_machine_name_that_is_made_at_each_boot_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, mounts = tmp_path / "machine-id", tmp_path / "mountinfo"
    name.write_text("0123456789abcdef0123456789abcdef\n")
    monkeypatch.setattr(lineage, "_MACHINE", name)
    monkeypatch.setattr(lineage, "_MOUNTS", mounts)
    monkeypatch.setattr(lineage, "_BOARD", tmp_path / "none")
    root = "24 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw\n"
    mounts.write_text(root)
    lasting = lineage.here(tmp_path / "smsbox.db")
    assert lasting.machine and not lasting.board and "0123" not in repr(lasting.machine)
    mounts.write_text(root + f"30 24 0:25 / {tmp_path} rw - overlay overlay rw\n")
    assert lineage.here(tmp_path / "smsbox.db").machine == ""
    mounts.write_text(root + f"30 24 0:25 /machine-id {name} ro - tmpfs tmpfs rw\n")
    assert lineage.here(tmp_path / "smsbox.db").machine == ""
    name.write_text("uninitialized\n")
    mounts.write_text(root)
    assert lineage.here(tmp_path / "smsbox.db").machine == ""
    (tmp_path / "none").write_bytes(b"10000000abcdef01\0")
    assert lineage.here(tmp_path / "smsbox.db").board


def test_the_folder_copied_by_hand(tmp_path: Path) -> None:
    """With everything that lies in it."""
    (tmp_path / "a").mkdir()
    store = Store.open(f"sqlite://{tmp_path}/a/smsbox.db")
    outbox.submit(store, [outbox.Draft(ANNA, "Ready")], now=START, allow=("+380",))
    assert begin_life(store, config(tmp_path / "a"), START) == 0
    store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for folder, held in (("b", 1), ("a", 0), ("b", 0)):
        store = Store.open(f"sqlite://{tmp_path}/{folder}/smsbox.db")
        assert begin_life(store, config(tmp_path / folder), START) == held, folder
        store.close()
