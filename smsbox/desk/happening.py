"""One thing that happened with a customer, as it stands in his thread between the messages; frozen."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros


@dataclass(frozen=True, slots=True)
class Happening:
    """`kind`: a word that says what it belongs to (`vote`, `order`, `coupon`, …); `said`: a sentence, English, a
    `Phrase` where it carries facts, told in the reader's language by the page. `href`: where more of it stands.
    """

    at: Micros
    kind: str
    said: str
    href: str = ""
