"""Exactly what is filtered, as a file: CSV as a stream, .xlsx written beside the database and handed out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bottle import HTTPError, HTTPResponse

from smsbox.clock import SECOND
from smsbox.people.rights import Right
from smsbox.sheets import exports, writing
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
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
_LOOK_EVERY = 500
_PIECE = 64 * 1024


class Gone(Exception):
    """Who asked for the file has gone away."""


@routes.get("/outbox/export")
def from_outbox(visit: Visit) -> HTTPResponse:
    """Outgoing messages."""
    found, wanted = outbox_sought(visit)
    reader = _reader(visit)
    table = exports.outbox_table(reader, _asked(visit, found))
    return _file(visit, found, table, exports.outbox_rows(visit.site.store, wanted, reader))


@routes.get("/inbox/export")
def from_inbox(visit: Visit) -> HTTPResponse:
    """Received messages."""
    found, wanted = inbox_sought(visit)
    reader = _reader(visit)
    table = exports.inbox_table(reader, _asked(visit, found))
    return _file(visit, found, table, exports.inbox_rows(visit.site.store, wanted, reader))


def place() -> bool:
    """Take the one place for files; False when another file is being made. `answered` gives it back."""
    return _AT_ONCE.acquire(blocking=False)


def _reader(visit: Visit) -> Reader:
    return Reader(visit.tr, visit.zone, visit.now)


def _asked(visit: Visit, found: Sought) -> list[tuple[str, str]]:
    return [(part.label, part.value) for part in found.parts(visit)]


def _file(visit: Visit, found: Sought, table: Table, rows: Iterator[Sequence[Cell]]) -> HTTPResponse:
    kind = visit.query("format")
    if kind not in _TYPES:
        raise HTTPError(404)
    if found.form.errors:
        return visit.go(found.link())
    if not place():
        return visit.go(found.link(notice="one_file"))
    return answered(visit, found.path[1:], kind, table, rows, found.link())


def answered(
    visit: Visit,
    name: str,
    kind: str,
    table: Table,
    rows: Iterator[Sequence[Cell]],
    asked: str,
    what: str = "message.exported",
) -> HTTPResponse:
    """A file that was begun with its place taken; `asked`: where it was asked for, `what`: for the audit log."""
    visit.audit(what, asked[:200])
    gone: Callable[[], bool] = visit.request.environ.get("waitress.client_disconnected", lambda: False)
    watched = _watched(rows, gone)
    if kind == "csv":
        body = writing.csv_octets(table, watched, exports.delimiter(visit.language))
    else:
        body = _xlsx(visit.site.config.store.directory, table, watched)
    day = datetime.fromtimestamp(visit.now // SECOND, UTC).astimezone(visit.zone)
    answer = HTTPResponse(_Once(body), 200)
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


def _watched(rows: Iterator[Sequence[Cell]], gone: Callable[[], bool]) -> Iterator[Sequence[Cell]]:
    """`rows`, until nobody wants them any more. Raises Gone."""
    for number, row in enumerate(rows):
        if number % _LOOK_EVERY == 0 and gone():
            raise Gone
        yield row


def _xlsx(folder: Path, table: Table, rows: Iterator[Sequence[Cell]]) -> Iterator[bytes]:
    with TemporaryDirectory(dir=folder, prefix=".export-") as made:
        path = Path(made) / "table.xlsx"
        try:
            writing.write_xlsx(path, table, rows)
        except Gone:
            return
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
