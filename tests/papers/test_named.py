"""What the pages name in code is there: settings, commands and their options, codes of problems, files, units."""

from __future__ import annotations

import re
import shlex
from functools import cache

import click
import pytest

from smsbox.cli import smsbox
from smsbox.doctor.phrases import PHRASES
from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.reasons import BY_REASON
from smsbox.problems.words import WORDS
from smsbox.settings import SECTIONS, declaration, keys_of
from tests.papers.pages import ROOT, WRITTEN, Page

_KEY = re.compile(r"([a-z]+)\.([a-z_]+)(?: ?= ?.*)?")
_IN_TABLE = re.compile(r"\[\[?([a-z]+)\]\]?(?: +([a-z_]+))?(?: ?= ?.*)?")
_PATH = re.compile(r"(?:smsbox|tests|systemd|docs|package|\.ci|debian)/[\w./-]*[\w/]|[\w-]+\.(?:toml|md)")
_OF_THE_BOX = ("/etc/smsbox", "/var/lib/smsbox", "/usr/bin/smsbox", "/usr/share/doc/smsbox")
_KNOWN_BOX = {
    *("/etc/smsbox", "/etc/smsbox/config.toml", "/etc/smsbox/usb-devices", "/etc/smsbox/credentials"),
    *("/var/lib/smsbox", "/var/lib/smsbox/smsbox.db", "/var/lib/smsbox/stick", "/var/lib/smsbox/backups"),
    *("/usr/bin/smsbox", "/usr/bin/smsbox-usb", "/usr/share/doc/smsbox/examples"),
    *("/usr/share/doc/smsbox/examples/config.toml", "/usr/share/doc/smsbox/examples/only-local.conf"),
}
_UNITS = re.compile(r"\b(smsbox[\w-]*|var-lib-smsbox-stick)\.(service|socket|mount|timer)\b")
_PLACEHOLDER = re.compile(r"[…\[{|<]|\b[A-Z]{2,}\b")
_OF_SCENARIOS = ("dialogs.md",)
"""Files of scenarios have tables of their own."""
_ACCOUNT = re.compile(r"^sudo (?:-u smsbox )?(?=smsbox )")


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_settings_it_names_are_settings(page: Page) -> None:
    rooms = {section.name for section in SECTIONS}
    for words in page.words_in_code:
        in_table = _IN_TABLE.fullmatch(words)
        if in_table and not words.startswith("[[") and page.path.name not in _OF_SCENARIOS:
            assert in_table[1] in rooms, f"{page}: there is no table `{words}`"
            if in_table[2]:
                assert in_table[2] in keys_of(in_table[1]), f"{page}: [{in_table[1]}] has no `{in_table[2]}`"
        named = _KEY.fullmatch(words)
        if named and named[1] in rooms and named[2] not in ("py", "md", "toml") and not _code(named[0]):
            known = words == "modem.main" or declaration(f"{named[1]}.{named[2]}") or keys_of(named[1]).get(named[2])
            assert known, f"{page}: there is no setting `{words}`; see docs/settings.md"


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_commands_it_names_are_commands(page: Page) -> None:
    for typed in {*page.words_in_code, *page.lines("sh")}:
        line = _ACCOUNT.sub("", typed.strip())
        if line.startswith("smsbox "):
            _understood(page, line)


def _understood(page: Page, line: str) -> None:
    """The command, and each option of it; what stands for something else is left out."""
    words = shlex.split(line.split(" | ")[0].split(" && ")[0], comments=True)[1:]
    command: click.Command = smsbox
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    if isinstance(command, click.Group) and words and not _PLACEHOLDER.search(words[0]):
        assert words[0].startswith("-") or command.invoke_without_command, f"{page}: no such command: {line}"
    options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help", "--version"}
    unknown = {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)} - options
    assert not unknown, f"{page}: `{line}` has no {sorted(unknown)}; see docs/commands.md"


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_codes_it_names_are_told(page: Page) -> None:
    rooms = {"queue", "sim", "doctor", "calls", "automaton"}
    for words in page.words_in_code:
        if re.fullmatch(r"[a-z]+\.[a-z_]+", words) and words.partition(".")[0] in rooms:
            assert _code(words), f"{page}: nothing is called `{words}`; see docs/problems.md"


@cache
def _code(words: str) -> bool:
    return any(words in each for each in (WORDS, PHRASES, EXPLANATIONS, BY_REASON))


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.path.name != "CHANGELOG.md"], ids=str)
def test_files_it_names_are_there(page: Page) -> None:
    for words in page.words_in_code:
        for part in words.split():
            if _PATH.fullmatch(part) and "/" in part:
                places = (ROOT / part, ROOT / "smsbox" / part)
                assert any(place.exists() for place in places), f"{page}: there is no {part}"
            if part.startswith(_OF_THE_BOX) and not _PLACEHOLDER.search(part):
                name = part.rstrip("/.,:;")
                assert name in _KNOWN_BOX or name.startswith("/etc/smsbox/"), (
                    f"{page}: nothing puts {name} there; name what the package or the units make"
                )


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_units_it_names_are_units(page: Page) -> None:
    for name, kind in _UNITS.findall(page.text):
        assert (ROOT / "systemd" / f"{name}.{kind}").is_file(), f"{page}: there is no unit {name}.{kind} in systemd/"


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_make_targets_it_names_are_targets(page: Page) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for typed in {*page.words_in_code, *page.lines("sh")}:
        for name in re.findall(r"^make ([a-z]+)", typed.strip()):
            assert name in targets, f"{page}: the Makefile has no target {name}"


@pytest.mark.parametrize("page", WRITTEN, ids=str)
def test_files_it_installs_by_hand_are_there(page: Page) -> None:
    for line in page.lines("sh"):
        if found := re.match(r"sudo install (?:-\w+ \w+ )*([\w./-]+) +/", line):
            assert (ROOT / found[1]).is_file() or found[1].startswith("/"), f"{page}: {line}"
