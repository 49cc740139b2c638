"""What gammu-smsd and smstools' smsd have in common: folders as queues, one file a message, a program to start."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tests.bench import processes


class Peer(Protocol):
    """A program from Debian that does what smsbox does."""

    name: str
    inbox: Path
    processes: list[subprocess.Popen[bytes]]

    def queue(self, count: int, *, first: int = 0) -> None:
        """Put `count` messages for each modem into its queue, each in one rename."""

    def start(self) -> None:
        """Start its programs."""


class Programs:
    """Started programs, ended together."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        for name in names:
            (folder / name).mkdir(parents=True, exist_ok=True)

    def launch(self, command: Sequence[str]) -> None:
        """Start one program; its words go to a file."""
        with open(self.folder / "log", "ab") as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    def stop(self) -> None:
        """End them all, whatever they are doing."""
        grown = [child for process in self.processes for child in processes.children(process.pid)]
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in grown:
            subprocess.run(["kill", "-KILL", str(child)], check=False, stderr=subprocess.DEVNULL)
        self.processes.clear()

    def cpu_seconds(self) -> float:
        """CPU time of all programs so far."""
        return sum(processes.fine_cpu_seconds(process.pid) for process in self.processes)


def drop(folder: Path, spare: Path, name: str, content: str) -> None:
    """Put a file into a queue as both manuals ask for: written elsewhere, then renamed into place."""
    unfinished = spare / name
    unfinished.write_text(content, encoding="ascii")
    unfinished.rename(folder / name)
