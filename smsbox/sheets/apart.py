"""Files of any length, made in a process of their own: a million rows in the daemon would take turns with its relays
and pages, AT+CMGS would come ten times later.

`python -m smsbox.sheets.apart` is ordered a file (`sheets.process`) and writes it to its output.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO
from zoneinfo import ZoneInfo

from smsbox.clock import Micros
from smsbox.contacts import Wanted
from smsbox.i18n.translator import translator
from smsbox.inbox import InboxFilter
from smsbox.outbox import filters
from smsbox.sheets import campaigns, customers, exports, process, shop
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
from smsbox.sheets.process import Apart
from smsbox.store import Store

PEOPLE = "people"
"""The word for a whole shop with its customers."""
PROGRAM = (sys.executable, "-m", "smsbox.sheets.apart")
_LOOK_EVERY = 500
_LOOK_SECONDS = 1.0


class Gone(Exception):
    """Nobody wants the file any more."""


class Unmade(Exception):
    """The file could not be made to its end; why stands in the log."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which file: `box` (outbox, inbox, customers, shop) of the database at `url`, as `kind` (csv, xlsx); `wanted`: the
    fields of its filter, of a whole shop `PEOPLE` or nothing; `asked`: the same in words. For a reader of `language`
    whose clock shows `zone`, who asked at `now`.
    """

    url: str
    box: str
    kind: str
    wanted: str
    asked: Sequence[tuple[str, str]]
    language: str
    zone: str
    now: Micros


class Making:
    """The octets of a file, as they come. `gone` is asked now and then whether nobody wants it any more."""

    def __init__(self, order: Order, gone: Callable[[], bool] = lambda: False) -> None:
        """Raises OSError when the system gives no process."""
        self._gone = gone
        self._process = Apart(PROGRAM, asdict(order))

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Raises Unmade."""
        while (piece := self._process.piece(_LOOK_SECONDS)) is None:
            if self._gone():
                raise StopIteration
        if piece:
            return piece
        if self._process.result():
            raise Unmade
        raise StopIteration

    def close(self) -> None:
        """Have it stopped, if it is not at its end."""
        self._process.close()


# ── the program


def main() -> int:
    """Make the file that is ordered; 0, also when nobody wants it any more."""
    order = Order(**process.ordered())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        _write(order, sys.stdout.buffer)
    except (Gone, BrokenPipeError):
        process.silence()
    return 0


def _write(order: Order, output: IO[bytes]) -> None:
    store = Store.open(order.url, create=False, check=False)
    try:
        for piece in _pieces(store, order):
            output.write(piece)
        output.flush()
    finally:
        store.close()


def _pieces(store: Store, order: Order) -> Iterator[bytes]:
    if order.box == "shop":
        reader = Reader(translator(order.language), ZoneInfo(order.zone), order.now)
        return _heard(shop.octets(store, reader, people=order.wanted == PEOPLE))
    table, rows = _contents(store, order)
    return exports.octets(order.kind, table, _watched(rows), order.language)


def _heard(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """`pieces`, as long as the other end holds our input. Raises Gone."""
    for piece in pieces:
        if process.unwanted():
            raise Gone
        yield piece


def _contents(store: Store, order: Order) -> tuple[Table, Iterator[list[Cell]]]:
    reader = Reader(translator(order.language), ZoneInfo(order.zone), order.now)
    asked = [(name, value) for name, value in order.asked]
    if order.box == "outbox":
        return exports.contents(store, filters.from_json(order.wanted), reader, asked)
    if order.box == "customers":
        return customers.contents(store, Wanted.from_json(order.wanted), reader, asked)
    if order.box == campaigns.RECIPIENTS:
        people = campaigns.recipients_rows(store, int(order.wanted), reader)
        return campaigns.recipients_table(reader, asked), people
    return exports.contents(store, InboxFilter(**json.loads(order.wanted)), reader, asked)


def _watched(rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """`rows`, as long as the other end holds our input. Raises Gone."""
    for number, row in enumerate(rows):
        if number % _LOOK_EVERY == 0 and process.unwanted():
            raise Gone
        yield row


if __name__ == "__main__":
    sys.exit(main())
