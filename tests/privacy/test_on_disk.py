"""What is erased is in no octet of the database file, its log or its copies any more."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

from smsbox import contacts, outbox, privacy
from smsbox.clock import DAY, SECOND
from smsbox.contacts import Changes, New
from smsbox.outbox import Draft
from smsbox.people.audit import Actor
from smsbox.privacy import copies
from smsbox.store import Store

NOW = 1_790_000_000 * SECOND
HER, NAME = "+380500000777", "Євдокія Непийпиво"
PAGE = 4096
BY = Actor("olha", "owner")


def number(at: int) -> str:
    return f"+38050{at:07d}"


def lived_in(path: Path) -> Store:
    """A database in which rows come, change and go, so that pages split and are freed around hers."""
    store, chance = Store.open(f"sqlite://{path}"), random.Random(5)
    for start in range(0, 3000, 100):
        news = [
            New(number=number(at), name=NAME if number(at) == HER else f"Клієнт {at}", fields={"місто": f"м{at % 60}"})
            for at in range(start, start + 100)
        ]
        contacts.add_many(store, news, NOW)
        drafts = [Draft(new.number, f"{new.name}: замовлення {chance.random()}") for new in news]
        outbox.submit(store, drafts, now=NOW, allow=("+380",))
        hers = contacts.by_number(store, HER)
        if hers is not None:
            contacts.change(
                store, hers.id, Changes(name=f"{NAME} {start}", fields={"адреса": "x" * (start % 400)}), NOW
            )
            contacts.note(store, hers.id, f"{NAME} дзвонила", "olha", NOW)
    hers = contacts.known(store, contacts.ids_by_numbers(store, [HER])[HER])
    contacts.change(store, hers.id, Changes(name=NAME), NOW)
    return store


def held(path: Path) -> list[str]:
    """The files beside `path` that still hold her number or her name."""
    needles = [HER.encode(), HER[1:].encode(), NAME.encode(), "непийпиво".encode()]
    files = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    return [each.name for each in files if any(needle in each.read_bytes() for needle in needles)]


def test_file_and_log_hold_nothing_of_her_while_the_database_is_open(tmp_path: Path) -> None:
    path = tmp_path / "smsbox.db"
    store = lived_in(path)
    store.checkpoint()
    assert sorted(held(path)) == ["smsbox.db", "smsbox.db-wal"], "the test must have something to erase"
    privacy.erase(store, HER, NOW + DAY, by=BY)
    assert privacy.wipe(store)
    assert held(path) == []
    assert (tmp_path / "smsbox.db-wal").stat().st_size < 2 * PAGE, "nothing but that it was done"
    store.close()


def test_the_log_is_wiped_by_whoever_moves_it_and_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "smsbox.db"
    store = Store.open(f"sqlite://{path}")
    contacts.add(store, New(number=HER, name=NAME), NOW)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contacts").fetchone()
    privacy.erase(store, HER, NOW, by=BY)
    store.run("PRAGMA busy_timeout = 50")
    assert not privacy.wipe(store), "somebody still reads what was before"
    reader.close()
    assert privacy.wipe(store) and held(path) == []
    contacts.add(store, New(number=number(1)), NOW)
    assert privacy.wipe(store), "nothing was asked for"
    assert (tmp_path / "smsbox.db-wal").stat().st_size > 0, "and so nothing was done"
    store.close()


def test_a_backup_forgets_her_too_and_nothing_else(tmp_path: Path) -> None:
    path, copy = tmp_path / "smsbox.db", tmp_path / "monday.db"
    store = lived_in(path)
    store.run("VACUUM INTO ?", str(copy))
    store.close()
    shutil.copy(copy, tmp_path / "before")
    done = copies.erase_in(copy, [HER], NOW + DAY, by=BY)
    assert done.contact_id is not None and done.sent == 1
    assert held(copy) == [] and sorted(each.name for each in tmp_path.glob("monday*")) == ["monday.db"]
    again = Store.open(f"sqlite://{copy}", create=False)
    assert contacts.count(again, contacts.Wanted(), now=NOW, go_on=lambda: True).number == 2999
    again.close()
