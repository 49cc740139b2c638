"""/healthz and /readyz: without a token, each check named, 503 for what a person should look at."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from smsbox.store import Store
from tests import effort
from tests.figures.scraped import READY, ask
from tests.web.desk import Desk, make_desk


class _Room(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    made.modems.append(dict(READY))
    yield made
    made.store.close()


def checks(desk: Desk, path: str, status: int) -> dict[str, str]:
    answer = ask(desk, path)
    assert answer.status == status, answer.text
    told = json.loads(answer.body)
    assert told["status"] == ("ok" if status == 200 else "failing")
    return dict(told["checks"])


def test_all_is_well(desk: Desk) -> None:
    assert checks(desk, "/healthz", 200) == {"answers": "ok", "threads_beat": "ok"}
    assert set(checks(desk, "/readyz", 200)) == {"threads_beat", "database_writable", "disk_free", "modem_registered"}


def test_a_thread_that_is_late_is_no_life(desk: Desk) -> None:
    desk.site.late = lambda: ["relay main"]
    assert checks(desk, "/healthz", 503)["threads_beat"] == "failing"
    assert "main" not in ask(desk, "/healthz").text, "what modems are called is nobody's business here"


@pytest.mark.parametrize("registration", ["searching", "denied", None])
def test_without_a_network_it_lives_and_is_not_ready(desk: Desk, registration: str | None) -> None:
    desk.modems[0]["registration"] = registration
    assert checks(desk, "/readyz", 503)["modem_registered"] == "failing"
    checks(desk, "/healthz", 200)


def test_one_modem_of_two_is_enough(desk: Desk) -> None:
    desk.modems.append(dict(READY, name="second", registration="searching"))
    checks(desk, "/readyz", 200)


def test_a_modem_that_knows_no_registration_counts_while_it_is_ready(desk: Desk) -> None:
    desk.modems[0]["registration"] = "untold"
    checks(desk, "/readyz", 200)
    desk.modems[0]["state"] = "down"
    checks(desk, "/readyz", 503)


def test_a_database_that_takes_nothing_is_not_ready(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Store.run

    def refuses(store: Store, sql: str, *params: object) -> object:
        return run(store, "INSERT INTO nowhere VALUES (1)" if sql.startswith("UPDATE settings") else sql, *params)

    monkeypatch.setattr(Store, "run", refuses)
    assert checks(desk, "/readyz", 503)["database_writable"] == "failing"
    checks(desk, "/healthz", 200)


def test_a_full_disk_is_not_ready(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Room(10**9, 10**9, 10**6))
    assert checks(desk, "/readyz", 503)["disk_free"] == "failing"


def test_asking_writes_nothing_and_costs_little(desk: Desk) -> None:
    ask(desk, "/readyz")
    before = desk.store.log_bytes(whole=True)
    assert effort.steps(desk.store, lambda: ask(desk, "/readyz")) < 500
    assert desk.store.log_bytes(whole=True) == before
