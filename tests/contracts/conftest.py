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


def empty(store: Store) -> None:
    """A server is started once for all tests; its tables are emptied for each."""
    rows = store.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'smsbox_schema'")
    names = ", ".join(row[0] for row in rows.fetchall())
    with store.write():
        store.run(f"TRUNCATE {names} RESTART IDENTITY")
