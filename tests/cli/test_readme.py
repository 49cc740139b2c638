"""The README shows only commands and options that exist, and names every exit code and state there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from smsbox.cli import smsbox
from smsbox.outbox import State

README = Path(__file__).parents[2] / "README.md"
CODE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples() -> list[str]:
    blocks = "\n".join(CODE.findall(README.read_text()))
    lines = [line.strip().removeprefix("sudo -u smsbox ") for line in blocks.splitlines()]
    inline = re.findall(r"`(?:sudo -u smsbox )?(smsbox [^`…]+)`", README.read_text())
    return sorted({line for line in lines + inline if line.startswith("smsbox ")} - {"smsbox send"})


@pytest.mark.parametrize("example", examples())
def test_every_example_is_understood(example: str) -> None:
    words = shlex.split(example, comments=True)[1:]
    command: click.Command = smsbox
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert not isinstance(command, click.Group) or command.invoke_without_command
    # Parsing alone: nothing is run.
    command.make_context(command.name, words)


def test_there_are_examples_of_every_command() -> None:
    shown = {shlex.split(example, comments=True)[1] for example in examples()}
    assert shown == set(smsbox.commands) - {"run", "demo"}


def test_every_state_is_explained() -> None:
    table = README.read_text().split("| state | meaning |")[1].split("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == [state.label for state in State]


def test_every_file_it_names_exists() -> None:
    for name in re.findall(
        r"(?<!/)\b(systemd/[\w.-]+|config\.example\.toml|docs/[\w.-]+|CHANGELOG\.md)", README.read_text()
    ):
        assert (README.parent / name).is_file(), name


def test_every_make_target_it_names_exists() -> None:
    makefile = (README.parent / "Makefile").read_text()
    for target in re.findall(r"\bmake ([a-z]+)\b", README.read_text()):
        if target != "their":
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
