"""The lines of a conversation as the page shows them: bubbles, days, what happened in between."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.web.words import Word


@dataclass(frozen=True, slots=True)
class Line:
    """`way`: `in` (the customer), `out` (we), `note` (a colleague, for colleagues), `between` (something happened) or
    `day`. `text` is what was said, of a bubble with its codes as links; `id` and `href` where more of it stands;
    `word`: how delivery or handling stands, `full`: the same in a sentence; `who` of us wrote it; `about`: the campaign
    of an advertisement, with its page; `after`: when what waits may leave at the earliest.
    """

    way: str
    at: Micros
    text: str
    href: str = ""
    word: Word | None = None
    full: str = ""
    who: str = ""
    about: tuple[str, str] | None = None
    warn: bool = False
    after: Micros | None = None
