"""One till on a store of its own, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store
from tests.programs.till import Till


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def till(store: Store) -> Till:
    return Till(store)
