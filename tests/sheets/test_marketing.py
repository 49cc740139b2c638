"""Customers, campaigns, recipients and coupons in the workbook of the whole shop: cell by cell what the tables hold,
and no people for those who may not have the list of them.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from smsbox import contacts, coupons
from smsbox.campaigns import Variant
from smsbox.contacts import New
from smsbox.contacts import State as Contact
from smsbox.i18n.translator import translator
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.sheets import shop
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from tests.campaigns.played import play
from tests.campaigns.shop import Till, config, plan
from tests.web.desk import make_desk, signed_in

KYIV = ZoneInfo("Europe/Kyiv")
FORMULA, ZEROS = "=HYPERLINK(1)", "007"
CODES = "Zerno: код {coupon}. Відповідь 1 або 0500000001"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Two campaigns played at random, a draft with a name that would run, coupons of two series."""
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    made, chance = Till(opened, config(tmp_path)), random.Random(7)
    made.people(14, state=Contact.CUSTOMER)
    made.people(6, first=5000, agreed=False)
    new = New(number="+380500007777", name=FORMULA, tags=("-1", "гурт"), fields={"картка": ZEROS})
    contacts.add_many(opened, [new], now=made.now)
    series = coupons.make_series(opened, name="Кава", now=made.now, by="Olha")
    pool = coupons.make_series(opened, name=FORMULA, now=made.now, by="Olha", pool=["00125678", "0000123-4"])
    play(
        made,
        made.launched(plan(variants=(Variant(CODES, 2), Variant(CODES)), holdout=0.2, series_id=series.id)),
        chance,
    )
    made.now += 30 * 86_400_000_000
    play(made, made.launched(plan(), "Друга"), chance)
    made.draft(name=FORMULA)
    given = coupons.give(opened, pool.id, "+380500000002", None, made.now)
    coupons.redeem(opened, given.code, made.now, "Ольга", "page", 25_050)
    yield made
    opened.close()


def book(till: Till, *, people: bool = True, language: str = "en") -> CalamineWorkbook:
    reader = Reader(translator(language), KYIV, till.now)
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(shop.octets(till.store, reader, people=people))))


def sheet(found: CalamineWorkbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their heads; no head stands twice."""
    heads, *rows = found.get_sheet_by_name(name).to_python()
    assert len({*heads}) == len(heads), heads
    return [dict(zip(heads, row, strict=True)) for row in rows]


def moment(at: int | None) -> datetime | str:
    """What a reader makes of a cell with a moment of the shop, or of an empty one."""
    if at is None:
        return ""
    return datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(KYIV).replace(tzinfo=None)


def test_customers(till: Till) -> None:
    rows = sheet(book(till), "Customers")
    raw = till.store.run(
        "SELECT id, number, name, created_at, heard_at, bought_at FROM contacts ORDER BY id"
    ).fetchall()
    told = [
        tuple(row[head] for head in ("No.", "Number", "Name", "Added", "Last heard of", "Last bought")) for row in rows
    ]
    assert told == [(one, number, name, *map(moment, moments)) for one, number, name, *moments in raw]
    assert len(rows) == 21
    last = rows[-1]
    assert (last["Number"], last["Name"], last["Tags"], last["картка"]) == ("+380500007777", FORMULA, "-1, гурт", ZEROS)
    left = {row[0] for row in till.store.run("SELECT number FROM permissions WHERE state IN (2, 3)").fetchall()}
    agreed = {row[0] for row in till.store.run("SELECT number FROM consents WHERE act = 'agreed'").fetchall()}
    assert {row["Number"] for row in rows if row["Permission"] == "Agreed"} <= agreed - left


FIGURES = {
    "Number of people": "SELECT count(*) FROM recipients WHERE campaign_id = ?",
    "Left out": "SELECT count(*) FROM recipients WHERE campaign_id = ? AND state = 1",
    "Written to": "SELECT count(*) FROM recipients WHERE campaign_id = ? AND state = 0",
    "Kept out, to compare": "SELECT count(*) FROM recipients WHERE campaign_id = ? AND state = 2",
    "Answered": "SELECT count(replied_at) FROM recipients WHERE campaign_id = ?",
    "Unsubscribed": "SELECT count(left_at) FROM recipients WHERE campaign_id = ?",
    "Coupons given out": "SELECT count(coupon_id) FROM recipients WHERE campaign_id = ?",
    "Coupons redeemed": "SELECT count(*) FROM recipients r, coupons k WHERE k.id = r.coupon_id "
    "AND r.campaign_id = ? AND k.redeemed_at IS NOT NULL",
    "SMS taken by the network": "SELECT count(*) FROM recipients r, segments s WHERE s.message_id = r.message_id "
    "AND s.seq > 0 AND s.state IN (4, 5, 6, 7) AND r.campaign_id = ?",
    "Confirmed by the phone": "SELECT count(*) FROM recipients r, messages m WHERE m.id = r.message_id AND m.state = 5 "
    "AND r.campaign_id = ?",
    "Withdrawn": "SELECT count(*) FROM recipients r, messages m WHERE m.id = r.message_id AND m.state = 9 "
    "AND r.campaign_id = ?",
}


def test_campaigns(till: Till) -> None:
    rows = sheet(book(till), "Campaigns")
    raw = till.store.run("SELECT id, name, made_at, launched_at, ended_at FROM campaigns ORDER BY id").fetchall()
    told = [tuple(row[head] for head in ("No.", "Campaign", "Made", "Begun", "Ended")) for row in rows]
    assert told == [(one, name, *map(moment, moments)) for one, name, *moments in raw]
    assert [row["Campaign"] for row in rows] == ["Spring", "Друга", FORMULA]
    for row in rows:
        for head, sql in FIGURES.items():
            assert row[head] == till.store.run(sql, int(row["No."])).fetchone()[0], (row["Campaign"], head)
    worth = "SELECT sum(k.worth) FROM recipients r, coupons k WHERE k.id = r.coupon_id AND r.campaign_id = ?"
    for row in rows:
        paid = till.store.run(worth, int(row["No."])).fetchone()[0]
        assert row["Bought with them"] == ("" if not paid else paid / 100)


def test_recipients(till: Till) -> None:
    rows = sheet(book(till), "Recipients")
    raw = till.store.run(
        "SELECT r.campaign_id, a.name, r.number, r.message_id, r.code, r.replied_at, r.left_at, k.written, "
        "k.redeemed_at FROM recipients r JOIN campaigns a ON a.id = r.campaign_id "
        "LEFT JOIN coupons k ON k.id = r.coupon_id ORDER BY r.campaign_id, r.number"
    ).fetchall()
    heads = ("No.", "Campaign", "Number", "Message", "Reply code")
    moments = ("Answered", "Unsubscribed")
    assert [tuple(row[head] for head in (*heads, *moments)) for row in rows] == [
        (one, name, number, "" if message is None else message, code or "", moment(replied), moment(left))
        for one, name, number, message, code, replied, left, _, _ in raw
    ]
    assert [row["Redeemed"] for row in rows] == [moment(each[-1]) for each in raw]
    assert [bool(row["Coupon"]) for row in rows] == [each[-2] is not None for each in raw]


def test_coupons(till: Till) -> None:
    rows = sheet(book(till), "Coupons")
    raw = till.store.run(
        "SELECT s.name, k.written, k.number, k.given_at, k.campaign_id, k.redeemed_at, k.redeemed_by, k.worth "
        "FROM coupons k JOIN coupon_series s ON s.id = k.series_id ORDER BY s.id, k.id"
    ).fetchall()
    heads = ("Series", "Code", "Given to", "Given at", "Campaign", "Redeemed", "By whom", "Paid")
    assert [tuple(row[head] for head in heads) for row in rows] == [
        (
            *(series, written, number or "", moment(given), campaign or "", moment(redeemed), by or ""),
            "" if worth is None else worth / 100,
        )
        for series, written, number, given, campaign, redeemed, by, worth in raw
    ]
    assert {"00125678", "0000123-4"} <= {row["Code"] for row in rows}
    assert [row["Paid"] for row in rows if row["Series"] == FORMULA and row["Paid"]] == [250.5]


def test_without_people_it_says_so(till: Till) -> None:
    found = book(till, people=False)
    assert not {"Customers", "Recipients"} & {*found.sheet_names}
    assert {"Campaigns", "Coupons"} <= {*found.sheet_names}
    about = found.get_sheet_by_name("About this file").to_python()
    assert ["Left out, only for who may write to many", "Customers, Recipients"] in about


@pytest.mark.parametrize("language", ["uk", "pl", "ru"])
def test_names_and_heads_are_in_the_language_of_the_reader(till: Till, language: str) -> None:
    found, english = book(till, language=language), book(till)
    for name, other in zip(found.sheet_names[:-1], english.sheet_names[:-1], strict=True):
        theirs, ours = (
            each.to_python()[0] for each in (found.get_sheet_by_name(name), english.get_sheet_by_name(other))
        )
        same = {head for head, english_head in zip(theirs, ours, strict=True) if head == english_head}
        assert name != other
        assert same <= {"SMS", "SIM", "Modem", "Status", "картка"}, (name, same)


def test_who_may_not_write_to_many_takes_no_list_of_customers(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    contacts.add_many(desk.store, [New(number="+380500000001")], now=desk.clock.at)
    for role, theirs in ((Role.MANAGER, False), (Role.MARKETER, True)):
        visitor = signed_in(desk, role)
        found = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/tables/shop?format=xlsx").body))
        assert ("Customers" in found.sheet_names, "Recipients" in found.sheet_names) == (theirs, theirs)
        told = audit.entries(desk.store, limit=1)[0]
        assert (told.what, told.subject) == ("message.table_taken", "shop + customers" if theirs else "shop")
        page = visitor.get("/reports/month").text
        assert ("Without the lists of customers and recipients" in page) is not theirs
    desk.store.close()
