"""Letters that advertise: only to people who may be written to, each with the line that says how to leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from smsbox import wording
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules
from smsbox.outbox import Permissions
from smsbox.sheets.letters import Letter, count_segments
from smsbox.sheets.rows import BadRow
from smsbox.sms.segments import TooLong
from smsbox.store import Store

NOT_PERMITTED = "permission."
"""Begins the reason of a row whose recipient may not be written to; the rest is one of `consent.REFUSALS`."""

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Advertising:
    """Advertising that would leave at `at`; `store` None: a shop that has no database yet, so nobody agreed."""

    store: Store | None
    config: Config
    at: Micros

    def of(self, letters: Iterable[Letter | BadRow]) -> Iterator[Letter | BadRow]:
        """The same letters, with their last line; those to people who may not be written to as bad rows."""
        rest = iter(letters)
        while some := list(islice(rest, _AT_ONCE)):
            asked = self.asked(each.recipient for each in some if isinstance(each, Letter))
            yield from (each if isinstance(each, BadRow) else self._one(each, asked) for each in some)

    def asked(self, numbers: Iterable[str]) -> Permissions | None:
        """What is known of these numbers; None where nothing is known of anybody."""
        if self.store is None:
            return None
        return Permissions.load(self.store, numbers, now=self.at, rules=Rules.of(self.config))

    def refusal(self, number: str, asked: Permissions | None) -> str:
        """Why `number`, one of those asked about, may not be written to at all; "" when it may be, if only later."""
        if asked is None:
            return "consent"
        verdict = asked.judge(number, now=self.at)
        return str(verdict.reason) if verdict.refused else ""

    def finished(self, text: str, number: str, asked: Permissions | None) -> str:
        """`text` with the line that says how to leave, in the language of whoever has `number`."""
        shop = self.config.shop
        language = (asked.language(number) if asked else None) or shop.language
        return wording.with_footer(text, language, shop.footer, shop.stop_words)

    def _one(self, letter: Letter, asked: Permissions | None) -> Letter | BadRow:
        refusal = self.refusal(letter.recipient, asked)
        if refusal:
            return BadRow(letter.line, NOT_PERMITTED + refusal, letter.recipient)
        text = self.finished(letter.text, letter.recipient, asked)
        try:
            return replace(letter, text=text, segments=count_segments(text))
        except TooLong as error:
            return BadRow(letter.line, "text.long", str(error.facts["segments"]))
