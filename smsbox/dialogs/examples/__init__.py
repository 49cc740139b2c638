"""The flows that are shipped as examples, each with a talk that it holds; in Ukrainian and in English."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("uk", "en")
NAMES = (
    *("saturday-vote", "flower-orders", "hairdresser", "price-quiz", "receipt-draw", "preferences"),
    "job-application",
)
"""In the order in which they are offered."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """One of them in one language: the flow as a file, and a talk for `dialog try --transcript`."""

    key: str
    language: str
    source: str
    talk: str

    @property
    def kind(self) -> str:
        """Its kind, by the key of the kind."""
        return str(tomllib.loads(self.source)["kind"])

    @property
    def title(self) -> str:
        """As its customers are told."""
        return str(tomllib.loads(self.source)["title"])

    @property
    def about(self) -> str:
        """What it is for: the remark at the head of the file."""
        lines = []
        for line in self.source.splitlines():
            if not line.startswith("#"):
                break
            lines.append(line.lstrip("# "))
        return " ".join(lines)


def example(key: str, language: str) -> Example | None:
    """The example called so, in that language."""
    if key not in NAMES or language not in LANGUAGES:
        return None
    flow, talk = (_HERE / f"{key}.{language}.{end}" for end in ("toml", "talk"))
    return Example(key, language, flow.read_text(encoding="utf-8"), talk.read_text(encoding="utf-8"))


def examples(language: str) -> list[Example]:
    """All of that language."""
    return [found for key in NAMES if (found := example(key, language)) is not None]
