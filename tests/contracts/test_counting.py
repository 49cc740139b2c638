"""Counting is the same on both databases: results of a campaign, growth by source, months."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from smsbox import consent, coupons
from smsbox.campaigns import Campaign, Variant, counting, results
from smsbox.campaigns.overtime import over_time
from smsbox.config import ModemConfig
from smsbox.consent import Entry
from smsbox.contacts import State as Contact
from smsbox.sheets import campaigns as sheets
from smsbox.sheets import cells, spreadsheet
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from smsbox.subscription import growth, sources
from smsbox.subscription.sources import Draft, SourceKind
from tests.campaigns.played import play
from tests.campaigns.shop import Till, config, plan
from tests.campaigns.test_results import LONG, SHORT, equals_the_ledger

KYIV = ZoneInfo("Europe/Kyiv")


def test_results_equal_the_ledger(store: Store, url: str, tmp_path: Path) -> None:
    till = Till(store, config(tmp_path, url))
    till.people(20, state=Contact.CUSTOMER)
    till.people(20, first=20 + 1)
    till.people(3, first=5000, agreed=False)
    series = coupons.make_series(store, name="Coffee", now=till.now, by="Olha")
    made = till.launched(plan(variants=(Variant(LONG), Variant(SHORT)), holdout=0.2, series_id=series.id))
    play(till, made, random.Random(2))
    found = results.results(store, made.id, till.now)
    assert found.whole.written > 20 and found.whole.failed and found.whole.left and found.whole.redeemed
    equals_the_ledger(store, made, found)
    parts = counting.begin(made.id)
    while not parts.over:
        counting.go_on(store, parts, 7)
    assert parts.groups == found.groups
    results.keep(store, found)
    assert results.kept(store, made.id) == found
    assert results.recount(store, till.now) is None, "it was counted just now"
    months = over_time(store, growth.months(till.now, KYIV)).stretches
    assert sum(month.campaigns for month in months) == 1 and months[-1].count == found.whole
    assert (months[-1].redeemed, months[-1].worth) == (found.whole.redeemed, found.whole.worth)
    from smsbox.i18n.translator import translator

    reader = Reader(translator("en"), KYIV, till.now)
    people = list(sheets.recipients_rows(store, made.id, reader))
    assert len(people) == found.whole.people and len({row[0] for row in people}) == len(people)
    the_workbook_says_the_same(till, made, found, reader)


def the_workbook_says_the_same(till: Till, made: Campaign, found: results.Results, reader: Reader) -> None:
    """Cell by cell, as a spreadsheet reads them; money is a number there, and the sheet of people adds up to it."""
    till.config = replace(till.config, modems=(ModemConfig(name="m", port="/dev/null", price=0.5),))

    def opened(table: cells.Table, rows: Iterable[Sequence[cells.Cell]]) -> list[dict[str, Any]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(spreadsheet.xlsx_octets(table, rows))))
        head, *body = book.get_sheet_by_index(0).to_python()
        return [dict(zip(head, row, strict=True)) for row in body]

    sums = {row["People"]: row for row in opened(*sheets.results_table(till.store, till.config, made, reader))}
    whole, row = found.whole, sums["All"]
    for head, wanted in {
        "Number of people": whole.people,
        "Left out": whole.passed_over,
        "Kept out, to compare": whole.apart,
        "Written to": whole.written,
        "Taken by the network": whole.sent,
        "Confirmed by the phone": whole.delivered,
        "Did not arrive": whole.failed,
        "Withdrawn": whole.cancelled,
        "Still waits": whole.waiting,
        "Answered": whole.replied,
        "Unsubscribed": whole.left,
        "Coupons given out": whole.coupons,
        "Coupons redeemed": whole.redeemed,
        "Bought with them": whole.worth / 100,
        "Bought since": whole.bought,
        "Wrote or rang since": whole.heard,
        "SMS taken by the network": whole.paid,
        "of these maybe twice": whole.twice,
        "Cost": whole.paid * 0.5,
    }.items():
        assert row[head] == wanted, head
        if head != "Cost":
            parts = sum(sums[each][head] or 0 for each in ("Text A", "Text B", "Kept out, to compare"))
            assert parts == pytest.approx(wanted), head
            assert head == "Number of people" or sums["Kept out, to compare"]["Written to"] == 0
    about = sheets.recipients_table(reader, [])
    people = opened(about, sheets.recipients_rows(till.store, made.id, reader))
    assert sum(bool(each["Answered"]) for each in people) == whole.replied
    assert sum(bool(each["Redeemed"]) for each in people) == whole.redeemed
    assert Counter(each["State"] for each in people)["Delivered"] == whole.delivered
    assert {each["Number"] for each in people} == {f"+{each['Number'].lstrip('+')}" for each in people}


def test_growth_is_counted_by_source_and_week(store: Store) -> None:
    week = growth.weeks(1_795_345_200_000_000, KYIV, 3)
    assert all(one.until == other.since for one, other in pairwise(week))
    made = [sources.create(store, Draft(SourceKind.STAFF, title), by="o", now=1) for title in ("A", "B")]
    with store.write():
        for place, (source, period) in enumerate(((0, 0), (0, 1), (1, 1), (0, 2))):
            at, number = week[period].since + place, f"+38050000000{place}"
            entry = Entry(number, at, "agreed", "staff", words="x", operator="o", source_id=made[source].id)
            consent.record(store, entry)
        consent.record(store, Entry("+380500000009", week[2].until - 1, "returned", "sms", evidence_id=1))
        consent.record(store, Entry("+380500000001", week[2].since, "left", "sms", evidence_id=1, source_id=made[0].id))
    lines = {line.source_id: line for line in growth.grown(store, week)}
    assert lines[made[0].id].came == (1, 1, 1) and lines[made[1].id].came == (0, 1, 0)
    assert lines[None].came == (0, 0, 1) and lines[made[0].id].went == (0, 0, 1)
    assert growth.total(list(lines.values()), "came") == (1, 2, 2)
