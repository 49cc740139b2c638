"""The disk under the database: errors for a while, damage at rest, a death in a migration: slices of part `disk`."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from smsbox.store.migrations import MIGRATIONS
from tests.campaign.parts import disk

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@needs_strace
@pytest.mark.parametrize("name", ["EIO at flushes", "EIO at reads", "EROFS, mounted read-only after an error"])
def test_errors_of_the_card_stop_sending_and_end_by_themselves(tmp_path: Path, name: str) -> None:
    outcome = disk.io_errors(tmp_path / "box", random.Random(1), disk.ERRORS[name], seconds=1.5)
    assert outcome.judgement.findings == {}
    assert outcome.judgement.accepted == 31


@pytest.mark.parametrize(
    ("wreck", "killed"), [("bits", False), ("bits", True), ("block lost", False), ("block lost", True)]
)
def test_a_wrecked_database_is_named_and_left_alone(tmp_path: Path, wreck: str, killed: bool) -> None:
    outcome = disk.wrecked(tmp_path / "box", random.Random(3), wreck, killed=killed)
    assert outcome.judgement.findings == {}


def test_a_death_in_a_migration_leaves_the_old_schema_and_the_next_start_ends_it(tmp_path: Path) -> None:
    outcome = disk.migrated(tmp_path / "box", random.Random(1), len(MIGRATIONS) - 1, 1)
    assert outcome.kills == 1
    assert outcome.judgement.findings == {}
    assert outcome.judgement.accepted == 11


def test_a_death_while_the_database_is_made_leaves_none(tmp_path: Path) -> None:
    assert disk.made(tmp_path / "box", random.Random(1), 7).judgement.findings == {}
