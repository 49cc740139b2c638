"""The store under test makes its files itself."""

from __future__ import annotations

import pytest

from tests.schema import make_each


@pytest.fixture(autouse=True)
def _made(monkeypatch: pytest.MonkeyPatch) -> None:
    make_each(monkeypatch)
