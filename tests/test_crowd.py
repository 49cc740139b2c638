"""The suite spread over workers: each test runs once and is reported once, also when a worker dies of one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.nursery import ROOT

CONFTEST = """
from tests.conftest import pytest_addoption, pytest_runtestloop
"""

TESTS = """
import os, signal, warnings
from pathlib import Path
import pytest
from tests import crowd
from tests.ports import free_port

def note(what):
    with open("{notes}", "a") as file:
        file.write(what + "\\n")

@pytest.fixture(scope="session")
def dear():
    note(f"begun {{os.getpid()}}")
    yield
    note(f"ended {{os.getpid()}}")

@pytest.mark.parametrize("place", range(40))
def test_plain(dear, place, tmp_path, tmp_path_factory):
    note(f"ran {{place}}")
    note(f"port {{free_port()}}")
    note(f"folder {{tmp_path}}")
    assert crowd.together(tmp_path_factory) in tmp_path.parents
    print("said by", place)
    assert place != 20

def test_dies(dear):
    note("died")
    os.kill(os.getpid(), signal.SIGKILL)

def test_warns():
    warnings.warn("mind the step")

@pytest.mark.skip(reason="no such thing")
def test_skipped():
    pass
"""


def test_each_runs_once_and_is_reported_once(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TESTS.format(notes=notes))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rs", "--workers", "3"]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", f"--basetemp={tmp_path / 'base'}", "-c", os.devnull, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 failed, 40 passed, 1 skipped, 1 warning" in done.stdout
    assert "test_dies ended with -9" in done.stdout
    assert "said by 20" in done.stdout
    assert "said by 19" not in done.stdout
    assert "mind the step" in done.stdout
    lines = Counter(notes.read_text().splitlines())
    assert set(lines.values()) == {1}
    told = [line.split() for line in lines]
    assert len([1 for what, *_ in told if what == "ran"]) == 40
    begun, ended = ({each[1] for each in told if each[0] == what} for what in ("begun", "ended"))
    assert ended < begun, "what one worker made is put away by it"
    assert len(begun - ended) == 1, "all but the one that died"
