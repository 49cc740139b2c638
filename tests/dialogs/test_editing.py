"""A flow file changed in places: what somebody wrote by hand stays, to the last comment."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.dialogs.flows.editing import NotByForm, changed, with_rows, written

FILE = """\
# Музика: питаємо щочетверга
kind = "vote"
name   = 'saturday-vote'   # the name on the till
title = "Музика в суботу"
words = [
    "ГОЛОС",  # the poster
    "VOTE",
]
opens = 2026-11-20T10:00:00

[texts]
thanks = \"\"\"
Дякуємо, {name|}!\"\"\"

# the band of Olena's brother
[[option]]
key = "rock"   # never change
words = ["рок"]

[[option]]
key = "jazz"
words = ["джаз", "jazz"]

# nobody knows what this is for
[mystery]
depth = {a = 1, b = [2, 3]}
"""


def test_one_value_changes_and_nothing_else() -> None:
    after = changed(FILE, {("title",): "Кіно в неділю", ("option", 1, "words"): ["джаз"]})
    lines = [line for line in difflib.ndiff(FILE.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert lines == [
        '- title = "Музика в суботу"',
        '+ title = "Кіно в неділю"',
        '- words = ["джаз", "jazz"]',
        '+ words = ["джаз"]',
    ]


def test_what_says_the_same_is_not_touched() -> None:
    assert changed(FILE, {("words",): ["ГОЛОС", "VOTE"], ("texts", "thanks"): "Дякуємо, {name|}!"}) == FILE
    assert with_rows(FILE, "option", [0, 1], []) == FILE


def test_a_comment_behind_a_value_stays() -> None:
    assert 'name   = "vote-2"   # the name on the till\n' in changed(FILE, {("name",): "vote-2"})


def test_a_new_key_comes_behind_the_others_of_its_table() -> None:
    after = changed(FILE, {("patience",): "2h", ("texts", "late"): "Пізно"})
    assert 'opens = 2026-11-20T10:00:00\npatience = "2h"\n' in after
    assert 'Дякуємо, {name|}!"""\nlate = "Пізно"\n' in after


def test_a_new_table_comes_last() -> None:
    assert changed('kind = "vote"', {("texts", "late"): "Пізно"}) == 'kind = "vote"\n\n[texts]\nlate = "Пізно"\n'
    assert changed("[texts]\n# nothing\n", {("texts", "a"): "b"}) == '[texts]\na = "b"\n# nothing\n'
    assert changed("# said\n[texts]\n", {("title",): "b"}) == 'title = "b"\n# said\n[texts]\n'


def test_a_key_is_taken_out_with_its_line() -> None:
    assert "opens" not in changed(FILE, {("opens",): None})
    assert changed(FILE, {("words",): None}).count("\n") == FILE.count("\n") - 4
    assert changed(FILE, {("nothing",): None}) == FILE


def test_a_row_goes_with_what_is_said_above_it_and_the_others_stay() -> None:
    after = with_rows(FILE, "option", [1], [{"key": "folk", "words": ["фольк"]}])
    assert "Olena" not in after and "mystery" in after and "nobody knows" in after
    assert [each["key"] for each in tomllib.loads(after)["option"]] == ["jazz", "folk"]
    assert after.index("folk") < after.index("# nobody knows")


def test_the_last_row_may_go() -> None:
    assert "option" not in tomllib.loads(with_rows(FILE, "option", [], []))


def test_what_stands_in_an_inline_table_is_left_to_the_editor() -> None:
    with pytest.raises(NotByForm):
        changed(FILE, {("mystery", "depth", "a"): 2})
    with pytest.raises(NotByForm):
        with_rows('option = [{key = "a"}, {key = "b"}]\n', "option", [0], [])


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
VALUES = st.one_of(TEXTS, st.integers(-5, 5), st.booleans(), st.lists(TEXTS, max_size=3), st.dates())
TABLES = st.dictionaries(st.sampled_from(["a", "b-1", "ключ", "x.y", '"']), VALUES, max_size=4)
FILES = st.fixed_dictionaries({"top": TABLES, "rows": st.lists(TABLES, max_size=3), "table": TABLES})


def as_file(told: dict[str, Any]) -> str:
    def lines(table: dict[str, Any]) -> str:
        return "".join(f"# above\n{written_key(key)} = {written(value)} # behind\n" for key, value in table.items())

    rows = "".join(f"\n# a row\n[[rows]] # head\n{lines(each)}" for each in told["rows"])
    return f"{lines(told['top'])}\n[table]\n{lines(told['table'])}{rows}"


def written_key(name: str) -> str:
    return written(name) if not name.replace("-", "").isascii() or not name.replace("-", "").isalnum() else name


@settings(max_examples=60, deadline=None)
@given(FILES, st.sampled_from(["a", "ключ", "new"]), VALUES, st.lists(TABLES, max_size=2), st.sets(st.integers(0, 2)))
def test_it_says_what_it_has_to(
    told: dict[str, Any], key: str, value: Any, more: list[dict[str, Any]], kept: set[int]
) -> None:
    file = as_file(told)
    wanted: dict[tuple[str | int, ...], Any] = {(key,): value, ("table", key): value}
    wanted |= {("rows", 0, key): value} if told["rows"] else {}
    after = changed(file, wanted)
    data = tomllib.loads(after)
    assert data[key] == data["table"][key] == value
    places = [place for place in sorted(kept) if place < len(told["rows"])]
    rows = data.get("rows", [])
    fewer = with_rows(after, "rows", places, more)
    assert tomllib.loads(fewer).get("rows", []) == [*(rows[place] for place in places), *more]
    assert fewer.count("# above") >= len(told["top"]) + len(told["table"])
