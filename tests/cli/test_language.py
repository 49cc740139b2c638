"""The command line speaks the language of its terminal: help, wrong usage, tables, configuration problems."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_file

from smsbox.cli import smsbox
from smsbox.cli.language import COUNTED, PHRASES, help_texts, spoken
from smsbox.i18n.translator import translator
from tests.cli.conftest import Run

NEVER = {
    # deprecation, prompts and confirmations, files click opens itself, tuples, dates, callables, faults of our own code
    *("deprecated", "DeprecationWarning: The command {name!r} is deprecated.{extra_message}"),
    *("DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}", "Value must be an iterable."),
    *("Takes {nargs} values but 1 was given.", "Name '{name}' defined twice", "(dynamic)"),
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to"
    " pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    *("Do you want to continue?", "Confirm the action without prompting.", "%(prog)s, version %(version)s"),
    *("unknown error", "Could not open file {filename!r}: {message}", "Missing {param_type}", "Choice({choices})"),
    *("Invalid start character for option ({option})", "{value!r} does not match the format {format}."),
    *("{value!r} is not a valid boolean. Recognized values: {states}", "{value!r} is not a valid UUID."),
    *("file", "directory", "path", "{name} {filename!r} does not exist.", "{name} {filename!r} is not writable."),
    *("{name} {filename!r} is not readable.", "{name} {filename!r} is not executable."),
    *("{len_type} values are required, but {len_value} was given.", "Repeat for confirmation", "Error: {e.message}"),
    *(
        "Error: The value you entered was invalid.",
        "Error: The two entered values do not match.",
        "Error: invalid input",
    ),
    *("Press any key to continue...", "Unknown color {colour!r}"),
}


def ukrainian(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real program in a Ukrainian terminal."""
    env = os.environ | {"LC_ALL": "uk_UA.UTF-8", "PYTHONUTF8": "1"} | environment
    command = [sys.executable, "-m", "smsbox", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=60)


def test_nothing_click_may_say_is_unknown_to_the_catalogues() -> None:
    found = set()
    for module in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        path = str(Path(click.__file__).parent / f"{module}.py")
        for _, message, _, _ in extract_from_file("python", path, keywords={"_": None, "ngettext": (1, 2)}):
            found.add(message[0] if isinstance(message, tuple) else message)
    known = {*PHRASES, *(one for one, _ in COUNTED)}
    assert found - known - NEVER == set()


def test_every_help_text_is_ukrainian() -> None:
    told = list(help_texts(spoken(smsbox, translator("uk"))))
    assert len(told) > 60
    assert [text for text in told if not any("а" <= letter <= "я" for letter in text.lower())] == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-h",), "Виклик: smsbox"),
        ((), "Розсилки й купони:"),
        (("outbox",), "Команди:"),
        (("outbox", "sow"), "Немає команди 'sow'. Може, 'show'?"),
        (("outbox", "list", "--limit", "x"), "тут потрібне число"),
        (("outbox", "list", "--state", "lost"), "'lost'\xa0— це жодне з"),
        (("send", "--to", "0500000001"), "Бракує параметра '--text'"),
        (("send", "--text", "x"), "вкажіть або --to"),
        (("inbox", "show", "1", "2"), "Зайвий аргумент (2)"),
    ],
)
def test_wrong_usage_and_help_are_told_in_ukrainian(config: Path, arguments: tuple[str, ...], expected: str) -> None:
    ran = ukrainian(*arguments)
    told = ran.stdout + ran.stderr
    assert expected in told
    assert not {"Usage:", "Error:", "Options:", "Commands:", "Try "} & set(told.split())


def test_tables_have_ukrainian_heads_and_json_keeps_its_names(config: Path, run: Run) -> None:
    run("send", "--to", "+380500000001", "--text", "x")
    assert ukrainian("outbox", "list").stdout.startswith("id\tстворено\tкому\tтип\tстан")
    assert "кому" in ukrainian("outbox", "show", "1").stdout
    assert '"recipient": "+380500000001"' in ukrainian("outbox", "show", "1", "--json").stdout


def test_configuration_problems_are_told_in_ukrainian(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[web]\nlisten = "x"\n[sending]\ngapp = 1\nper_day = -1\n[[modem]]\nname = = 1\n')
    ran = ukrainian("modems", "--config", path)
    assert ran.returncode == 78
    assert f"{path}: 4 помилки" in ran.stderr
    for said in ("рядок 2: web.listen:", "без порту", 'невідомий ключ; може, "gap"?', "замало; дозволено: ціле число"):
        assert said in ran.stderr
    assert not any(word in ran.stderr for word in ("line", "allowed", "unknown", "not TOML"))


def test_a_missing_file_is_told_in_ukrainian(tmp_path: Path) -> None:
    ran = ukrainian("modems", "--config", tmp_path / "none.toml")
    assert ran.returncode == 78
    assert "такого файлу чи теки немає" in ran.stderr


def test_english_stays_what_it_was(config: Path, run: Run) -> None:
    ran = run("outbox", "list", "--limit", "x")
    assert ran.code == 2
    assert "Usage: smsbox outbox list" in ran.err or "Error: Invalid value for '--limit'" in ran.err
