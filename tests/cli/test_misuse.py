"""A day of wrong use: every mistake gets a sentence with cause and next step and its exit code, never a traceback."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from smsbox.cli.daemon import _log_to_stderr
from tests.cli.conftest import Run
from tests.cli.test_console import program

A = "+380500000001"
HUGE = "9" * 40


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("send", "--to", A, "--text", "x", "--send-after", "0001-01-01"), 2),
        (("send", "--to", A, "--text", "x", "--send-after", "9999-12-31T23:59"), 2),
        (("send", "--to", A, "--text", "x", "--send-after", f"+{HUGE}h"), 2),
        (("send", "--to", A, "--text", "x", "--send-after", "+999999999999h"), 2),
        (("send", "--to", A, "--text", "x", "--validity", "9" * 5000 + "d"), 2),
        (("send", "--to", A, "--text", "x", "--priority", HUGE), 2),
        (("outbox", "list", "--since", "0001-01-01"), 2),
        (("modems", "history", "main", "--since", "once"), 2),
        (("outbox", "list", "--limit", HUGE), 2),
        (("outbox", "show", HUGE), 69),
        (("outbox", "cancel", HUGE, "-1"), 2),
        (("outbox", "move", "1", "--modem", "main"), 69),
        (("outbox", "move", "1"), 2),
        (("inbox", "show", HUGE), 69),
        (("calls", "done", HUGE), 69),
        (("modems", "pause", "nobody"), 69),
        (("routes", "set", "067", ""), 65),
        (("ussd", "abc"), 65),
        (("demo", "--data", "/proc/nothing"), 1),
        (("demo", "--listen", "nowhere"), 78),
        (("simulate", "--link", "/proc/nothing"), 1),
    ],
)
def test_wrong_words_get_a_sentence(
    config: Path, run: Run, arguments: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(config.parent)
    assert run("send", "--to", A, "--text", "there is something").code == 0
    ran = run(*arguments)
    assert ran.code == code
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_a_long_time_ago_is_everything(run: Run) -> None:
    run("send", "--to", A, "--text", "x")
    assert len(run("outbox", "list", "--json", "--since", "999999999999d").rows) == 1


FILES = {
    "noise.csv": bytes(range(256)) * 20,
    "quote.csv": b'"number\n0500000001\n',
    "zip.xlsx": b"PK\x03\x04" + b"garbage" * 40,
    "marks.csv": b"\xff\xfe",
    "nothing.csv": b"",
    "folder.csv": None,
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_tables(tmp_path: Path, run: Run, name: str) -> None:
    path = tmp_path / name
    content = FILES[name]
    path.mkdir() if content is None else path.write_bytes(content)
    ran = run("send", "--file", path, "--text", "x")
    assert ran.code == 65
    assert name in ran.err and "→" in ran.err


def test_a_binary_configuration_is_one_problem(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "noise.toml"
    path.write_bytes(bytes(range(256)) * 20)
    ran = run("modems", "--config", path)
    assert ran.code == 78
    assert "this is no text file" in ran.err


def test_a_socket_that_cannot_be_made(tmp_path: Path) -> None:
    ran = program("simulate", "--link", tmp_path / "tty", "--control", tmp_path / "none" / "control")
    assert ran.returncode == 1
    assert "control: No such file" in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code"), [(("outbox", "list", "--limit", "x"), 2), (("outbox", "show", "7"), 69)]
)
def test_a_full_stderr_changes_no_exit_code(config: Path, arguments: tuple[str, ...], code: int) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "smsbox", *arguments]
        assert subprocess.run(command, stdout=full, stderr=full, timeout=60).returncode == code


def test_without_home_and_in_a_folder_that_is_gone(config: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    script = f"mkdir {gone} && cd {gone} && rmdir {gone} && exec {sys.executable} -m smsbox"
    env = {name: value for name, value in os.environ.items() if name not in ("HOME", "PYTHONPATH")}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    listed = subprocess.run(["sh", "-c", f"{script} outbox list"], capture_output=True, text=True, env=env, timeout=60)
    assert listed.returncode == 0, listed.stderr
    shown = subprocess.run(["sh", "-c", f"{script} demo"], capture_output=True, text=True, env=env, timeout=60)
    assert shown.returncode == 1
    assert "Traceback" not in shown.stderr


def test_ctrl_c_while_a_file_is_queued_says_how_far_it_came(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("number\n" + "".join(f"05{number:08}\n" for number in range(80_000)))
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "smsbox", "send", "--file", str(path), "--text", "x", "--json"]
    # Whoever starts the tests in the background of a shell has SIGINT ignored, and so would this have.
    heeded = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    sending = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, preexec_fn=heeded
    )
    assert sending.stdout is not None
    sending.stdout.readline()
    sending.send_signal(signal.SIGINT)
    _, err = sending.communicate(timeout=60)
    assert sending.returncode == 130
    assert "Traceback" not in err
    assert "leave these out before you send the file again" in err
    told = int(err.split("only the first ")[1].split()[0])
    listed = program("outbox", "list", "--json", "--limit", "0")
    assert 0 < told < 80_000 and len(listed.stdout.splitlines()) == told


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("closed", ["config.toml", "smsbox.db"])
def test_another_account_is_told_whose_box_it_is(config: Path, run: Run, closed: str) -> None:
    """Everybody types `smsbox outbox list` without sudo once; that is no trouble of the SD card."""
    run("send", "--to", A, "--text", "x")
    for folder in (config.parent, *config.parent.parents[:3]):
        folder.chmod(0o755)
    (config.parent / closed).chmod(0o600)
    # The interpreter and its libraries may be closed to others, too: what is needed is loaded before.
    script = (
        "import os, pwd, sys, rich.cells, smsbox.cli.outbox, smsbox.config, smsbox.outbox, smsbox.store, phonenumbers\n"
        "from smsbox.i18n import explanations, translator\n"
        "translator.translator('en').gettext('x')\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "smsbox.cli.main(['outbox', 'list'])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 77, ran.stderr
    assert f"This account may not use {config.parent / closed}." in ran.stderr
    assert "sudo -u" in ran.stderr


def test_what_customers_write_forges_no_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    records = logging.getLogger("smsbox.test")
    level, kept = logging.getLogger().level, logging.getLogger().handlers[:]
    try:
        _log_to_stderr(False)
        records.info("from %s", "\x1b[2J\n2026-01-01 00:00:00,000 ERROR smsbox.relay: forged")
        try:
            raise ValueError("one\n2026-01-01 00:00:00,000 ERROR smsbox.relay: forged")
        except ValueError:
            records.exception("it broke")
    finally:
        logging.basicConfig(level=level, handlers=kept, force=True)
    lines = capsys.readouterr().err.splitlines()
    assert "from \\x1b[2J\\n2026-01-01" in lines[0]
    assert not [line for line in lines if line.startswith("2026-01-01")]
    assert any("Traceback" in line for line in lines)


def test_the_port_of_the_page_is_taken(config: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config.write_text(config.read_text() + f'[web]\nlisten = "127.0.0.1:{port}"\n')
        started = time.monotonic()
        ran = program("run", "--config", config)
    assert ran.returncode not in (0, 1) and time.monotonic() - started < 30
    assert str(port) in ran.stderr and "Traceback" not in ran.stderr
