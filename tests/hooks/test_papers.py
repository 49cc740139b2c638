"""What docs/webhooks.md gives people to copy: it knows our calls, and no others."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from smsbox.hooks import calls, kinds, postman

DOCS = Path(__file__).parents[2] / "docs"
SECRET, BODY = "a secret of the shop", '{"event":"sms:received","payload":{"message":"Так"}}'.encode()


def block(language: str) -> str:
    found = re.search(f"^```{language}\n(.*?)^```", (DOCS / "webhooks.md").read_text(), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("body", "secret", "late", "known"),
    [(BODY, SECRET, 0, True), (BODY + b" ", SECRET, 0, False), (BODY, "another", 0, False), (BODY, SECRET, 400, False)],
)
def test_the_example_in_python(body: bytes, secret: str, late: int, known: bool) -> None:
    place: dict[str, Any] = {}
    exec(block("python"), place)
    headers = postman.signed(BODY, SECRET, int(time.time()) - late)
    assert place["genuine"](secret, body, headers) is known


def test_the_example_in_php() -> None:
    php = shutil.which("php")
    if php is None:
        pytest.skip("no php")
    headers = postman.signed(BODY, SECRET, int(time.time()))
    function = block("php").split("$body =")[0]
    for body, known in ((BODY.decode(), "yes"), ("{}", "no")):
        told = (SECRET, body, headers["X-Timestamp"], headers["X-Signature"])
        call = f"echo genuine({', '.join(repr(each) for each in told)}) ? 'yes' : 'no';"
        assert subprocess.run([php, "-r", function + call], capture_output=True, text=True, check=True).stdout == known


@pytest.mark.parametrize("folder", ["", "uk"])
def test_every_event_stands_there(folder: str) -> None:
    table = re.findall(r"^\| `([a-z_:]+)` \|", (DOCS / folder / "webhooks.md").read_text(), re.MULTILINE)
    assert table == list(kinds.TEXTS)


def test_the_times_between_tries_stand_there() -> None:
    text = " ".join((DOCS / "webhooks.md").read_text().split())
    said = re.search(r"tried again\*\* after (.*?) and (24 h)\.", text)
    assert said
    units = {"s": 1, "min": 60, "h": 3600}
    spans = [each.split() for each in (*said[1].split(", "), said[2])]
    assert [int(number) * units[unit] * 1_000_000 for number, unit in spans] == list(calls.BACKOFF)
