"""A shop for each test: on SQLite, or on both databases for tests that ask for `anywhere`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store
from tests.campaigns.shop import Till, config
from tests.contracts.conftest import postgres_url, store, url

__all__ = ["postgres_url", "store", "url"]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = config(tmp_path)
    opened = Store.open(made.store.url)
    yield Till(opened, made)
    opened.close()


@pytest.fixture
def anywhere(tmp_path: Path, store: Store, url: str) -> Till:
    return Till(store, config(tmp_path, url))
