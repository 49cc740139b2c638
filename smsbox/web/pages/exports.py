"""Exactly what is filtered, as a file, made by a process of its own and handed on as it comes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from bottle import HTTPError, HTTPResponse

from smsbox.clock import SECOND
from smsbox.people.rights import Right
from smsbox.sheets.apart import Making, Order
from smsbox.sheets.cells import Cell
from smsbox.web.messages.searching import Sought, inbox_sought, outbox_sought
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AT_ONCE = threading.BoundedSemaphore(1)
"""One file at a time: it keeps one of the few threads of the page busy."""
_LOOK_EVERY = 100
_PAUSE_S = 0.004

Gone = Callable[[], bool]
"""Whether who asked for the file has gone away."""


@routes.get("/outbox/export")
def from_outbox(visit: Visit) -> HTTPResponse:
    """Outgoing messages."""
    found, wanted = outbox_sought(visit)
    return file(visit, found, wanted.as_json())


@routes.get("/inbox/export")
def from_inbox(visit: Visit) -> HTTPResponse:
    """Received messages."""
    found, wanted = inbox_sought(visit)
    return file(visit, found, json.dumps(asdict(wanted)))


def place() -> bool:
    """Take the one place for files; False when another file is being made. `answered` gives it back."""
    return _AT_ONCE.acquire(blocking=False)


def file(visit: Visit, found: Sought, wanted: str, what: str = "message.exported") -> HTTPResponse:
    """The list that `found` searches, as the kind of file the address asks for; `what`: for the audit log."""
    kind = visit.query("format")
    if kind not in _TYPES:
        raise HTTPError(404)
    if found.form.errors:
        return visit.go(found.link())
    if not place():
        return visit.go(found.link(notice="one_file"))
    config, box = visit.site.config, found.path[1:]
    order = Order(
        *(config.store.url, box, kind, wanted),
        *([(part.label, part.value) for part in found.parts(visit)], visit.language, visit.zone.key, visit.now),
    )
    return answered(visit, box, kind, lambda gone: Making(order, gone), found.link(), what)


def answered(
    visit: Visit,
    name: str,
    kind: str,
    make: Callable[[Gone], Iterator[bytes]],
    asked: str,
    what: str = "message.exported",
) -> HTTPResponse:
    """A file that is begun with its place taken; `asked`: where it was asked for, `what`: for the audit log."""
    try:
        visit.audit(what, asked[:200])
        octets = make(visit.request.environ.get("waitress.client_disconnected", lambda: False))
    except BaseException:
        _AT_ONCE.release()
        raise
    day = datetime.fromtimestamp(visit.now // SECOND, UTC).astimezone(visit.zone)
    answer = HTTPResponse(_Once(octets), 200)
    answer.set_header("Content-Type", _TYPES[kind])
    answer.set_header("Content-Disposition", f'attachment; filename="{name}-{day:%Y-%m-%d-%H%M}.{kind}"')
    return answer


class _Once:
    """The octets of a file; gives its place to the next one when they are through, or nobody wants them any more."""

    def __init__(self, octets: Iterator[bytes]) -> None:
        self._octets, self._held = octets, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._octets)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Called by the server in any case (PEP 3333)."""
        if self._held:
            self._held = False
            _AT_ONCE.release()
        if hasattr(self._octets, "close"):
            self._octets.close()


def watched(rows: Iterator[Sequence[Cell]], gone: Gone) -> Iterator[Sequence[Cell]]:
    """`rows` of a file that is made here, until nobody wants them any more, with pauses in which the relays have their
    turn: without them these would wait for five milliseconds each time.
    """
    for number, row in enumerate(rows):
        if number % _LOOK_EVERY == 0:
            if gone():
                return
            time.sleep(_PAUSE_S)
        yield row
