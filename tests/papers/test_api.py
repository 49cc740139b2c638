"""docs/api.md: its examples are sent to a box as they stand there, and its table of errors is that of the program."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from smsbox.people.rights import FOR_TOKENS
from smsbox.web.failures import STATUSES
from tests.papers.pages import DOCS, UKRAINIAN
from tests.web.api.program import content, program
from tests.web.desk import Desk, make_desk

PAGES = {"en": DOCS / "api.md", "uk": UKRAINIAN / "api.md"}
_ROW = re.compile(r"^\| (\d{3}) \| (.+?) \| .+ \|$", re.MULTILINE)
_OURS = ("api.", "programs.", "consent.", "coupons.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with closing(made.store):
        yield made


def blocks(language: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGES[language].read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("language", PAGES)
def test_the_first_sms_is_answered_as_it_says(desk: Desk, language: str) -> None:
    till = program(desk)
    (command,) = blocks(language, "sh")
    words = shlex.split(command)
    assert words[1].endswith("/api/v1/messages")
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    assert headers["Authorization"].startswith("Bearer smsbox_")
    body = words[words.index("-d") + 1]
    answer = till.ask("POST", "/messages", body.encode(), Idempotency_Key=headers["Idempotency-Key"])
    told, said = content(answer, 202), json.loads(blocks(language, "json")[0])
    said["messages"][0]["id"] = told["messages"][0]["id"]
    assert told == said


@pytest.mark.parametrize("language", PAGES)
def test_the_rows_are_filled(desk: Desk, language: str) -> None:
    given = json.loads(blocks(language, "json")[1])
    assert len(content(program(desk).post("/messages", given), 202)["messages"]) == 2


@pytest.mark.parametrize("language", PAGES)
def test_the_error_looks_as_it_says(desk: Desk, language: str) -> None:
    said = json.loads(blocks(language, "json")[2])["error"]
    told = content(program(desk).post("/messages", {"to": ["+380500000001"], "text": "a", "priority": 500}), 422)
    assert told["error"].keys() == said.keys()
    assert (told["error"]["code"], told["error"]["facts"]) == (said["code"], said["facts"])
    assert [{**each, "message": "…"} for each in told["error"]["wrong"]] == said["wrong"]


@pytest.mark.parametrize("language", PAGES)
def test_the_table_of_errors_is_the_programs(language: str) -> None:
    rows = _ROW.findall(PAGES[language].read_text(encoding="utf-8"))
    told = {code: int(status) for status, codes in rows[::-1] for code in re.findall("`([a-z_.]+)`", codes)}
    assert told.pop("coupons.refused") in (404, 409)
    assert told.pop("programs.stopped") == 503
    assert told == {code: STATUSES[code] for code in told}
    ours = {code for code in STATUSES if code.startswith(_OURS)} - {"coupons.refused", "programs.repeated"}
    assert ours <= told.keys(), "a new error belongs on the page"


@pytest.mark.parametrize("language", PAGES)
def test_every_right_of_tokens_is_told(language: str) -> None:
    rights = re.findall(r"^\| (\w+) \| ", PAGES[language].read_text(encoding="utf-8"), re.MULTILINE)
    assert [each.value for each in FOR_TOKENS] == [each for each in rights if each in {r.value for r in FOR_TOKENS}]
