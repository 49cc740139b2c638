"""The same stores for every contract: one on SQLite, one on PostgreSQL, both as a shop would use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store
from tests.contracts import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/smsbox.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    if not opened.dialect.sole_owner:
        empty(opened)
    yield opened
    opened.close()


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'smsbox_schema'"
_COUNTED_ON = """
SELECT owner.relname FROM pg_sequences s JOIN pg_class c ON c.relname = s.sequencename
JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') JOIN pg_class owner ON owner.oid = d.refobjid
WHERE s.schemaname = 'public' AND s.last_value IS NOT NULL
"""
"""Tables that have given out an id, kept or not."""


def empty(store: Store) -> None:
    """A server is started once for all tests; what one has left is emptied for the next, and only that: to empty all
    tables takes longer than most tests.
    """
    every = [name for (name,) in store.run(_TABLES).fetchall()]
    told = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in every)
    used = {name for question in (told, _COUNTED_ON) for (name,) in store.run(question).fetchall()}
    if used:
        with store.write():
            store.run(f"TRUNCATE {', '.join(sorted(used))} RESTART IDENTITY")
