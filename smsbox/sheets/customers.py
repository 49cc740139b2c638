"""Customers as a table: what is known of each, one column a field, and whether he may be written to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox import consent, contacts
from smsbox.consent import Standing
from smsbox.consent import State as Consent
from smsbox.consent.words import PERMISSIONS
from smsbox.contacts import Contact, Wanted
from smsbox.i18n.marks import N_
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader, ids_of, table
from smsbox.store import Store

MOST_FIELDS = 150
"""Columns of fields; a spreadsheet with more helps nobody."""

_COLUMNS = (
    *((N_("No."), 9), (N_("Number"), 16), (N_("Name"), 28), (N_("Salutation"), 18), (N_("State"), 16)),
    *((N_("Permission"), 16), (N_("Since"), 19), (N_("Language"), 10), (N_("Birthday"), 12), (N_("Tags"), 24)),
    *((N_("Other numbers"), 18), (N_("Added"), 19), (N_("Last heard of"), 19), (N_("Last bought"), 19)),
)
_FIELD_WIDTH = 18


def contents(
    store: Store, wanted: Wanted, reader: Reader, asked: Sequence[tuple[str, str]]
) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows, the oldest customer first."""
    names = contacts.field_names(store)[:MOST_FIELDS]
    columns = [*_COLUMNS, *((name, _FIELD_WIDTH) for name in names)]
    told = asked or [(reader.word(N_("Filter")), reader.word(N_("none: all customers")))]
    return table(reader, N_("Customers"), columns, told), _rows(store, wanted, reader, names)


def _rows(store: Store, wanted: Wanted, reader: Reader, names: Sequence[str]) -> Iterator[list[Cell]]:
    for ids in ids_of(store, contacts.searched(store, wanted, now=reader.now, zone=reader.zone)):
        people = contacts.views(store, ids)
        standings = consent.standings(store, [each.number for each in people])
        for each in people:
            yield _row(each, standings[each.number], reader, names)


def _row(one: Contact, standing: Standing, reader: Reader, names: Sequence[str]) -> list[Cell]:
    state = Consent.LEFT if standing.gone else standing.state
    return [
        *(one.id, one.number, one.name, one.salutation, reader.word(one.state.text), reader.word(PERMISSIONS[state])),
        *(reader.moment(standing.since or None), one.language or "", one.birthday or "", ", ".join(one.tags)),
        *(", ".join(one.other_numbers), reader.moment(one.created_at), reader.moment(one.heard_at)),
        *(reader.moment(one.bought_at), *(one.fields.get(name, "") for name in names)),
    ]
