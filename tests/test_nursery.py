"""What is born of the nursery is the program as typed, and never outlives the tests, however these end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from tests.installation import Installation
from tests.nursery import ROOT, heeded, nursery
from tests.patience import until

_LEAVES_A_DAEMON = """
import os, signal, sys
from pathlib import Path
from tests.installation import Installation
left = Installation(Path(sys.argv[1]), [])
left.start()
print(left.owner(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def runs(pid: int) -> bool:
    """Whether there is such a process, and more of it than its exit status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_daemon_ends_with_the_tests_that_were_killed(tmp_path: Path) -> None:
    """Its simulator is gone, and its path leads to the terminal that the kernel gives to somebody else next."""
    left = subprocess.run(
        [sys.executable, "-c", _LEAVES_A_DAEMON, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert left.returncode == -signal.SIGKILL, left.stderr
    until(lambda: not runs(int(left.stdout)), what="the daemon has ended")


@pytest.mark.parametrize("fork", [True, False])
def test_modules_are_looked_for_where_a_process_of_its_own_would(fork: bool) -> None:
    command = ["site"] if fork else [sys.executable, "-m", "site"]
    with TemporaryFile() as out, TemporaryFile() as err:
        assert nursery().bear(command, os.environ, out.fileno(), err.fileno(), fork=fork).wait(60) == 0
        out.seek(0)
        told = out.read()
    assert told == subprocess.run([sys.executable, "-m", "site"], cwd=ROOT, capture_output=True, timeout=60).stdout


def test_what_counts_from_the_first_moment_on_is_no_matter_of_a_fork() -> None:
    assert heeded(os.environ | {"NOTIFY_SOCKET": "/run/somewhere"})
    for name in ("TZ", "LC_ALL", "PYTHONPATH", "LD_PRELOAD"):
        assert not heeded(os.environ | {name: "/somewhere/else"})


def test_how_it_ended_is_told(tmp_path: Path) -> None:
    made = Installation(tmp_path, [])
    made.start()
    assert made.process is not None and made.process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        made.process.wait(0.01)
    os.kill(made.owner(), signal.SIGKILL)
    assert made.process.wait(60) == made.process.poll() == -signal.SIGKILL
    made.process.kill()  # nobody else by now
