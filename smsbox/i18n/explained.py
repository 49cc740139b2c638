"""What a person is told of something that went wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explained:
    """A cause and a next step, in the reader's language."""

    cause: str
    step: str
