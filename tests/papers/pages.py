"""The pages people read, and what stands in them: headings, links, blocks of code, words in code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
UKRAINIAN = DOCS / "uk"
GENERATED = ("commands.md", "settings.md", "problems.md")
"""Made by `make papers`, and held to what makes them; what they name needs no second look."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Page:
    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """Without blocks of code."""
        return _FENCE.sub("", self.text)

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Language and text of each block of code."""
        return _FENCE.findall(self.text)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each."""
        return [(len(marks), words) for marks, words in _HEADING.findall(self.prose)]

    @property
    def links(self) -> list[str]:
        return _LINK.findall(_CODE.sub("", self.prose))

    @property
    def words_in_code(self) -> list[str]:
        return _CODE.findall(self.prose)

    @cached_property
    def anchors(self) -> set[str]:
        """The names under which a heading is reached, as GitHub makes them."""
        found: set[str] = set()
        for _, words in self.headings:
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("`", "").replace("*", "")
            name = _NOT_IN_ANCHORS.sub("", plain.lower()).replace(" ", "-")
            found.add(next(each for each in (name, *(f"{name}-{n}" for n in range(1, 99))) if each not in found))
        return found

    def lines(self, *languages: str) -> list[str]:
        """Those of its blocks in `languages`."""
        return [line for language, block in self.blocks if language in languages for line in block.splitlines()]


PAGES = [Page(path) for path in sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *UKRAINIAN.glob("*.md")])]
WRITTEN = [page for page in PAGES if page.path.name not in GENERATED]
