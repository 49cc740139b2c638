"""What can be wrong with a configuration file, and the errors that carry all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.errors import SmsboxError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: full `key` ("" for the file), `line` from 1, what was found, what is allowed, the nearest."""

    key: str
    line: int | None
    said: str
    allowed: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        sentence = f"{where}{self.key + ': ' if self.key else ''}{self.said}"
        if self.nearest:
            sentence += f"; did you mean {self.nearest}?"
        if self.allowed:
            sentence += f"; allowed: {self.allowed}"
        return sentence


class ConfigErrors(SmsboxError):
    """The file has problems, all of them listed. Facts: `path`, `problems` (tuple of Problem), `count`."""

    key = "config.errors"
    exit_code = 78

    def __init__(self, *, path: str, problems: Sequence[Problem]) -> None:
        super().__init__(path=path, problems=tuple(problems), count=len(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        noun = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        return "\n".join([f"{self.facts['path']}: {noun}", *(f"  {problem}" for problem in self.problems)])


class ConfigMissing(SmsboxError):
    """There is no configuration file, or it cannot be read. Facts: `path`, `problem`."""

    key = "config.missing"
    exit_code = 78


class PinFileUnusable(SmsboxError):
    """The PIN file is missing, open to others, or holds no PIN. Facts: `path`, `problem`, never the content."""

    key = "config.pin_file"
    exit_code = 78
