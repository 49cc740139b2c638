"""Customers, campaigns, everybody whose turn came in one, and coupons, as four sheets of the whole shop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox import coupons
from smsbox.campaigns import results, rows
from smsbox.contacts import Wanted
from smsbox.coupons import Series
from smsbox.i18n.marks import N_
from smsbox.sheets import campaigns, customers
from smsbox.sheets import coupons as codes
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader, table
from smsbox.store import Store

_STEP = 400
_CAMPAIGN = ((N_("No."), 9), (campaigns.CAMPAIGN, 28))
_CAMPAIGNS = (*_CAMPAIGN, (N_("State"), 16), (N_("Made"), 19), (N_("Begun"), 19), (N_("Ended"), 19), *campaigns.COUNTS)

Sheet = tuple[Table, Iterator[Sequence[Cell]]]


def sheets(store: Store, reader: Reader, *, people: bool) -> Iterator[Sheet]:
    """All of them; without `people` neither customers nor recipients, who are for those alone who may write to many."""
    if people:
        yield customers.contents(store, Wanted(), reader, [])
    yield table(reader, N_("Campaigns"), _CAMPAIGNS, []), _counted(store, reader)
    if people:
        yield table(reader, campaigns.RECIPIENTS_TITLE, (*_CAMPAIGN, *campaigns.PEOPLE), []), _recipients(store, reader)
    yield table(reader, N_("Coupons"), ((N_("Series"), 24), *codes.COLUMNS), []), _coupons(store, reader)


def left_out(reader: Reader) -> tuple[str, Cell]:
    """What there is to say `about` a file without people."""
    names = (N_("Customers"), campaigns.RECIPIENTS_TITLE)
    return reader.word(N_("Left out, only for who may write to many")), ", ".join(map(reader.word, names))


def _counted(store: Store, reader: Reader) -> Iterator[list[Cell]]:
    """A campaign a row, counted to the last message; turns of one that stands have their own rows."""
    for each in _every(store):
        count = results.results(store, each.id, reader.now).whole
        moments = [reader.moment(at) for at in (each.made_at, each.launched_at, each.ended_at)]
        yield [each.id, each.name, reader.word(each.state.text), *moments, *campaigns.of_count(count)]


def _recipients(store: Store, reader: Reader) -> Iterator[list[Cell]]:
    for each in _every(store):
        for row in campaigns.recipients_rows(store, each.id, reader):
            yield [each.id, each.name, *row]


def _every(store: Store) -> Iterator[rows.Campaign]:
    """All campaigns, the oldest first, in short reads."""
    after, sql = 0, "SELECT id FROM campaigns WHERE id > ? ORDER BY id LIMIT ?"
    while ids := [row[0] for row in store.run(sql, after, _STEP).fetchall()]:
        after = ids[-1]
        yield from (each for each in (rows.find(store, one) for one in ids) if each is not None)


def _coupons(store: Store, reader: Reader) -> Iterator[list[Cell]]:
    for series in _every_series(store):
        for row in codes.rows(store, series, reader):
            yield [series.name, *row]


def _every_series(store: Store) -> Iterator[Series]:
    """All series of coupons, the oldest first."""
    sql, after = "SELECT id FROM coupon_series WHERE id > ? ORDER BY id LIMIT ?", 0
    while ids := [row[0] for row in store.run(sql, after, _STEP).fetchall()]:
        after = ids[-1]
        yield from (coupons.one(store, each) for each in ids)
