"""One person's data as a whole: every room's rows of him are in it, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from zoneinfo import ZoneInfo

import pytest

from smsbox import consent, contacts, privacy
from smsbox.clock import DAY, DaySpan
from smsbox.consent import Entry
from smsbox.contacts import New
from smsbox.i18n.translator import translator
from smsbox.people import audit
from smsbox.privacy import handing
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, Shop
from tests.contracts.test_erasing import BY, NAME, OTHER, evdokia


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def test_all_of_hers_is_in_it_and_nothing_of_others(shop: Shop) -> None:
    evdokia(shop)
    plain = privacy.collected(shop.store, OTHER, shop.now).as_plain()
    (person,) = plain["person"]
    assert (person["number"], person["name"], person["other_numbers"], person["birthday"]) == (
        *(ANNA, NAME, OTHER, "1961-03-14"),
    )
    assert plain["details"] == [
        {"name": "адреса", "value": "Зелена 5", "since": "2026-09-21T14:13:20Z", "origin": "import:1"}
    ]
    assert [each["text"] for each in plain["notes"]] == [f"дзвонити на {OTHER}"]
    (line,) = plain["consents"]
    assert (line["act"], line["how"], line["words"], line["scope"]) == (
        *("agreed", "staff", "Можна вам писати?", "marketing"),
    )
    assert (line["evidence"], line["message"], line["operator"]) == (f"папір {NAME}", None, "olha")
    assert [(each["class"], each["state"]) for each in plain["sent"]] == [
        *(("service", "delivered"), ("service", "queued")),
    ]
    assert [each["what"] for each in plain["deeds"]] == ["customer.changed", "messages.sent"]
    assert "192.0.2.1" not in json.dumps(plain), "the staff's own data are not his"
    assert plain["permission"][0]["state"] == "agreed"
    assert [each["text"] for each in plain["sent"]] == [f"{NAME}, замовлення готове", f"{NAME}, ще одне"]
    assert [each["text"] for each in plain["received"]] == [f"Добрий день, це {NAME}"]
    assert [len(plain[each]) for each in ("calls", "coupons", "campaigns", "network")] == [1, 1, 1, 1]
    assert BOHDAN not in json.dumps(plain)


def test_it_is_handed_over_as_a_page_and_as_data(shop: Shop) -> None:
    contacts.add(shop.store, New(number=ANNA, name="<b>Ганна</b>", fields={"напій": "кава & чай"}), shop.now)
    reader = Reader(translator("uk"), ZoneInfo("Europe/Kyiv"), shop.now)
    packed = zipfile.ZipFile(io.BytesIO(handing.as_zip(privacy.collected(shop.store, ANNA, shop.now), reader)))
    assert json.loads(packed.read("data.json"))["person"][0]["name"] == "<b>Ганна</b>"
    page = packed.read("data.html").decode()
    assert "&lt;b&gt;Ганна" in page and "кава &amp; чай" in page and "<b>" not in page
    assert "Що ми про вас зберігаємо" in page
    entry = Entry(ANNA, shop.now, "asked", "keyword", words="Можна?", evidence_id=3, answer_until=shop.now + 30 * DAY)
    consent.record(shop.store, entry)
    consent.choose(shop.store, ANNA, at=shop.now, how="sms", hours=DaySpan(1080, 1260), topics=("кава",))
    audit.note(shop.store, BY, shop.now, "customer.note", "1")
    page = handing.as_html(privacy.collected(shop.store, ANNA, shop.now), reader, {"customer.note": "Notes"})
    assert all(each in page for each in ("запитано", "словом", "Нотатки"))
    assert "keyword" not in page and "customer.note" not in page


def test_a_stranger_has_nothing(shop: Shop) -> None:
    found = privacy.collected(shop.store, BOHDAN, shop.now)
    assert not found.anything
    page = handing.as_html(found, Reader(translator("en"), ZoneInfo("Europe/Kyiv"), shop.now))
    assert "Nothing is kept." in page
