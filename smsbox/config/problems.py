"""What can be wrong with a configuration file, and the errors that carry all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: full `key` ("" for the file), `line` from 1, what was found, what is allowed, the nearest."""

    key: str
    line: int | None
    said: str
    allowed: str = ""
    nearest: str = ""

    @property
    def sentence(self) -> Phrase:
        """All of it in one line."""
        told: str = self.said
        if self.key:
            told = Phrase("{key}: {said}", key=self.key, said=told)
        if self.line:
            told = Phrase("line {line}: {said}", line=self.line, said=told)
        if self.nearest:
            told = Phrase("{said}; did you mean {nearest}?", said=told, nearest=self.nearest)
        if self.allowed:
            told = Phrase("{said}; allowed: {allowed}", said=told, allowed=self.allowed)
        return told if isinstance(told, Phrase) else Phrase("{said}", said=told)

    def __str__(self) -> str:
        return str(self.sentence)


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
