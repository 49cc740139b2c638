"""`smsbox run` and `simulate` as processes: they say where they are, work together, and end when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.patience import until
from tests.ports import free_port

A = "+380500000001"


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "smsbox", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture
def box(config: Path) -> Iterator[Path]:
    """A configuration whose page has a free port."""
    config.write_text(f'[web]\nlisten = "127.0.0.1:{free_port()}"\n' + config.read_text())
    yield config


def test_the_whole_box_from_the_command_line(box: Path, run: Run) -> None:
    queued_before = run("send", "--to", A, "--text", "queued before the daemon runs", "--json").rows[0]["id"]
    air = start("simulate", "--link", box.parent / "tty", "--profile", "zero", "--seed", "1")
    until((box.parent / "tty").exists)
    daemon = start("run", "--config", box)
    try:
        until(lambda: any(row["running"] and row["state"] == "ready" for row in run("modems", "--json").rows))
        run("send", "--to", A, "--text", "queued while it runs")
        until(lambda: {row["state"] for row in run("outbox", "list", "--json").rows} == {"delivered"})
        (row,) = run("outbox", "show", str(queued_before), "--json").rows
        assert row["sim"] == "255010000000001"
        assert row["segments"][0]["attempts"] == 1
        assert "ok       The daemon runs and answers." in run("doctor").out
        second = subprocess.run(
            [sys.executable, "-m", "smsbox", "run"], env={**os.environ}, capture_output=True, text=True, timeout=30
        )
        assert second.returncode == 75
        assert "smsbox: Another smsbox already works" in second.stderr
    finally:
        for process in (daemon, air):
            process.send_signal(signal.SIGTERM)
        said, _ = daemon.communicate(timeout=60)
        air.communicate(timeout=60)
    assert daemon.returncode == 0
    assert air.returncode == 0
    assert "page: http://127.0.0.1:" in said
    assert "enter the code" in said
    assert run("modems", "--json").rows[0]["running"] is False
