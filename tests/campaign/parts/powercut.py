"""Power cuts, replayed: what would be on the disk if the power had failed at any moment, and is it enough?

The method: the daemon runs under strace, which writes down in one order every write to, truncation and flush of the
database files, and every byte to the modem. Afterwards a moment is chosen and the files are built as a disk may hold
them then: what was flushed before is there; of what was written since, nothing, all, or a random choice of 512-octet
sectors (a torn write is a choice within one write). Files start as they were when the daemon opened them. The store is
then opened, recovered and asked: is any segment whose +CMGS had gone out before the cut still `queued` as if it had
never left; is every message deleted from the SIM in the database?

Simplifications: a truncation counts as done at once, also without a flush, which is the worse case for a log; names
of files do not get lost, since no file is made while the daemon runs but the log, whose header is flushed with it.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smsbox import outbox
from smsbox.modem.simulator import pdu as wire
from smsbox.store import Store
from tests.campaign.case import Case, Outcome
from tests.campaign.oracle import Judgement
from tests.campaign.rig import Rig, rig

PART = "powercut"
SECTOR = 512
_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,close"
_LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((\d+)<([^>]*)>(?:, (.*))?\) += (-?\d+)")
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


def available() -> bool:
    """Whether strace is installed."""
    return shutil.which("strace") is not None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the daemon did: `kind` write, cut, flush (of `file`, with `offset`, `data`) or say (to the modem)."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


def record(box: Rig, trace: Path) -> dict[str, bytes]:
    """A run under strace; returns the database files as they were before it."""
    box.start()
    assert box.stop() == 0
    before = {path.name: path.read_bytes() for path in box.directory.glob("smsbox.db*") if path.suffix != ".db-shm"}
    box.start(wrap=("strace", "-f", "-y", "-xx", "-s", "100000", "-e", f"trace={_CALLS}", "-o", str(trace)))
    return before


def acts(trace: Path) -> list[Act]:
    """What the trace says, in its order; calls that were interrupted by other threads are put together."""
    found: list[Act] = []
    for line in whole_lines(trace):
        match = _LINE.match(line)
        if match is None or int(match[5]) < 0:
            continue
        call, path, rest = match[1], _plain(match[3]), match[4] or ""
        name = path.rsplit("/", 1)[-1]
        if name in ("smsbox.db", "smsbox.db-wal"):
            act = _file_act(call, name, rest)
            if act is not None:
                found.append(act)
        elif call == "write" and path.startswith("/dev/pts/"):
            found.append(Act("say", data=_octets(rest.split('"')[1])))
    return found


def whole_lines(trace: Path) -> Iterator[str]:
    """Lines of the trace, `<unfinished …>` joined with `<… resumed>` at the place where the call returned."""
    begun: dict[str, str] = {}
    for line in trace.read_text(encoding="ascii", errors="replace").splitlines():
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>").rstrip()
        elif " resumed>" in line:
            yield begun.pop(pid, "") + line.split(" resumed>", 1)[1]
        else:
            yield line


def _plain(text: str) -> str:
    return _octets(text).decode("utf-8", "replace") if "\\x" in text else text


def _octets(text: str) -> bytes:
    return bytes.fromhex("".join(_ESCAPED.findall(text)))


def _file_act(call: str, name: str, rest: str) -> Act | None:
    if call == "pwrite64":
        text, tail = rest.split('"')[1], rest.rsplit(",", 1)[1]
        return Act("write", name, int(tail), _octets(text))
    if call == "ftruncate":
        return Act("cut", name, int(rest))
    return Act("flush", name) if call in ("fsync", "fdatasync") else None


def disk_at(moment: int, done: list[Act], before: dict[str, bytes], dice: random.Random, keep: str) -> dict[str, bytes]:
    """The files as a disk may hold them when the power fails before act number `moment`; `keep` none, all or some."""
    files = {name: bytearray(before.get(name, b"")) for name in ("smsbox.db", "smsbox.db-wal")}
    pending: dict[str, list[Act]] = {name: [] for name in files}
    for act in done[:moment]:
        if act.kind == "write":
            pending[act.file].append(act)
        elif act.kind == "flush":
            for each in pending[act.file]:
                _put(files[act.file], each.offset, each.data)
            pending[act.file].clear()
        elif act.kind == "cut":
            pending[act.file].clear()
            del files[act.file][act.offset :]
    for name, left in pending.items():
        for act in left:
            for start in range(0, len(act.data), SECTOR):
                if keep == "all" or (keep == "some" and dice.random() < 0.5):
                    _put(files[name], act.offset + start, act.data[start : start + SECTOR])
    return {name: bytes(content) for name, content in files.items()}


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def check(folder: Path, files: dict[str, bytes], said: list[bytes], deleted: list[bytes]) -> list[str]:
    """Open what the power cut left, recover, and hold it against what had been said to the modem by then."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        if content:
            (folder / name).write_bytes(content)
    store = Store.open(f"sqlite://{folder}/smsbox.db", create=False, check=True)
    try:
        outbox.recover(store, owner=None, now=time.time_ns() // 1000)
        states = {
            (view.recipient, segment.seq): segment.state.label
            for view in outbox.messages(store, None, 1000)
            for segment in view.segments
        }
        kept = {bytes(row[0]) for row in store.run("SELECT pdu FROM received_segments").fetchall()}
    finally:
        store.close()
    broken = [f"{number}.{seq} is queued" for number, seq in submitted(said) if states.get((number, seq)) == "queued"]
    return broken + [f"deleted, not kept: {octets.hex()}" for octets in deleted if octets not in kept]


def submitted(said: list[bytes]) -> Iterator[tuple[str, int]]:
    """Number and segment of each PDU that went out, read by the simulator's codec."""
    for data in said:
        if data.endswith(b"\x1a"):
            submit = wire.read_submit(wire.split_smsc(bytes.fromhex(data[:-1].decode()))[1])
            yield submit.number, submit.part.seq if submit.part else 1


def one(folder: Path, dice: random.Random, *, cuts: int = 60, naive: bool = False) -> Outcome:
    """One recorded run, cut at `cuts` moments around every word to the modem, each in three ways."""
    outcome = Outcome()
    if not available():
        return outcome
    trace = folder / "trace"
    with rig(folder, orders={"hurry": 0.05, "naive": naive}) as box:
        box.queue(8, 2)
        before = record(box, trace)
        box.wait(box.accepted, 20.0)
        box.ask(4)
        box.settle(60.0)
        customers = {entry["pdu"] for entry in box.do("log", kind="stored")["entries"]}
        deletions = [entry["pdu"] for entry in box.do("log", kind="deleted")["entries"]]
        outcome.judgement.add(Judgement(accepted=len(box.accepted())))
        # In order, so that the last checkpoint is recorded too.
        box.stop(20.0)
    done = acts(trace)
    weighty = (place for place, act in enumerate(done) if b"\x1a" in act.data or b"+CMGD" in act.data)
    words = [place for place in weighty if done[place].kind == "say"]
    moments = [place + 1 for place in words] + [dice.randrange(len(done)) for _ in range(max(0, cuts - len(words)))]
    for number, moment in enumerate(dice.sample(moments, min(cuts, len(moments)))):
        said = [act.data for act in done[:moment] if act.kind == "say"]
        gone = deletions[: sum(b"+CMGD" in data for data in said)]
        gone = [wire.split_smsc(bytes.fromhex(pdu))[1] for pdu in gone if pdu in customers]
        for keep in ("none", "all", "some"):
            place = folder / f"cut-{number}-{keep}"
            try:
                broken = check(place, disk_at(moment, done, before, dice, keep), said, gone)
            except Exception as error:  # noqa: BLE001 – a database that cannot be opened is what is looked for
                broken = [f"{type(error).__name__}: {error}"]
            outcome.judgement.lost += [f"cut before act {moment}, {keep} kept: {each}" for each in broken]
            shutil.rmtree(place, ignore_errors=True)
    outcome.fired["power cut"] += 3 * len(moments[:cuts])
    return outcome


def cases(dice: random.Random) -> Iterator[Case]:
    """Ever other runs and moments."""
    while True:
        yield Case(PART, f"run {dice.randrange(1_000_000)}", one)
