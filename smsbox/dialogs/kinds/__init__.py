"""The kinds of dialogs: each a pure half that answers and its books that remember; loaded when a flow needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk.happening import Happening
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import Effect, Heard, Move
from smsbox.store import Store

KINDS = ("vote", "quiz", "contest", "order", "appointment", "survey", "form")
"""Their words in flow files; the module of each stands here under the same name and has a `KIND` and a `BOOKS`."""


class Kind(Protocol):
    """The pure half: no database, no clock. `view` is what its books have read for this customer, `state` its own."""

    texts: Mapping[str, Mapping[str, str]]
    """Language → key of a text → the usual text, a template; the same keys in each of uk, en, pl, ru."""

    def parse(self, part: Part) -> Any:
        """The kind's part of a flow file. Whatever is wrong with it is told to `part`, which goes on."""

    def begin(self, flow: Flow[Any], view: Any, heard: Heard) -> Move:
        """He has sent the flow's word, beside it `heard.rest`. Without an `outcome` the dialog is open."""

    def hear(self, flow: Flow[Any], state: Mapping[str, Any], view: Any, heard: Heard) -> Move:
        """He has answered the open dialog. What he said may be anything; a wrong answer is told and loses nothing."""

    def again(self, flow: Flow[Any], state: Mapping[str, Any], view: Any) -> Move:
        """He comes back to the open dialog by its word: what was asked is asked again."""

    def leave(self, flow: Flow[Any], state: Mapping[str, Any], view: Any, why: str) -> Move:
        """The dialog ends before its end: `why` is `cancel`, `stop`, `late` or `closed`. What was held is given back.
        Only for `cancel` he is told anything.
        """

    def later(self, flow: Flow[Any], view: Any, heard: Heard) -> Move | None:
        """No dialog is open, and his books know him (`Books.knows`): asks he about what he has – his order's state, his
        appointment? None: that is not meant for this flow. A move without `outcome` opens a dialog.
        """

    # A kind may have `resumes = True`: whoever comes back by its word within a week after his dialog ended `late` goes
    # on where he was, by `again` with the state he had. Nothing may be held in that state. With `only_called = True` a
    # question that has the word in it ("what is the PRICE of a cake?") is for people and opens nothing. With `answers =
    # True` the kind answers questions itself, and says what people have to read. With `keeps = True` who leaves loses
    # nothing, so that a bare NO, where it is no answer, leaves.


class Books(Protocol):
    """The half with the tables. Everything here is called inside a transaction that holds the flow's row
    (`flows.rows.hold`), so of two customers one comes first and nothing that was read can change meanwhile.
    """

    def view(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> Any:
        """What the pure half may look at; it may read lazily."""

    def apply(
        self, store: Store, config: Config, flow: Flow[Any], dialog_id: int | None, effect: Effect, heard: Heard
    ) -> None:
        """Carry out one effect of the kind; `dialog_id` None where none is open and none was before."""

    def flows_of(self, store: Store, number: str, now: Micros) -> Sequence[int]:
        """The flows that may know him, read by his number; of a customer of many years no others are looked at."""

    def knows(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> bool:
        """Whether he has something here that he may write about without the flow's word."""

    def due(self, store: Store, now: Micros) -> bool:
        """Whether `tick` has anything to do by now in any flow of this kind: one read by an index, since it is asked
        every few seconds; `return False` where time alone brings nothing.
        """

    def tick(self, store: Store, config: Config, flow: Flow[Any], now: Micros) -> None:
        """What time alone brings: holds that run out, reminders that are due. Called for every flow of the kind that is
        no draft, closed ones too, once `due` says so; whatever it queues says by `send_after` when it may leave.
        """

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """What of this kind happened with a number, the newest first, whatever the flow."""

    # Books may have `opened(store, config, flow, now)`, called when a flow is opened and with each new version of an
    # open one, and `closed(store, config, flow, now)`, called when somebody closes it: inside that transaction.


def kind_of(key: str) -> Kind:
    """The pure half of the kind called so."""
    kind: Kind = _module(key).KIND
    return kind


def books_of(key: str) -> Books:
    """The books of the kind called so."""
    books: Books = _module(key).BOOKS
    return books


def _module(key: str) -> Any:
    if key not in KINDS:
        raise KeyError(key)
    return import_module(f"{__name__}.{key}")
