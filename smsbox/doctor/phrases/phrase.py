"""What a finding is told with: phrases of the catalogues with `{facts}`, a command and a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """`command` (with facts too) and `page` are not translated; what is in order needs a cause alone."""

    cause: str
    consequence: str = ""
    step: str = ""
    command: str = ""
    page: str = ""
