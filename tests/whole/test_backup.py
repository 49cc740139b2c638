"""Backups of a box at work: made while SMS leave, killed in the middle, put back weeks later; the simulated network is
witness that nobody gets anything twice, and nobody anything who left meanwhile.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

from smsbox.backup import files
from smsbox.store import Store, options
from tests.permitted import permit
from tests.whole.box import Box, box, until
from tests.whole.test_campaigns import SHOP, launch, numbers, over, people, shown, written_to
from tests.whole.test_page_by_hand import Page

ANNA, BOHDAN, VIRA, HANNA = (f"+38050000000{last}" for last in range(1, 5))
NIGHTLY = '\nquiet = "off"\n[backup]\nhour = 3\n[shop]\nname = "Зернята"\nphone = "0500000001"\n'
RESEND = (
    '\nin_doubt_reply = "resend"\nin_doubt_service = "resend"\nin_doubt_marketing = "resend"\nuncertain_window = "60s"'
)


def backups(made: Box) -> list[Path]:
    return [each.path for each in files.listed(made.directory / "backups")]


def texts(made: Box) -> Counter[tuple[str, str]]:
    return Counter((each["number"], each["text"]) for each in made.accepted())


def due_now(made: Box) -> None:
    with closing(Store.open(made.url, create=False)) as store:
        options.put(store, "backup.next", "1", 1)


def test_the_night_makes_one_by_itself(tmp_path: Path) -> None:
    with box(tmp_path, sending=NIGHTLY) as made:
        made.start()
        until(lambda: b"backup.next" in (tmp_path / "smsbox.db-wal").read_bytes(), what="the first night planned")
        assert not backups(made)
        due_now(made)
        until(lambda: backups(made), what="the backup of the night")
        (path,) = backups(made)
        until(lambda: files.sum_file(path).exists())
        assert made.rows("verify", str(path))[0]["rows"]["settings"] > 1
        assert made.run("problems").stdout.strip() == "All is well"


def test_sms_leave_while_it_is_made_and_each_once(tmp_path: Path) -> None:
    with box(tmp_path, sending=NIGHTLY) as made:
        made.start()
        made.await_modems()
        with closing(Store.open(made.url, create=False)) as store, store.write():
            store.run_many(
                "INSERT INTO signals (modem, minute, rssi) VALUES ('x', ?, 1)", [(each,) for each in range(300_000)]
            )
        numbers = [f"+38050000{place:04}" for place in range(1000, 1120)]
        copying = subprocess.Popen(
            (sys.executable, "-m", "smsbox", "backup", "now", "--config", str(made.config)), stdout=subprocess.DEVNULL
        )
        made.send(numbers, "Свіжий хліб о 8:00")
        assert copying.wait(300) == 0
        until(made.settled)
        assert Counter(each["number"] for each in made.accepted()) == Counter(numbers)
        assert made.rows("verify", "latest")


def test_killed_in_the_middle_it_leaves_no_backup_and_the_next_is_whole(tmp_path: Path) -> None:
    with box(tmp_path, sending=NIGHTLY) as made:
        made.start()
        made.await_modems()
        program = (
            "import os, signal, sys; from smsbox.store import copying; from smsbox.cli import main\n"
            "copying._make_it_say = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
            "main(['backup', 'now', '--config', sys.argv[1]])"
        )
        ran = subprocess.run((sys.executable, "-c", program, str(made.config)), check=False, timeout=300)
        assert ran.returncode == -signal.SIGKILL
        assert not backups(made) and os.listdir(tmp_path / "backups"), "half a copy is no backup"
        made.run("backup", "now")
        assert sorted(each.suffix for each in (tmp_path / "backups").iterdir()) == [".db", ".sha256"]
        made.send(ANNA, "works on")
        until(lambda: made.states() == {"delivered": 1})


def maker(made: Box) -> int | None:
    """The process that makes a backup at this moment, once some of it is on the disk."""
    owner = made.owner()
    children = Path(f"/proc/{owner}/task").glob("*/children")
    for child in " ".join(path.read_text() for path in children).split():
        with suppress(OSError):
            if b"smsbox.backup.apart" in Path(f"/proc/{child}/cmdline").read_bytes():
                halves = (made.directory / "backups").glob(".*.part")
                return int(child) if any(each.stat().st_size for each in halves) else None
    return None


def test_the_night_that_was_killed_is_told_and_the_next_one_is_whole(tmp_path: Path) -> None:
    """By the system for want of memory, say: it cannot tell of it itself."""
    with box(tmp_path, sending=NIGHTLY) as made:
        made.start()
        with closing(Store.open(made.url, create=False)) as store, store.write():
            store.run_many(
                "INSERT INTO signals (modem, minute, rssi) VALUES ('x', ?, 1)", [(each,) for each in range(600_000)]
            )
        due_now(made)
        os.kill(until(lambda: maker(made), 60, pause=0.005), signal.SIGKILL)
        page = Page(made)

        def shown() -> str:
            page.open("/backups")
            return page.text

        until(lambda: "ended without a word: signal 9" in shown(), what="said so")
        assert not backups(made), "half a copy is no backup"
        assert not made.ended()
        due_now(made)
        until(lambda: backups(made), what="the backup of the next night")
        until(lambda: "ended without a word" not in shown())
        until(lambda: maker(made) is None)
        assert sorted(each.suffix for each in (tmp_path / "backups").iterdir()) == [".db", ".sha256"]


def test_put_back_weeks_later_nothing_leaves_twice_and_nobody_gets_anything_who_left(tmp_path: Path) -> None:
    with box(tmp_path, sending=RESEND + NIGHTLY) as made:
        made.start()
        made.await_modems()
        with closing(Store.open(made.url, create=False)) as store:
            permit(store, ANNA, BOHDAN, VIRA)
        made.run("modems", "pause", "m0")
        made.send([ANNA, BOHDAN], "Ваше замовлення готове")
        made.send([BOHDAN, VIRA], "Акція! Хліб -10%. 0500000001", "--class", "marketing")
        made.run("backup", "now")
        made.run("modems", "resume", "m0")
        until(made.settled)
        sent = texts(made)
        assert sum(sent.values()) == 4
        made.do("inbound", sender=VIRA, text="СТОП")
        until(lambda: sum(texts(made).values()) == 5, what="the confirmation of STOP")
        made.send(HANNA, "since then")
        until(made.settled)
        sent = texts(made)
        refused = made.run("restore", "latest", "--yes", check=False)
        assert refused.returncode == 75 and "already works" in refused.stderr, "never under a running daemon"
        assert made.stop() == 0
        (done,) = made.rows("restore", "latest", "--yes")
        assert (done["held"], done["settled"], done["left"]) == (0, 4, 1)
        assert Path(done["aside"]).exists()
        made.start()
        made.run("modems", "resume", "m0")  # it was paused when the backup was made
        made.await_modems()
        made.send(ANNA, "the first after all that")
        until(lambda: (ANNA, "the first after all that") in texts(made), what="what is new")
        assert texts(made) - sent == Counter({(ANNA, "the first after all that"): 1})
        with closing(Store.open(made.url, create=False)) as store:
            assert store.run("SELECT state FROM permissions WHERE number = ?", VIRA).fetchone()[0] == 4
        refused = made.run(
            *("send", "--to", VIRA, "--text", "Ще акція! 0500000001", "--class", "marketing"), check=False
        )
        assert refused.returncode, "who left is not written to, although the backup knew her as a customer"


def test_put_back_with_nothing_to_ask_everything_waits_for_people(tmp_path: Path) -> None:
    with box(tmp_path, sending=RESEND + NIGHTLY) as made:
        made.start()
        made.await_modems()
        made.run("modems", "pause", "m0")
        made.send([ANNA, BOHDAN], "Ваше замовлення готове")
        made.run("backup", "now")
        made.run("modems", "resume", "m0")
        until(made.settled)
        sent = texts(made)
        made.kill()
        for each in tmp_path.glob("smsbox.db*"):
            each.write_bytes(b"\xff" * each.stat().st_size)
        (done,) = made.rows("restore", "latest", "--yes")
        assert (done["held"], done["asked"]) == (2, False)
        made.start()
        made.run("modems", "resume", "m0")  # it was paused when the backup was made
        made.await_modems()
        assert made.states() == {"held": 2}
        until(lambda: "queue.restored" in {row["key"] for row in made.rows("problems")}, what="said so")
        made.send(HANNA, "new")
        until(lambda: (HANNA, "new") in texts(made))
        assert texts(made) - sent == Counter({(HANNA, "new"): 1})


def test_a_campaign_that_went_on_after_the_backup_writes_to_nobody_twice(tmp_path: Path) -> None:
    """Not even where the cap would let it: who had his turn since has none after the backup was put back."""
    with box(tmp_path, sending='\nquiet = "off"' + SHOP + "cap = 9\n") as made:
        made.start()
        made.await_modems()
        known = people(made, numbers(1, 30))
        made.run("modems", "pause", "m0")
        spring = launch(made, "--pilot", "10")
        until(lambda: len(made.outbox()) >= 10, what="the pilot waits")
        made.run("backup", "now")
        made.run("modems", "resume", "m0")
        until(lambda: len(written_to(made)) == 10, 60, what="the pilot has left")
        made.run("campaign", "go-on", str(spring))
        until(lambda: len(written_to(made)) >= 20, 60, what="some of the others")
        made.kill()
        (done,) = made.rows("restore", "latest", "--yes")
        assert done["asked"] and done["settled"] >= 10
        made.start()
        made.run("modems", "resume", "m0")
        made.await_modems()
        assert shown(made, spring)["state"] == "paused"
        held = [str(row["id"]) for row in made.outbox() if row["reason"] == "restored"]
        made.run("outbox", "release", *held) if held else None
        made.run("campaign", "resume", str(spring))
        made.run("campaign", "go-on", str(spring))  # the backup knows of no reports of the pilot
        until(lambda: over(made, spring), 60)
        assert set(written_to(made).values()) == {1}
        doubtful = {row["recipient"] for row in made.outbox() if row["state"] in ("uncertain", "held")}
        assert set(written_to(made)) | doubtful == set(known)
