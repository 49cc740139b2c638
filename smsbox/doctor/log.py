"""The last lines of the log: kept in memory by the daemon for its page, read from the journal by the command line."""

from __future__ import annotations

import logging
import subprocess
from collections import deque

LINES = 500


class LastLines(logging.Handler):
    """A log handler that remembers the last lines, for the bundle of the page."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self.lines: deque[str] = deque(maxlen=LINES)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one record; each line of a traceback counts."""
        # whole: a text that was cut is not recognised as the one it is cut from
        self.lines.extend(self.format(record).splitlines())


def last_lines(unit: str = "smsbox.service") -> list[str]:
    """The last lines of our own log if we keep them, else of the journal of `unit`; [] if it is not ours to read."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LastLines):
            return list(handler.lines)
    command = ["journalctl", "--unit", unit, "--lines", str(LINES), "--output", "short-iso", "--no-pager", "--quiet"]
    try:
        read = subprocess.run(command, capture_output=True, timeout=15)
    except (OSError, subprocess.SubprocessError):
        return []
    return read.stdout.decode(errors="replace").splitlines()[-LINES:] if read.returncode == 0 else []
