"""Every problem says what it is, why, what follows and what to do, in every complete language; its fix can be done."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from smsbox.cli import smsbox
from smsbox.i18n.translator import translator
from smsbox.people.rights import Right
from smsbox.problems import Problem, tell
from smsbox.problems.words import WORDS
from smsbox.web.routes import Directory
from smsbox.web.screens import routes_at

FACTS = {
    "because": "modem.port_missing",
    "of": {"port": "/dev/ttyUSB0", "name": "main"},
    "count": 2,
    "dbm": -105,
    "used": 17,
    "capacity": 20,
    "days": 4,
    "hours": 5,
    "minutes": 15,
    "keys": ["sending.gap"],
    "sim": 3,
    "time": "1970-01-01 00:00:10",
    "free": 3,
    "aside": "/var/lib/smsbox/smsbox.db.replaced-20261123-110000",
    "made": "2026-11-23 03:00",
    "on": "2026-12-24",
    "name": "main",
    "directory": "/var/x",
    "account": "smsbox",
    "owner": "root",
    "by": "Olha",
    "spent": 21,
    "most": 20,
    "address": "127.0.0.1:2525",
    "problem": "Address already in use",
}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("key", sorted(WORDS))
def test_each_says_everything(key: str, language: str) -> None:
    told = tell(Problem(key, "main", facts=FACTS), translator(language))
    for said in (told.title, told.cause, told.consequence, told.step):
        assert said and "?" not in said and "{" not in said and "%(" not in said, (key, said)
    if language == "uk":
        english = tell(Problem(key, "main", facts=FACTS), translator("en"))
        for ours, theirs in zip(told_of(told), told_of(english), strict=True):
            assert ours != theirs, (key, theirs)


def told_of(told: object) -> list[str]:
    return [getattr(told, name) for name in ("title", "cause", "consequence", "step")]


@pytest.mark.parametrize("key", sorted(WORDS))
def test_each_fix_is_a_route_that_needs_the_right_it_names(key: str) -> None:
    directory = Directory(routes_at)
    told = tell(Problem(key, "main", facts=FACTS), translator("en"))
    assert told.fix is not None
    for fix in (told.fix, told.look):
        if fix is not None:
            needs = directory.needs("POST" if fix.acts else "GET", fix.path)
            assert isinstance(needs, Right) and needs is fix.right, (key, fix)


def test_a_dead_modem_tells_what_was_tried_and_what_is_left_to_do() -> None:
    facts = {"because": "modem.not_answering", "of": {"port": "/dev/ttyUSB0"}, "rung": "reboot", "tries": 2}
    told = tell(Problem("modem.down", "main", facts=facts), translator("en"))
    assert "silent" in told.cause and "told to restart (attempt 2)" in told.cause
    told = tell(Problem("modem.down", "main", facts=facts | {"rung": "alarm"}), translator("en"))
    assert "Unplug it for ten seconds" in told.step


@pytest.mark.parametrize(("code", "uk"), [("CME 10", "SIM"), ("CMS 38", "мереж")])
def test_numbers_of_the_network_are_explained(code: str, uk: str) -> None:
    told = tell(Problem("modem.down", "main", facts={"because": code, "of": {}}), translator("uk"))
    assert uk in told.cause and f"({code})" in told.cause


def test_an_unknown_key_of_a_newer_version_is_told_by_its_name() -> None:
    assert tell(Problem("some.thing", "x"), translator("en")).title == "some.thing"


def test_names_that_are_no_plain_words_stay_one_part_of_the_path() -> None:
    told = tell(Problem("modem.paused", "left/100% ?"), translator("en"))
    assert told.fix is not None and told.fix.path == "/modems/left%252F100%25%20%3F/resume"


@pytest.mark.parametrize("key", sorted(WORDS))
def test_each_command_can_be_typed(key: str, tmp_path: Path) -> None:
    """On the command line the same thing mends it: the words lead to a command that takes the rest."""
    fix = tell(Problem(key, "main", facts=FACTS), translator("en")).fix
    if fix is None or not fix.command:
        return
    name, *words = fix.command.split()
    command: click.Command = smsbox
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert name == "smsbox" and command is not smsbox, fix
    config = tmp_path / "config.toml"
    config.touch()
    command.make_context(command.name, [*words, "--config", str(config)])


def test_settings_are_called_as_the_page_calls_them() -> None:
    problem = Problem("settings.undone", "modem.main", facts={"keys": ["modem.main.port", "old.key"], "because": ""})
    told = tell(problem, translator("en"))
    assert "Port, old.key" in told.consequence + told.cause
    assert told.fix is not None and told.look is not None
    assert (told.fix.path, told.look.path) == ("/settings/undone/seen", "/settings/modems/main?again=yes")
    trial = tell(Problem("settings.trial", "page", facts={"keys": ["web.listen"]}), translator("uk"))
    assert "Адреса сторінки" in trial.consequence + trial.cause
    assert trial.fix is not None and trial.fix.path == "/settings/web"
