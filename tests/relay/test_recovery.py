"""One modem's recovery in the hands of its relay: what it remembers, what it counts as a help, when it stops."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox import events
from smsbox.clock import SECOND, SystemClock
from smsbox.config.model import ModemConfig
from smsbox.errors import SmsboxError
from smsbox.modem import revive
from smsbox.modem.identity import Identity
from smsbox.modem.troubles import CommandTimeout, NotAnswering, PortBusy, Restarted
from smsbox.recovery import ladder, records
from smsbox.recovery.grievances import UNREGISTERED, Grievances
from smsbox.relay.ports import Ports
from smsbox.relay.recovery import HAPPENED, Recovery
from smsbox.relay.status import DOWN, HOLDING, READY, ModemStatus, StatusBoard
from smsbox.relay.troubles import NeedsRecovery, WrongModem
from smsbox.store import Store, StoreBusy
from tests.modem.peer import OK, Peer
from tests.patience import overdue
from tests.usb.sysfs import Machine

IMEI = "490154203237518"


class Later(SystemClock):
    """The clocks of this machine, some time later."""

    ahead = 0.0

    def now(self) -> int:
        return super().now() + int(self.ahead * SECOND)

    def boottime(self) -> float:
        return super().boottime() + self.ahead


class Desk:
    """A recovery, and everything around it that a relay would have."""

    def __init__(self, store: Store, machine: Machine, peer: Peer, **settings: Any) -> None:
        self.store, self.clock, self.stopping, self.peer = store, Later(), False, peer
        self.modem = ModemConfig(name="m", port=peer.path, **settings)
        self.board = StatusBoard(lambda status: None)
        self.board.post(ModemStatus(name="m", port=peer.path))
        self.grievances, self.ports = Grievances(), Ports([self.modem], machine.tree)
        self.told: list[SmsboxError] = []
        self.recovery = self.again()

    def again(self) -> Recovery:
        """As after a restart of the daemon."""
        return Recovery(
            *(self.modem, self.store, self.clock, self.board),
            ports=self.ports,
            pulse=lambda: self.stopping,
            grievances=self.grievances,
        )

    def session(self, seconds: float = 0.0, **status: Any) -> None:
        """A session that shows `status` and lasts for some time."""
        self.recovery.find()
        self.recovery.connected(Identity("Acme", "M1", "1", IMEI, "25501", "89380", "+380"))
        self.show(**{"state": READY, "reason": None} | status)
        self.clock.ahead += seconds
        self.show()
        self.recovery.closed()

    def show(self, **status: Any) -> None:
        self.board.change("m", self.clock.now(), **status)
        self.clock.ahead += 1.5
        self.recovery.look()

    def fail(self, error: Any = None) -> float:
        wait = self.recovery.handle(error or NotAnswering(port=self.modem.port), self.told.append)
        self.board.change("m", self.clock.now(), state=DOWN, reason="modem.not_answering")
        return wait

    def tallies(self) -> dict[str, tuple[int, int]]:
        return {each.rung: (each.tried, each.helped) for each in records.tallies(self.store, "m")}

    def happened(self) -> list[dict[str, Any]]:
        return [dict(line.data) for line in events.since(self.store, limit=1000) if line.kind == HAPPENED]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("ROUSE_S", 0.1), ("ANSWER_S", 0.1), ("CFUN_S", 0.5), ("RADIO_OFF_S", 0.1), ("GOING_S", 0.2)):
        monkeypatch.setattr(revive, name, seconds)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with Peer() as modem:
        yield modem


@pytest.fixture
def desk(tmp_path: Path, peer: Peer) -> Iterator[Desk]:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield Desk(store, Machine(tmp_path / "machine"), peer)
    store.close()


def silence(desk: Desk, times: int = 2) -> None:
    """Long enough for a measure, which the modem obeys."""
    desk.clock.ahead += ladder.BOOT
    desk.peer.on("AT", None)
    for _ in range(times):
        desk.fail()
    desk.peer.on("AT", OK)


def test_a_measure_is_told_counted_shown_and_remembered(desk: Desk) -> None:
    desk.session()
    silence(desk)
    assert [row["rung"] for row in desk.happened()] == ["radio"]
    assert desk.tallies()["radio"] == (1, 0)
    shown = desk.board.get("m").recovery
    assert shown is not None and (shown["rung"], shown["tries"], shown["helped"]) == ("radio", 1, False)
    desk.recovery = desk.again()
    assert desk.recovery.memory.ladder.rung is ladder.Rung.RADIO
    assert desk.recovery.memory.imei == IMEI
    desk.session()
    assert desk.tallies()["radio"] == (1, 0), "whose work it was nobody knows after a restart"


def test_it_helped_when_the_modem_is_at_work_again_and_only_once(desk: Desk, peer: Peer) -> None:
    desk.session()
    silence(desk)
    desk.session(state=HOLDING, reason="relay.not_registered")
    assert desk.tallies()["radio"] == (1, 0), "it answers, but cannot work"
    desk.session()
    desk.session()
    assert desk.tallies()["radio"] == (1, 1)
    helped = [row for row in desk.happened() if row.get("helped")]
    assert len(helped) == 1 and helped[0]["seconds"] >= 3
    assert desk.recovery.memory.ladder.rung is ladder.Rung.RADIO
    desk.session(ladder.STEADY + 5)
    assert desk.recovery.memory.ladder.rung is None
    assert desk.board.get("m").recovery is None
    assert records.load(desk.store, "m").ladder.rung is None


def test_no_sign_of_life_during_a_measure_brings_the_next_one_at_once(desk: Desk, peer: Peer) -> None:
    desk.session()
    peer.deaf = True
    desk.clock.ahead += ladder.BOOT
    desk.fail()
    assert desk.happened() == []
    desk.fail()
    assert [row["rung"] for row in desk.happened()] == ["radio", "reboot"]
    assert b"AT+CFUN=1,1" in peer.raw
    desk.fail()
    assert len(desk.happened()) == 2, "the modem may be starting without a sign of it"
    desk.clock.ahead += ladder.SETTLE
    desk.fail()
    assert [row["rung"] for row in desk.happened()] == ["radio", "reboot", "alarm"]


def test_a_modem_that_stirs_is_not_reset_but_only_once(desk: Desk, peer: Peer) -> None:
    desk.session()
    desk.clock.ahead += ladder.BOOT
    desk.fail()
    assert desk.fail() == ladder.RETRY[0]
    assert desk.happened() == [] and b"CFUN" not in peer.raw
    assert desk.recovery.memory.ladder.resets == ()
    desk.fail()
    assert [row["rung"] for row in desk.happened()] == ["radio"], "it answers AT and is of no use all the same"
    desk.session()
    desk.fail()
    desk.clock.ahead += ladder.SETTLE
    desk.fail()
    assert len([row for row in desk.happened() if "reason" in row]) == 1, "it worked since"


def test_one_that_was_brought_back_by_a_measure_that_it_did_not_answer_is_left_alone(desk: Desk, peer: Peer) -> None:
    desk.session()
    peer.on("AT", None, None, OK)
    for command in ("AT+CFUN=4", "AT+CFUN=1"):
        peer.on(command, None)
    desk.clock.ahead += ladder.BOOT
    desk.fail()
    desk.fail()
    assert [row["rung"] for row in desk.happened()] == ["radio"]
    desk.session()
    assert desk.tallies()["radio"] == (1, 1)


def test_a_command_without_an_answer_is_no_deafness(desk: Desk) -> None:
    """AT is answered and the SIM is not: whether the modem stirs says nothing about that."""
    desk.session()
    desk.clock.ahead += ladder.BOOT
    desk.fail(CommandTimeout(command="+CPIN", seconds=20.0))
    desk.fail(CommandTimeout(command="+CPIN", seconds=20.0))
    assert [row["rung"] for row in desk.happened()] == ["radio"]


def test_trouble_with_its_work_is_over_when_it_has_worked(desk: Desk) -> None:
    desk.session()
    desk.fail(NeedsRecovery(reason="doubts"))
    desk.session()
    assert desk.tallies()["radio"] == (1, 0), "to be ready is what it could before"
    desk.session(last_sent_at=desk.clock.now() + SECOND)
    assert desk.tallies()["radio"] == (1, 1)


def test_three_doubts_turn_the_end_of_a_session_into_a_complaint(desk: Desk) -> None:
    for _ in range(3):
        desk.grievances.unanswered(doubt=True)
    desk.session()
    desk.fail(Restarted(marker="silence"))
    assert [(error.key, error.facts.get("reason")) for error in desk.told] == [("relay.needs_recovery", "doubts")]
    desk.fail(Restarted(marker="RDY"))
    assert desk.told[-1].key == "modem.restarted"


def test_no_network_for_ten_minutes_ends_the_session(desk: Desk) -> None:
    desk.session()
    desk.recovery.complain()
    for _ in range(int(UNREGISTERED / 10) + 2):
        desk.show(state=HOLDING, reason="relay.not_registered")
        desk.clock.ahead += 8.5
    with pytest.raises(NeedsRecovery):
        desk.recovery.complain()
    desk.show(state=READY, reason=None)
    desk.recovery.complain()


def test_a_daemon_that_stops_waits_for_no_measure(desk: Desk, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revive, "RADIO_OFF_S", 60.0)
    desk.session()
    desk.clock.ahead += ladder.BOOT
    peer.on("AT", None)
    desk.fail()
    desk.stopping = True
    began = time.monotonic()
    assert desk.fail() == 0.0
    assert not overdue(began, 3)
    with pytest.raises(PortBusy):  # but the port is free for whoever comes next
        desk.ports.hold("other", peer.path)
        desk.ports.hold("m", peer.path)


def test_no_database_no_memory_but_the_modem_is_brought_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: Any, **__: Any) -> None:
        raise StoreBusy(problem="the disk is full", store="x")

    desk.session()
    monkeypatch.setattr(desk.store, "write", refuses)
    silence(desk)
    desk.session()
    assert desk.recovery.memory.ladder.rung is ladder.Rung.RADIO


def test_the_modem_of_another_entry_is_not_taken(desk: Desk) -> None:
    desk.ports = Ports([desk.modem, ModemConfig(name="other", imei=IMEI)], desk.ports.tree)
    desk.recovery = desk.again()
    with pytest.raises(WrongModem):
        desk.session()


def test_a_line_brought_back_into_step_is_counted(desk: Desk) -> None:
    desk.recovery.resynced()
    desk.session()
    desk.fail()
    assert desk.tallies()["resync"] == (2, 1)
