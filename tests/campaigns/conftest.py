"""A shop for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store
from tests.campaigns.shop import Till, config


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = config(tmp_path)
    store = Store.open(made.store.url)
    yield Till(store, made)
    store.close()
