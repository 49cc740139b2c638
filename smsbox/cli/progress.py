"""A progress bar on stderr, and only for a person who watches: never in pipes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_WORTH_A_BAR = 200


class Progress:
    """Shows how many of `total` messages are queued."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._bar: RichProgress | None = None
        self._task: Any = None
        if shown and total >= _WORTH_A_BAR and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

            self._bar = Progress(
                "queueing", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
            )

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, done: int) -> None:
        """`done` messages are queued by now."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
