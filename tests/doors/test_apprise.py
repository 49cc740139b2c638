"""Apprise on a real socket, by its services that fit: SMSEagle, and JSON and forms of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apprise
import pytest

from smsbox.people.rights import Right
from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter, served


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Counter, str]]:
    with served(tmp_path) as (counter, url):
        yield counter, url.removeprefix("http://")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pauses it makes to spare others."""
    monkeypatch.setattr(apprise.NotifyBase, "request_rate_per_sec", 0)


def told(*urls: str, body: str = "Диск повний") -> bool:
    found = apprise.Apprise()
    assert all(found.add(url) for url in urls)
    return bool(found.notify(body=body))


def test_smseagle(place: tuple[Counter, str]) -> None:
    counter, host = place
    assert told(f"smseagle://{counter.secret}@{host}/{ANNA}/{BOHDAN}")
    assert counter.queued() == [(ANNA, "Диск повний"), (BOHDAN, "Диск повний")]
    assert told(f"smseagle://{counter.secret}@{host}/{ANNA}/{BOHDAN}?batch=yes&priority=high&status=yes", body="Ще")
    assert [text for _, text in counter.queued()[2:]] == ["[i] Ще"] * 2 and counter.views()[2].priority > 0


def test_smseagle_hears_what_is_wrong(place: tuple[Counter, str]) -> None:
    counter, host = place
    assert not told(f"smseagle://{counter.token(rights=[Right.READ])}@{host}/{ANNA}")
    assert not told(f"smseagle://{counter.secret}x@{host}/{ANNA}")
    assert not told(f"smseagle://{counter.secret}@{host}/{ABROAD}")
    assert not told(f"smseagle://{counter.secret}@{host}/%23family"), "a group nobody here knows"
    assert not told(f"smseagle://{counter.secret}@{host}/{ANNA}/{ABROAD}?batch=yes") and not counter.views()
    assert told(f"smseagle://{counter.secret}@{host}/{ANNA}?test=yes") and not counter.views()


def test_its_own_json(place: tuple[Counter, str]) -> None:
    """`:key=value` are fields of the body, `+key=value` headers; `-key=value` parameters of the address."""
    counter, host = place
    fields = f"?:to={ANNA.replace('+', '%2B')}&:message=body&+X-API-Key={counter.secret}"
    assert told(f"json://{host}/api/v1/sms/send{fields}")
    assert counter.queued() == [(ANNA, "Диск повний")]
    assert not told(f"json://{host}/api/v1/sms/send{fields}x")


def test_its_own_form(place: tuple[Counter, str]) -> None:
    counter, host = place
    fields = f"?:to={ANNA.replace('+', '%2B')}&:token={counter.secret}"
    assert told(f"form://{host}/api/v1/sms{fields}"), "its `message` is read where there is no `text`"
    assert counter.queued() == [(ANNA, "Диск повний")]
