"""The README shows only commands and options that exist, and names every exit code and state there is."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from smsbox.cli import smsbox
from smsbox.outbox import State

README = Path(__file__).parents[2] / "README.md"
CODE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


DOCS = sorted((README.parent / "docs").glob("*.md"))
NAMED = {
    *("smsbox send", "smsbox customers choose", "smsbox coupon print", "smsbox vote settle", "smsbox vote verify"),
    *("smsbox contest close-list", "smsbox contest verify FILE", "smsbox verify", "smsbox modems accept"),
}
"""Commands that are spoken of, with nothing behind them."""


def examples(*pages: Path) -> list[str]:
    found = set()
    for text in (page.read_text() for page in pages):
        lines = [line.strip().removeprefix("sudo -u smsbox ") for line in "\n".join(CODE.findall(text)).splitlines()]
        found |= {*lines, *re.findall(r"`(?:sudo -u smsbox )?(smsbox [^`…[{|]+)`", text)}
    return sorted({line for line in found if line.startswith("smsbox ")} - NAMED)


@pytest.mark.parametrize("example", examples(README, *(page for page in DOCS if page.name != "commands.md")))
def test_every_example_is_understood(example: str) -> None:
    words = shlex.split(example, comments=True)[1:]
    command: click.Command = smsbox
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert not isinstance(command, click.Group) or command.invoke_without_command
    # Parsing alone: nothing is run. A copy of the database is not there.
    try:
        command.make_context(command.name, words)
    except click.BadParameter as error:
        assert "does not exist" in str(error)


def test_there_are_examples_of_every_command() -> None:
    shown = {shlex.split(example, comments=True)[1] for example in examples(README)}
    assert shown == set(smsbox.commands) - {"run", "demo"}


def test_every_state_is_explained() -> None:
    table = README.read_text().split("| state | meaning |")[1].split("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == [state.label for state in State]


def test_every_file_it_names_exists() -> None:
    for name in re.findall(
        r"(?<!/)\b(systemd/[\w.-]+|config\.example\.toml|docs/[\w./-]+|CHANGELOG\.md)", README.read_text()
    ):
        assert (README.parent / name).is_file(), name


def test_every_make_target_it_names_exists() -> None:
    makefile = (README.parent / "Makefile").read_text()
    for target in re.findall(r"\bmake ([a-z]+)\b", README.read_text()):
        if target != "their":
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_who_only_tries_it_installs_the_program_and_no_tools_of_those_who_build_it(tmp_path: Path) -> None:
    """The second of the two commands, on a machine where nothing has been made yet."""
    told = subprocess.run(
        ("make", "--dry-run", "demo", f"VENV={tmp_path}/none"),
        cwd=README.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--editable ." in told and "[dev]" not in told and "smsbox demo" in told
