"""Large files: memory stays flat, and the first messages can leave while the rest is still being queued."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from smsbox.store import Store

_MB = 1024
MEASURED = """
import resource, sys
from smsbox.cli import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def people(folder: Path, count: int) -> Path:
    path = folder / f"people{count}.csv"
    with path.open("w") as file:
        file.write("number;name\n")
        file.writelines(f"+3805000{n:05d};Людина {n}\n" for n in range(count))
    return path


def peak(config: Path, *arguments: str | Path) -> int:
    """The most memory the command took, in KiB."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "SMSBOX_CONFIG": str(config)},
    )
    assert ran.returncode == 0, ran.stderr
    return int(ran.stderr.split()[-1])


def test_memory_is_flat_in_sending_and_listing(config: Path, tmp_path: Path) -> None:
    few = peak(config, "send", "--file", people(tmp_path, 500), "--text", "Вітаю, {name}!")
    many = peak(config, "send", "--file", people(tmp_path, 40_000), "--text", "Вітаю, {name}!")
    assert many - few < 12 * _MB
    listed_few = peak(config, "outbox", "list", "--json", "--limit", "500")
    assert peak(config, "outbox", "list", "--json", "--limit", "20000") - listed_few < 12 * _MB


def test_the_first_can_leave_before_the_last_is_queued(config: Path, tmp_path: Path) -> None:
    path = people(tmp_path, 20_000)
    env = {**os.environ, "SMSBOX_CONFIG": str(config)}
    command = [sys.executable, "-m", "smsbox", "send", "--file", str(path), "--text", "{name}"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as child:
        seen = []
        while child.poll() is None:
            time.sleep(0.02)
            if (tmp_path / "smsbox.db").exists():
                store = Store.open(f"sqlite://{tmp_path}/smsbox.db", check=False)
                seen.append(int(store.run("SELECT count(*) FROM messages").fetchone()[0]))
                store.close()
        assert child.returncode == 0
    assert any(0 < count < 20_000 for count in seen), seen
