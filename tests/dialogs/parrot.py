"""A kind of the tests' own: three numbers are asked for, one after the other; it can be made to fail.

Its books keep what it was told in memory, beside the database, so that a test sees what was carried out when.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.dialogs import kinds
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows import reading
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import ForPeople, Heard, Move, Remember, Tag
from smsbox.sms.keywords import Kind as Order
from smsbox.store import Store

NAME = "parrot"
TEXT = {
    "ask": "Число {place}?",
    "wrong": "Не число. {place}?",
    "thanks": "Дякуємо, {name|друже}: {numbers}",
    "gone": "Кажу: {numbers}",
}


def source(*, name: str = "numbers", words: str = '"ЧИСЛО", "NUMBER"', more: str = "") -> str:
    """A scenario of this kind."""
    return f'kind = "parrot"\nname = "{name}"\ntitle = "Числа {name}"\nwords = [{words}]\n{more}\nhow_many = 3\n'


class Kind:
    texts = dict.fromkeys(("uk", "en", "pl", "ru"), TEXT)
    resumes = True

    def parse(self, part: Part) -> int:
        return part.whole("how_many", least=1, most=9)

    def begin(self, flow: Flow[int], view: Any, heard: Heard) -> Move:
        return self.hear(flow, {}, view, heard) if heard.rest.isdigit() else self._asked(flow, [])

    def hear(self, flow: Flow[int], state: Mapping[str, Any], view: Any, heard: Heard) -> Move:
        numbers = list(state.get("numbers", []))
        if "бум" in heard.rest:
            raise RuntimeError("boom")
        if not heard.rest.strip().isdigit():
            return Move((flow.say("wrong", place=len(numbers) + 1),), step="wrong", state=state, understood=False)
        numbers.append(int(heard.rest))
        if len(numbers) < flow.part:
            return self._asked(flow, numbers)
        effects = (
            "kept",
            Remember("улюблене", str(numbers[0])),
            Tag("числа"),
            *((ForPeople(),) if 13 in numbers else ()),
        )
        return Move((flow.say("thanks", numbers=numbers),), effects, step="thanked", outcome="done")

    def again(self, flow: Flow[int], state: Mapping[str, Any], view: Any) -> Move:
        return self._asked(flow, list(state.get("numbers", [])))

    def leave(self, flow: Flow[int], state: Mapping[str, Any], view: Any, why: str) -> Move:
        if "fails" in flow.title and why != "cancel":
            raise RuntimeError("cannot leave")
        return Move(effects=(f"left {why}",), step="left", outcome="left")

    def later(self, flow: Flow[int], view: Any, heard: Heard) -> Move | None:
        if heard.meaning.cancels:
            return Move((flow.say("gone", numbers="скасовано"),), step="called off", outcome="done")
        if heard.meaning.kind is Order.NO:
            return Move((flow.say("gone", numbers="ні"),), step="said no", outcome="done")
        return Move((flow.say("gone", numbers=view),), step="told", outcome="done") if "скажи" in heard.text else None

    def _asked(self, flow: Flow[int], numbers: list[int]) -> Move:
        return Move((flow.say("ask", place=len(numbers) + 1),), step="asked", state={"numbers": numbers})


@dataclass
class Books:
    done: list[str] = field(default_factory=list)
    knowing: set[str] = field(default_factory=set)
    wanted: int = 0
    ticked: list[str] = field(default_factory=list)

    def view(self, store: Store, flow: Flow[int], number: str, now: Micros) -> Any:
        return number[-1]

    def apply(
        self, store: Store, config: Config, flow: Flow[int], dialog_id: int | None, effect: Any, heard: Heard
    ) -> None:
        self.done.append(effect)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        sql = "SELECT id FROM flows WHERE kind = ?"
        return [row[0] for row in store.run(sql, NAME).fetchall()] if number in self.knowing else []

    def knows(self, store: Store, flow: Flow[int], number: str, now: Micros) -> bool:
        return number in self.knowing

    def due(self, store: Store, now: Micros) -> bool:
        if self.wanted < 0:
            raise RuntimeError("cannot tell")
        return bool(self.wanted)

    def tick(self, store: Store, config: Config, flow: Flow[int], now: Micros) -> None:
        assert store.in_write()
        self.ticked.append(flow.name)
        self.wanted = 0

    def happenings(self, store: Store, number: str, limit: int) -> list[Any]:
        return []


def settle_in(patch: pytest.MonkeyPatch) -> Books:
    """Have the engine know it; its books."""
    module, books = ModuleType("parrot"), Books()
    module.KIND, module.BOOKS = Kind(), books  # type: ignore[attr-defined]
    patch.setitem(sys.modules, f"{kinds.__name__}.{NAME}", module)
    for each in (kinds, reading):
        patch.setattr(each, "KINDS", (*kinds.KINDS, NAME) if NAME not in kinds.KINDS else kinds.KINDS)
    return books
