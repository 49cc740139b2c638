"""What pages cost the database, counted in steps of SQLite's machine: no more for ten times as many messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.config import ModemConfig
from smsbox.desk import lists
from smsbox.relay import ModemStatus
from smsbox.store import scanning
from smsbox.web import paging
from tests.bench import lived, talked
from tests.bench.page import PAGES, filled_in
from tests.web.desk import NOW, Desk, Visitor, make_desk

FEW, MANY = 3_000, 30_000
LOOKED_THROUGH = 6_000
"""Steps of looking through 500 rows where no index answers, which few messages may spare a page."""
BADGES = 2_000
"""Steps of counting what is unread and what is to be done, each up to 99, on every page."""
MOST_QUERIES = 60
"""Statements of one page; the status page, which bisects for the beginning of its day, has most."""


class Meter:
    """Counts what the pages of a desk ask of the database, which is that of this thread alone."""

    def __init__(self, folder: Path, messages: int) -> None:
        self.desk: Desk = make_desk(folder)
        site = self.desk.site
        site.config = replace(site.config, modems=(ModemConfig("m0", "/dev/ttyUSB0", per_day=1000),))
        status = ModemStatus("m0", "/dev/ttyUSB0", state="ready", sim_id=1, imsi="255010000000001")
        self.desk.modems.append(status.as_json(site.zone))
        lived.live(self.desk.store, messages, messages // 2, NOW)
        talked.talk(self.desk.store, site.config, 500, NOW)
        self.owner: Visitor = self.desk.owner()
        self.steps = self.queries = 0
        connection = self.desk.store.database.connection()
        connection.set_progress_handler(self._step, 10)
        connection.set_trace_callback(self._query)

    def _step(self) -> int:
        self.steps += 10
        return 0

    def _query(self, sql: str) -> None:
        self.queries += 1

    def cost(self, path: str) -> tuple[int, int]:
        """Steps and queries of a page, asked for the second time."""
        assert self.owner.get(path).status == 200, path
        self.steps = self.queries = 0
        self.owner.get(path)
        return self.steps, self.queries


@pytest.fixture(scope="module")
def meters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Meter]]:
    found = {count: Meter(tmp_path_factory.mktemp(str(count)), count) for count in (FEW, MANY)}
    yield found
    for meter in found.values():
        meter.desk.store.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_however_many_there_are(
    name: str, meters: dict[int, Meter], monkeypatch: pytest.MonkeyPatch
) -> None:
    for reach, rows in (("PLAIN_REACH", 500), ("TEXT_REACH", 500), ("_INDEX_REACH", 100), ("_FEW", 50)):
        monkeypatch.setattr(scanning, reach, rows)
    monkeypatch.setattr(lists, "_LATELY", 500)
    monkeypatch.setattr(lists, "MOST", 99)
    monkeypatch.setattr(paging, "patience", lambda *_: lambda: False)  # one step: time is not what is counted
    few, many = (meters[count].cost(PAGES[name].format(**filled_in(count, count // 2))) for count in (FEW, MANY))
    assert many[0] <= 1.5 * few[0] + LOOKED_THROUGH + BADGES, f"{name}: {few[0]} steps of few, {many[0]} of many"
    assert many[1] <= MOST_QUERIES
