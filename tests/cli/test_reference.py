"""docs/commands.md and the examples below every help: complete, up to date, and each understood by its command."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from smsbox.cli import smsbox
from smsbox.cli.coupon_stock import CODES
from smsbox.cli.examples import EXAMPLES
from smsbox.cli.reference import leaves, reference
from smsbox.cli.rooms import ROOMS
from smsbox.coupons import State
from tests.cli.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
COMMANDS = dict(leaves())


def test_the_page_is_what_the_commands_say() -> None:
    assert PAGE.read_text() == reference(), "python -m smsbox.cli.reference > docs/commands.md"
    assert sorted(name for _, names in ROOMS for name in names) == sorted(smsbox.commands)


def test_each_command_has_examples_and_a_help() -> None:
    assert set(EXAMPLES) == set(COMMANDS)
    assert not [words for words, command in COMMANDS.items() if not command.help]
    assert tuple(each.name.lower() for each in State) == CODES


@pytest.mark.parametrize("words", sorted(EXAMPLES))
def test_each_example_is_understood(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("codes.txt", "more-codes.txt", "backup.db", "draw.txt"):
        (tmp_path / name).touch()
    for example in EXAMPLES[words]:
        typed = re.search(rf"\bsmsbox {words}\b([^|;]*|.*(?:--text|--words|--filter).*)$", example.split("; then")[0])
        assert typed, example
        COMMANDS[words].make_context(words, shlex.split(typed.group(1)))  # parsing alone: nothing is run


def test_every_list_is_for_programs_too() -> None:
    lists = {"list", "show", "codes", "members", "count", "imports", "doubles", "tags", "growth", "calls", "history"}
    for words, command in COMMANDS.items():
        if words.split()[-1] in lists and words != "calls":
            assert any(each.name == "as_json" for each in command.params), words


def test_help_shows_what_to_type(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("customers", "may-send", "--help")
    assert ran.code == 0 and "Examples:\n  smsbox customers may-send 0500000001 --topic bread\n" in ran.out
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    everything = run("--help").out
    assert everything.index("Клієнти й дозвіл:\n  customers") < everything.index("Розсилки й купони:\n  audience")
    assert "Приклади:\n  smsbox customers may-send" in run("customers", "may-send", "--help").out
