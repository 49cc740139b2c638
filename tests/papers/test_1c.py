"""The code of docs/1c.md: read by a small interpreter of the language, its requests made at a box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tree_sitter_bsl
from tree_sitter import Language, Parser

from tests.doors.counter import ABROAD, ANNA, Counter, make_counter
from tests.papers.borrowed import BOX, ask, block, both
from tests.papers.bsl import program, python_of
from tests.papers.pages import Page
from tests.web.desk import Answer

PAGES = both("1c.md")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = make_counter(tmp_path)
    yield made
    made.desk.store.close()


def module(counter: Counter, page: Page, secret: str = "") -> dict[str, Any]:
    def at_the_box(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        assert method == "POST" or url.startswith("http:")
        return ask(counter, method, url.replace("http://", "https://"), headers, body)

    text = block(page, "bsl", "SmsboxSend") + block(page, "bsl", "SmsboxSimple")
    return program(text, at_the_box, secret or counter.secret)


@pytest.mark.parametrize("way", ["SmsboxSend", "SmsboxSimple"])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_it_sends_once(counter: Counter, page: Page, way: str) -> None:
    send = module(counter, page)[way]
    text = 'Ваше замовлення "Їжак" готове & чекає: 100 % €'
    assert [send("050 000 00 01", text, "ready-5f0c9be1") for _ in range(3)] == ["", "", ""]
    assert counter.queued() == [(ANNA, text)]
    assert counter.origin(counter.views()[0].id).name == "ready-5f0c9be1"
    assert send(ANNA, "Інше", "ready-5f0c9be1") != "" and len(counter.views()) == 1
    assert send(ANNA, "Інше", "ready-2") == "" and len(counter.views()) == 2


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_it_says_why_not(counter: Counter, page: Page) -> None:
    found, stranger = module(counter, page), module(counter, page, "wrong")
    assert found["SmsboxSend"](ABROAD, "Так", "a").startswith("403 ") and "{" not in found["SmsboxSend"](
        ABROAD, "Так", "a"
    )
    assert stranger["SmsboxSend"](ANNA, "Так", "a").startswith("401 ")
    assert found["SmsboxSimple"](ABROAD, "Так", "a").startswith("ERROR ")
    assert not counter.views()
    counter.stop()
    assert found["SmsboxSend"](ANNA, "Так", "a").startswith("503 ")


def test_a_box_that_is_away_is_told() -> None:
    def nobody(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        assert url.partition("//")[2].startswith(BOX.partition("//")[2])
        raise OSError("no connection")

    text = block(PAGES[0], "bsl", "SmsboxSend") + block(PAGES[0], "bsl", "SmsboxSimple")
    found = program(text, nobody, "x")
    assert found["SmsboxSend"](ANNA, "Так", "a") == found["SmsboxSimple"](ANNA, "Так", "a") == "no connection"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_became_of_it_is_asked_by_its_key(counter: Counter, page: Page) -> None:
    assert "`GET /api/v1/messages?name=…`" in page.text
    module(counter, page)["SmsboxSend"](ANNA, "Так", "ready-7")
    answer = counter.get("/api/v1/messages", name="ready-7", headers={"Authorization": f"Bearer {counter.secret}"})
    assert answer.status == 200 and '"state": "queued"' in answer.text


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_its_grammar_is_that_of_the_language(page: Page) -> None:
    """By a grammar that others wrote, of the whole language."""
    parser = Parser(Language(tree_sitter_bsl.language()))
    texts = [text for language, text in page.blocks if language == "bsl"]
    assert [parser.parse(text.encode()).root_node.has_error for text in texts] == [False, False]
    assert parser.parse(texts[0].replace("КонецПопытки", "", 1).encode()).root_node.has_error


@pytest.mark.parametrize(
    "wrong", ["Функция F()\n А = 1;", "Если А = 1 Тогда\n Б();", "А Б;", "Функция F() Экспорт КонецЕсли; КонецФункции"]
)
def test_the_interpreter_knows_what_is_wrong(wrong: str) -> None:
    with pytest.raises(AssertionError):
        python_of(wrong)
