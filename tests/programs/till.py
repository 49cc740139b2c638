"""A till for tests: a token, the box's configuration, a clock moved by hand, and a word for what tills do all day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.config.programs import ProgramsConfig
from smsbox.outbox import Draft, Filter, MessageView
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs import sending
from smsbox.programs.sending import Sent, Wish
from smsbox.store import Store
from tests.contracts import counter
from tests.contracts.shop import ANNA, START

TEXT = "Замовлення готове"
LONG = TEXT + " до 18:00" * 10
"""Two SMS."""


def scattered(count: int, first: int = 0) -> list[str]:
    """Numbers of which no two are neighbours."""
    return [f"+38067{place:04d}123" for place in range(first, first + count)]


def neighbours(count: int, first: int = 0) -> list[str]:
    """Numbers one after the other."""
    return [f"+38050777{place:04d}" for place in range(first, first + count)]


@dataclass
class Till:
    store: Store
    config: Config = field(default_factory=counter.config)
    now: Micros = START

    def token(self, *rights: Right, name: str = "till", **how: Any) -> Token:
        wanted = rights or (Right.WRITE, Right.BULK)
        return tokens.make(self.store, name=name, rights=wanted, by=Actor("Olena", "owner"), now=self.now, **how)[0]

    def limited(self, **programs: Any) -> None:
        self.config = replace(self.config, programs=replace(ProgramsConfig(), **programs))

    def allowing(self, *allow: str) -> None:
        self.config = replace(self.config, sending=replace(self.config.sending, allow=allow))

    def send(self, token: Token, to: str | Sequence[str] = ANNA, text: str = TEXT, **how: Any) -> Sent:
        of_wish = {name: how.pop(name) for name in ("name", "skip_bad", "wrong", "callback") if name in how}
        numbers = [to] if isinstance(to, str) else to
        wish = Wish.to(numbers, Draft(recipient="", text=text, **how), "api", **of_wish)
        return sending.send(self.store, token, self.config, wish, self.now)

    def messages(self) -> list[MessageView]:
        """Every message there is, oldest first."""
        return outbox.page(self.store, Filter(), limit=5000).rows[::-1]

    def rows(self, table: str) -> int:
        return int(self.store.run(f"SELECT count(*) FROM {table}").fetchone()[0])
