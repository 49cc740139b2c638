"""Owns the order of the suite: whole daemons, which wait a lot, are begun first, and every worker gets its share."""

from __future__ import annotations

import os

import pytest

_WAITING = ("tests/whole/", "tests/foreign/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the items out as the scheduler of the workers will cut them: into equal runs, one a worker."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    waiting = [item for item in items if item.nodeid.startswith(_WAITING)]
    others = [item for item in items if not item.nodeid.startswith(_WAITING)]
    items[:] = [item for each in range(workers) for item in (*waiting[each::workers], *others[each::workers])]
