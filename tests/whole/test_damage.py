"""A database that is wrecked when the daemon starts, through the whole box: the newest whole backup takes its place,
all of it is held, and the simulated network is witness that nothing leaves twice.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from tests.whole.box import Box, box, until

ANNA, BOHDAN, VIRA, HANNA = (f"+38050000000{last}" for last in range(1, 5))
SHOP = '\nquiet = "off"\n[shop]\nname = "Зернята"\n'


def texts(made: Box) -> Counter[tuple[str, str]]:
    return Counter((each["number"], each["text"]) for each in made.accepted())


def wreck(made: Box) -> bytes:
    """Its pages are noise; what is left of it."""
    path = made.directory / "smsbox.db"
    octets = bytearray(path.read_bytes())
    octets[4096:] = b"\xa5" * (len(octets) - 4096)
    path.write_bytes(octets)
    return bytes(octets)


def at_work(made: Box) -> None:
    made.start()
    made.await_modems()
    made.run("modems", "pause", "m0")
    made.send([ANNA, BOHDAN], "Ваше замовлення готове")


def test_the_newest_whole_backup_takes_its_place_and_nothing_leaves_twice(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        at_work(made)
        made.run("backup", "now")
        made.run("modems", "resume", "m0")
        until(made.settled)
        made.send(VIRA, "since the backup")
        until(lambda: len(made.accepted()) == 3)
        sent = texts(made)
        assert made.stop() == 0
        noise = wreck(made)
        made.start()
        assert "The database was damaged" in made.log() and "is in its place" in made.log()
        made.run("modems", "resume", "m0")  # it was paused when the backup was made
        made.await_modems()
        assert made.states() == {"held": 2}
        (aside,) = tmp_path.glob("smsbox.db.replaced-*[0-9]")
        assert aside.read_bytes() == noise, "what was there is kept as it was"
        told = until(lambda: {row["key"] for row in made.rows("problems")} >= {"queue.restored", "store.replaced"})
        assert told
        made.send(HANNA, "works on")
        until(lambda: (HANNA, "works on") in texts(made))
        assert texts(made) - sent == Counter({(HANNA, "works on"): 1})
        assert made.stop() == 0
        made.start()
        made.await_modems()
        assert made.states() == {"held": 2, "delivered": 1}, "a second start puts nothing back again"


def test_without_a_backup_it_ends_with_a_sentence_and_touches_nothing(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        at_work(made)
        assert made.stop() == 0
        noise = wreck(made)
        made.launch(ready=False)
        assert until(made.ended) and made.process is not None and made.process.returncode == 78
        assert "is damaged" in made.log() and "restore the last backup" in made.log()
        assert (tmp_path / "smsbox.db").read_bytes() == noise and not list(tmp_path.glob("*replaced*"))
        assert made.accepted() == []


def test_a_backup_that_is_damaged_too_is_passed_over_for_an_older_one(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        at_work(made)
        (older,) = made.rows("backup", "now")
        second = int(time.time())
        until(lambda: int(time.time()) > second, what="a backup of another name")
        made.send(VIRA, "between")
        (newer,) = made.rows("backup", "now")
        assert made.stop() == 0
        Path(newer["file"]).write_bytes(Path(newer["file"]).read_bytes()[:20_000])
        wreck(made)
        made.start()
        assert made.states() == {"held": 2} and Path(older["file"]).name in made.log()
