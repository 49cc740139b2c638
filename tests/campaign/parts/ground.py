"""The ground the daemon stands on: disk, descriptors, sleep, a second daemon, a database that goes, time that jumps.

A clock that steps is told by the launcher (`offset_file`); the boot clock goes on, as it does on a real machine.
"""

from __future__ import annotations

import http.client
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import HURRY, ROOT, STAY_ENDED, Rig, rig

PART = "ground"
_HOUR = 3600 * 1_000_000


def _limit(box: Rig, which: int, value: int) -> None:
    assert box.process is not None
    hard = resource.prlimit(box.process.pid, which)[1]
    resource.prlimit(box.process.pid, which, (value, hard))


def full_disk(folder: Path, dice: random.Random, *, seconds: float = 3.0) -> Outcome:
    """No file may grow any more (RLIMIT_FSIZE; as EFBIG, which SQLite takes like a full disk); then there is room."""
    outcome = Outcome()
    with rig(folder, profile="fast") as box:
        box.queue(90, 1)
        box.start()
        box.wait(lambda: len(box.accepted()) > 3)
        _limit(box, resource.RLIMIT_FSIZE, dice.choice((4096, 65536)))
        box.ask(3)
        time.sleep(1.0)
        stalled = len(box.accepted())
        time.sleep(seconds)
        if len(box.accepted()) > stalled:
            outcome.judgement.trouble.append("sends although it cannot write down that it does")
        _limit(box, resource.RLIMIT_FSIZE, resource.RLIM_INFINITY)
        freed = time.monotonic()
        if box.wait(lambda: len(box.accepted()) > stalled, 20.0):
            outcome.recoveries.append((time.monotonic() - freed) / HURRY)
        return finish(box, outcome)


def ended_while_full(folder: Path, dice: random.Random, *, killed: bool = False) -> Outcome:
    """The daemon ends, or is killed, while no file may grow, and starts again when there is room."""
    outcome = Outcome()
    with rig(folder) as box:
        box.queue(40, 2)
        box.start()
        box.wait(lambda: len(box.accepted()) > dice.randint(3, 30))
        _limit(box, resource.RLIMIT_FSIZE, dice.choice((4096, 65536, 200_000, 400_000)))
        box.ask(3)
        time.sleep(0.5)
        if killed:
            box.kill()
        else:
            box.stop()
        return finish(box, outcome)


def small_disk(folder: Path, dice: random.Random) -> Outcome:
    """A file system of 1 MB that fills up for good and gets room again (needs the right to mount)."""
    outcome = Outcome()
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        return outcome
    try:
        with rig(folder) as box:
            box.queue(10, 1)
            box.start()
            box.wait(lambda: len(box.accepted()) > 3)
            ballast = folder / "ballast"
            with open(ballast, "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"x" * 4096)
                except OSError:
                    pass
            box.ask(3)
            time.sleep(3.0)
            ballast.unlink()
            return finish(box, outcome)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def few_descriptors(folder: Path, dice: random.Random) -> Outcome:
    """RLIMIT_NOFILE 40, while sixty people knock at the page and say nothing: work goes on, and so does the page."""
    outcome = Outcome()
    with rig(folder) as box:
        box.start(wrap=("prlimit", "--nofile=40"))
        knocking = [_knock(box.port) for _ in range(60)]
        box.do("fault", name="FM-38", at="idle", new_pty=True, seconds=0.2)
        box.queue(10, 1)
        box.ask(5)
        if not box.wait(lambda: len(box.accepted()) >= 13 and not box.do("slots")["slots"], 30.0):
            outcome.judgement.trouble.append("does not work while silent clients take the descriptors")
        if not _page_answers(box.port):
            outcome.judgement.trouble.append("no page for anybody while silent clients take the places")
        finish(box, outcome)
        for client in knocking:
            client.close()
        return outcome


def _knock(port: int) -> socket.socket:
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    return client


def _page_answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/setup")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def long_sleep(folder: Path, dice: random.Random, *, seconds: float = 90.0) -> Outcome:
    """SIGSTOP in the middle of a run, with people writing meanwhile; then SIGCONT."""
    outcome = Outcome()
    with rig(folder, profile="fast") as box:
        box.queue(20, 1)
        box.start()
        box.wait(lambda: len(box.accepted()) > 3)
        box.signal(signal.SIGSTOP)
        box.ask(3)
        time.sleep(seconds)
        box.signal(signal.SIGCONT)
        outcome = finish(box, outcome)
        if box.exits:
            outcome.judgement.trouble.append(f"a sleep of {seconds} s ended the daemon: {box.exits}")
        return outcome


def second_daemon(folder: Path, dice: random.Random) -> Outcome:
    """It ends with a sentence; the first does not notice."""
    outcome = Outcome()
    with rig(folder) as box:
        box.queue(5)
        box.start()
        second = subprocess.run(
            [sys.executable, "-m", "smsbox", "run", "--config", str(box.config)],
            cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        if second.returncode != 75 or len(second.stderr.strip().splitlines()) > 3:
            outcome.judgement.trouble.append(f"a second daemon: {second.returncode} {second.stderr}")
        box.queue(5)
        return finish(box, outcome)


def database_unlinked(folder: Path, dice: random.Random) -> Outcome:
    """Somebody deletes the database under the running daemon: it must notice, stop, and stay stopped."""
    outcome = Outcome()
    with rig(folder, profile="fast") as box:
        box.queue(40)
        box.start()
        box.wait(lambda: len(box.accepted()) > 3)
        for path in folder.glob("smsbox.db*"):
            path.unlink()
        gone = time.monotonic()
        if not box.wait(box.ended, 10.0):
            outcome.judgement.trouble.append("goes on without its database")
            return outcome
        outcome.detections.append((time.monotonic() - gone) / HURRY)
        if box.process is not None and box.process.returncode != STAY_ENDED:
            outcome.judgement.trouble.append(f"ended with {box.process.returncode}: it would be started on nothing")
        outcome.judgement.accepted = len(box.accepted())
        return outcome


def clock_steps(folder: Path, dice: random.Random, *, pause: float = 1.0) -> Outcome:
    """−1 h, +30 d, 1970, and back, with messages on their way; nothing is sent twice or fails for it."""
    outcome = Outcome()
    folder.mkdir(parents=True)
    offset = folder / "offset"
    offset.write_text("0")
    with rig(folder, profile="fast", orders={"hurry": HURRY, "offset_file": str(offset)}) as box:
        box.queue(10)
        box.start()
        box.wait(lambda: len(box.accepted()) > 2)
        now = time.time_ns() // 1000
        for step in (-_HOUR, 0, 30 * 24 * _HOUR, 0, 3 * _HOUR, -now + 86_400_000_000, 0):
            offset.write_text(str(step))
            box.queue(2)
            box.ask(1)
            time.sleep(pause)
        return finish(box, outcome)


def cases(dice: random.Random) -> Iterator[Case]:
    """Each once."""
    deeds = (
        full_disk,
        ended_while_full,
        small_disk,
        few_descriptors,
        second_daemon,
        database_unlinked,
        clock_steps,
        long_sleep,
    )
    for deed in deeds:
        yield Case(PART, deed.__name__.replace("_", " "), deed)
