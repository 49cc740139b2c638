"""The whole shop in one workbook: a sheet for each of both boxes, the desk, orders, appointments, customers,
campaigns, coupons and every scenario, read in short steps and written as it is read, in flat memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.inbox import InboxFilter
from smsbox.outbox import Filter
from smsbox.sheets import desk, exports, marketing, talks
from smsbox.sheets.cells import Cell
from smsbox.sheets.exports import Reader
from smsbox.sheets.spreadsheet import book_octets
from smsbox.store import Store


def octets(store: Store, reader: Reader, *, people: bool) -> Iterator[bytes]:
    """The workbook, in pieces; `people`: with the sheets that only they may have who may write to many."""
    about = exports.table(reader, N_("The whole shop"), (), [])
    left_out: list[tuple[str, Cell]] = [*about.about, *([] if people else [marketing.left_out(reader)])]
    return book_octets(_sheets(store, reader, people, left_out), replace(about, about=left_out))


def _sheets(store: Store, reader: Reader, people: bool, about: list[tuple[str, Cell]]) -> Iterator[marketing.Sheet]:
    """What cannot be read, a scenario that this program understands no more, is told `about` the file."""
    config = _config(reader)
    yield exports.contents(store, InboxFilter(), reader, [])
    yield exports.contents(store, Filter(), reader, [])
    for what in desk.LISTS:
        yield desk.contents(store, what, reader)
    for what in talks.OF_ALL:
        yield talks.contents(store, config, what, None, reader)
    yield from marketing.sheets(store, reader, people=people)
    for kept in reversed(flows.listed(store)):
        what = talks.OF_KIND.get(kept.kind, "")
        if kept.state is FlowState.DRAFT or what in talks.OF_ALL:
            continue
        try:
            table, rows = talks.contents(store, config, what, kept.id, reader)
        except SmsboxError:
            about.append((reader.word(N_("Left out, not understood")), kept.title or kept.name))
            continue
        yield replace(table, title=f"{table.title} {kept.title or kept.name}"), rows


def _config(reader: Reader) -> Config:
    """Of which scenarios need the zone alone."""
    region = replace(RegionConfig(), timezone=reader.zone.key)
    return Config(StoreConfig("", Path()), WebConfig("", 0), region, SendingConfig())
