"""Both boxes as tables: the columns, their names in the reader's language, and rows read in short steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.inbox import InboundView, InboxFilter
from smsbox.inbox import filters as inbox_filters
from smsbox.inbox import listing as inbox_listing
from smsbox.outbox import Filter, MessageView
from smsbox.outbox import filters as outbox_filters
from smsbox.outbox import listing as outbox_listing
from smsbox.outbox.reasons import why
from smsbox.outbox.states import ACCEPTED
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.spreadsheet import xlsx_octets
from smsbox.sheets.writing import csv_octets
from smsbox.store import Store
from smsbox.store.scanning import Search, every


def delimiter(language: str) -> str:
    """What separates fields of CSV: a comma where the decimal mark is a point, else a semicolon, as in Excel."""
    return "," if language == "en" else ";"


_OUTBOX = (
    (N_("No."), 9),
    (N_("Written"), 19),
    (N_("To"), 16),
    (N_("Class"), 11),
    (N_("State"), 16),
    (N_("Maybe twice"), 12),
    (N_("SMS"), 6),
    (N_("Modem"), 12),
    (N_("SIM"), 17),
    (N_("Handed over"), 19),
    (N_("Report"), 19),
    (N_("References"), 14),
    (N_("Why"), 24),
    (N_("Batch"), 16),
    (N_("Text"), 80),
)
_INBOX = (
    (N_("No."), 9),
    (N_("Received"), 19),
    (N_("From"), 16),
    (N_("Sent at"), 19),
    (N_("SIM"), 17),
    (N_("Complete"), 10),
    (N_("Settled"), 19),
    (N_("Handled"), 40),
    (N_("Text"), 80),
)
_YES, _NO = N_("yes"), N_("no")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a file is: his language, the zone of the shop, the moment he asked."""

    tr: Translator
    zone: ZoneInfo
    now: Micros

    def moment(self, at: Micros | None) -> datetime | None:
        """`at` to the second as the clock in the shop shows it."""
        if at is None:
            return None
        return datetime.fromtimestamp(at // SECOND, UTC).astimezone(self.zone).replace(tzinfo=None)

    def word(self, phrase: str) -> str:
        """A phrase in his language."""
        return self.tr.gettext(phrase)


def outbox_table(reader: Reader, asked: Sequence[tuple[str, str]]) -> Table:
    """The heads of outgoing messages; `asked`: the filter in words, as name and value."""
    return _table(reader, N_("Outbox"), _OUTBOX, asked)


def inbox_table(reader: Reader, asked: Sequence[tuple[str, str]]) -> Table:
    """The heads of received messages."""
    return _table(reader, N_("Inbox"), _INBOX, asked)


def _table(reader: Reader, title: str, columns: Sequence[tuple[str, int]], asked: Sequence[tuple[str, Cell]]) -> Table:
    about: list[tuple[str, Cell]] = [(reader.word(N_("Written at")), reader.moment(reader.now))]
    about.append((reader.word(N_("Time zone")), reader.zone.key))
    about += asked or [(reader.word(N_("Filter")), reader.word(N_("none: all messages")))]
    heads = [reader.word(name) for name, _ in columns]
    widths, about_title = [width for _, width in columns], reader.word(N_("About this file"))
    return Table(reader.word(title), heads, widths, about_title, about, reader.tr.cell_moment)


def contents(
    store: Store, wanted: Filter | InboxFilter, reader: Reader, asked: Sequence[tuple[str, str]]
) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows of the box that the filter is for."""
    if isinstance(wanted, Filter):
        return outbox_table(reader, asked), outbox_rows(store, wanted, reader)
    return inbox_table(reader, asked), inbox_rows(store, wanted, reader)


def octets(kind: str, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> Iterator[bytes]:
    """The file, csv or xlsx, for a reader of `language`, in pieces."""
    if kind == "csv":
        return csv_octets(table, rows, delimiter(language))
    return xlsx_octets(table, rows)


def outbox_rows(store: Store, wanted: Filter, reader: Reader) -> Iterator[list[Cell]]:
    """All outgoing messages that are wanted and there by now, oldest first, as cells."""
    for ids in _ids(store, "messages", outbox_filters.searched(store, wanted)):
        for view in outbox_listing.views(store, ids):
            yield _outbox_row(view, reader)


def inbox_rows(store: Store, wanted: InboxFilter, reader: Reader) -> Iterator[list[Cell]]:
    """All received messages that are wanted and there by now, oldest first, as cells."""
    for ids in _ids(store, "received", inbox_filters.searched(store, wanted)):
        for view in inbox_listing.views(store, ids):
            yield _inbox_row(view, reader)


def table(reader: Reader, title: str, columns: Sequence[tuple[str, int]], asked: Sequence[tuple[str, Cell]]) -> Table:
    """The heads of any other list; `columns`: name and width of each."""
    return _table(reader, title, columns, asked)


def ids_of(store: Store, search: Search) -> Iterator[list[int]]:
    """All ids of a search, oldest first, in short reads, up to what is there by now."""
    return _ids(store, search.table, search)


def _ids(store: Store, table: str, search: Search) -> Iterator[list[int]]:
    """Step by step, each a short read: a reader that takes minutes must not keep the log from being moved."""
    last = store.run(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608 – names from code
    search.high = min(search.high, last)
    for step in every(store, search):
        yield step.ids


def _outbox_row(view: MessageView, reader: Reader) -> list[Cell]:
    handed = [each.submitted_at for each in view.segments if each.state in ACCEPTED and each.submitted_at is not None]
    reported = [each.reported_at for each in view.segments if each.reported_at is not None]
    references = ", ".join(str(each.reference) for each in view.segments if each.reference is not None)
    return [
        view.id,
        reader.moment(view.created_at),
        view.recipient,
        reader.word(view.kind.text),
        reader.word(view.state.text),
        reader.word(_YES) if view.maybe_duplicate else "",
        len(view.segments),
        view.modem or "",
        view.sim or "",
        reader.moment(max(handed, default=None)),
        reader.moment(max(reported, default=None)),
        references,
        why(reader.tr, view),
        view.batch or "",
        view.text,
    ]


def _inbox_row(view: InboundView, reader: Reader) -> list[Cell]:
    return [
        view.id,
        reader.moment(view.received_at),
        view.sender,
        reader.moment(view.sent_at),
        view.sim or "",
        reader.word(_YES if view.complete else _NO),
        reader.moment(view.settled_at),
        reader.word(view.done_in_full) if view.done else "",
        view.text,
    ]
