"""A database of schema version 2 is taken over: nobody is signed out, nobody has to be invited again."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from smsbox.clock import DAY, SECOND
from smsbox.people import accounts, audit, sessions
from smsbox.people.passwords import hash_password
from smsbox.people.sessions import new_cookie
from smsbox.store import Store
from smsbox.store.dialect import Sqlite
from smsbox.store.migrations import MIGRATIONS, statements
from smsbox.store.opening import APPLICATION_ID

NOW = 1_790_000_000 * SECOND


def version_2(path: Path, cookie: str) -> None:
    """The file as the program before wrote it, with its owner signed in."""
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA journal_mode = WAL")
    made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for migration in MIGRATIONS[:2]:
        for statement in statements(migration, Sqlite.words):
            made.execute(statement)
    made.execute("PRAGMA user_version = 2")
    kept = hash_password("vareniki with cherries")
    made.execute("INSERT INTO users VALUES (1, 'Олена', 'owner', ?, ?)", (kept, NOW))
    digest = hashlib.sha256(cookie.encode()).digest()
    made.execute("INSERT INTO sessions VALUES (?, 1, ?, ?, ?)", (digest, NOW, NOW, NOW + DAY))
    made.close()


def test_users_and_sessions_of_version_2_survive(tmp_path: Path) -> None:
    cookie = new_cookie()
    version_2(tmp_path / "smsbox.db", cookie)
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    assert store.run("PRAGMA temp_store").fetchone()[0] == 2  # a file, while it was migrated
    person = sessions.person_behind(store, cookie, NOW + 1)
    assert person is not None and (person.name, person.role, person.language) == ("Олена", "owner", None)
    found = accounts.named(store, "олена")
    assert accounts.state(found, NOW) == "active"
    assert accounts.password_fits(store, found.id, "vareniki with cherries")
    assert [(each.place.agent, each.current) for each in sessions.of(store, 1, cookie, NOW + 1)] == [("", True)]
    assert audit.entries(store, limit=9) == []
    assert store.run("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    store.close()
