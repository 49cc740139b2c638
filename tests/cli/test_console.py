"""The command as a program: quick to start, quiet in pipes, clear in its exit codes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smsbox.cli.console import escaped
from tests.cli.conftest import Run
from tests.patience import burden

A = "+380500000001"


def program(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "smsbox", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def test_help_is_quick_and_names_every_command() -> None:
    taken = []
    for _ in range(3):
        started = time.monotonic()
        ran = program("--help")
        taken.append(time.monotonic() - started)
    assert ran.returncode == 0
    for name in ("run", "demo", "simulate", "send", "outbox", "inbox", "modems", "doctor"):
        assert f"\n  {name} " in ran.stdout
    # A bare Python needs a part of that; imports of the whole house would take a second and more.
    assert min(taken) < 0.6 * burden()


@pytest.mark.parametrize("name", ["run", "demo", "simulate", "send", "modems", "doctor", "outbox list", "inbox list"])
def test_every_command_explains_itself(run: Run, name: str) -> None:
    ran = run(*name.split(), "--help")
    assert ran.code == 0
    assert len(ran.out.splitlines()) > 5


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("sned").code == 2
    assert run("outbox", "lst").code == 2
    assert run("send", "--frobnicate").code == 2


@pytest.mark.parametrize(("where", "code"), [(">/dev/full", 74), (">&-", 0), (">&- 2>&-", 0), ("2>&-", 0)])
def test_an_output_that_takes_nothing(config: Path, where: str, code: int) -> None:
    program("send", "--to", A, "--text", "x", env={**os.environ, "SMSBOX_CONFIG": str(config)})
    command = f"{sys.executable} -m smsbox outbox list --config {config} {where}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert ran.returncode == code, ran.stderr
    assert "Traceback" not in ran.stderr and "Exception" not in ran.stderr
    assert (code == 74) == ("The output cannot be written" in ran.stderr)


def test_errors_speak_the_language_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    ran = run("send", "--to", "112", "--text", "x")
    assert "це номер екстреної служби" in ran.err
    assert "У чергу нічого не додано" in ran.err
    assert "Повідомлення 5 немає" in run("outbox", "show", "5").err
    assert "Текст порожній" in run("send", "--to", A, "--text", "").err
    assert "Файлу none.csv немає" in run("send", "--file", "none.csv", "--text", "x").err


def test_a_reader_that_goes_away_is_no_error(config: Path) -> None:
    program("send", "--to", A, "--text", "x", env={**os.environ, "SMSBOX_CONFIG": str(config)})
    listing = f"{sys.executable} -m smsbox outbox list --json --config {config} | true; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", listing], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "0"
    assert "Traceback" not in ran.stderr


def test_an_ascii_terminal_gets_escapes_and_valid_json(config: Path) -> None:
    env = {**os.environ, "SMSBOX_CONFIG": str(config), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = program("send", "--to", A, "--text", "Привіт", "--json", env=env)
    assert json.loads(ran.stdout)["text"] == "Привіт"
    assert program("outbox", "list", env=env).returncode == 0


def test_on_a_terminal_there_is_a_table(config: Path) -> None:
    env = {**os.environ, "SMSBOX_CONFIG": str(config), "TERM": "xterm", "COLUMNS": "120"}
    program("send", "--to", A, "--text", "Привіт", env=env)
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "smsbox", "outbox", "list"], stdout=theirs, env=env) as child:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:
            pass  # the other end is closed: all is read
        assert child.wait(60) == 0
    os.close(ours)
    assert "Привіт".encode() in shown
    assert b"\t" not in shown and b"id  queued " in shown


def test_run_refuses_a_bad_configuration_with_78(config: Path) -> None:
    config.write_text("[sending]\ngpa = 1\n" + config.read_text())
    ran = program("run", "--config", config)
    assert ran.returncode == 78
    assert 'line 2: sending.gpa: unknown key; did you mean "gap"?' in ran.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Привіт 🌻", "plain Привіт 🌻"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202e\u2028\ufeff", "\\u202e\\u2028\\ufeff"),
        ("\ud800", "\\ud800"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown
