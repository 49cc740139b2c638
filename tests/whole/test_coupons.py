"""Coupons through the whole box: given by a campaign, redeemed at the till, by the staff's SMS, by a script; once."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from smsbox import contacts, coupons
from smsbox.clock import SystemClock
from smsbox.contacts import New
from smsbox.store import Store
from tests.permitted import permit
from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import Page

STAFF, GUEST = "+380500000002", "+380500000003"
SHOP = f"""
[shop]
name = "Zerno"
language = "en"
staff = ["{STAFF}"]
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with box(tmp_path_factory.mktemp("coupons"), sending=f'quiet = "off"\n{SHOP}') as made:
        made.start()
        made.await_modems()
        yield made


def heard(made: Box, number: str) -> list[str]:
    """What the network took for `number`, oldest first."""
    return [entry["text"] for entry in made.accepted() if entry["number"] == number]


def test_the_staff_redeem_by_sms_and_the_second_is_refused(running: Box) -> None:
    (series,) = running.rows("coupon", "make", "Autumn", "--offer", "-20 % on beans")
    code = running.run("coupon", "print", str(series["id"]), "1").stdout.strip()
    running.do("inbound", sender=GUEST, text=code)
    running.do("inbound", sender=STAFF, text=f"coupon {code.lower()} 250")
    until(lambda: heard(running, STAFF) == [f"{code}: counts, redeemed. -20 % on beans"])
    running.do("inbound", sender=STAFF, text=code)
    until(lambda: len(heard(running, STAFF)) == 2)
    assert heard(running, STAFF)[1].startswith(f"{code}: NO. Used already: ")
    assert STAFF in heard(running, STAFF)[1]
    assert heard(running, GUEST) == []
    (known,) = (each for each in running.rows("coupon", "list") if each["id"] == series["id"])
    assert (known["given"], known["redeemed"], known["paid"]) == (1, 1, "250.00")
    refused = running.run("coupon", "check", code, "--json", check=False)
    checked = json.loads(refused.stdout)
    assert refused.returncode == 65
    assert (checked["counts"], checked["reason"], checked["redeemed_how"]) == (False, "used", "sms")


def test_each_customer_of_a_campaign_has_a_code_of_his_own_which_makes_him_a_buyer(running: Box) -> None:
    numbers = [f"+3805000001{place:02}" for place in range(8)]
    with closing(Store.open(f"sqlite://{running.directory}/smsbox.db")) as store:
        names = dict.fromkeys(numbers, "Oksana") | {numbers[1]: "{coupon}{{7*7}}"}
        contacts.add_many(store, [New(number=each, name=names[each]) for each in numbers], now=SystemClock().now())
        permit(store, *numbers)
    (series,) = running.rows("coupon", "make", "Autumn", "--prefix", "ZERNO")
    text = "Zerno: {name|friend}, -20% for your code {coupon}. Call 0500000001"
    (row,) = running.rows("campaign", "new", "Autumn", "--text", text, "--everyone", "--coupons", str(series["id"]))
    running.rows("campaign", "launch", str(row["id"]), "--yes", "--because", "a test")
    until(lambda: all(heard(running, each) for each in numbers))
    codes = {each: re.findall(r"ZERNO\w{8}", " ".join(heard(running, each))) for each in numbers}
    assert all(len(found) == 1 for found in codes.values())
    assert len({found[0] for found in codes.values()}) == len(numbers)
    assert heard(running, numbers[1])[0].startswith("Zerno: {coupon}{{7*7}}, -20%"), "what he is called is no template"
    (done,) = running.rows("coupon", "redeem", codes[numbers[0]][0], "--paid", "99.90")
    assert (done["counts"], done["number"], done["campaign"]) == (True, numbers[0], row["id"])
    with closing(Store.open(f"sqlite://{running.directory}/smsbox.db")) as store:
        found = contacts.by_numbers(store, numbers)
    assert {each.state for number, each in found.items() if number != numbers[0]} == {contacts.State.LEAD}
    assert found[numbers[0]].state is contacts.State.CUSTOMER


def test_the_page_and_another_process_at_the_same_moment(running: Box) -> None:
    """The till of the daemon against one beside it: of two that redeem a code, one is told that it counts."""
    page = Page(running)
    (series,) = running.rows("coupon", "make", "Autumn")
    codes = running.run("coupon", "print", str(series["id"]), "40").stdout.split()
    page.open("/coupons/redeem")
    form = page.fields("/coupons/redeem")
    beside: list[str] = []

    def till() -> None:
        with closing(Store.open(f"sqlite://{running.directory}/smsbox.db")) as store:
            done = (coupons.redeem(store, code, SystemClock().now(), "beside", "cli") for code in codes)
            beside.extend(each.coupon.code for each in done if isinstance(each, coupons.Redeemed))

    other = threading.Thread(target=till)
    other.start()
    at_page = []
    for place, code in enumerate(codes):
        text = page.send("/coupons/redeem", form | {"once": f"{place:022}", "code": code, "paid": ""})
        if "Counts: redeemed" in text:
            at_page.append(code)
        else:
            assert "Used already: " in text and "beside" in text
    other.join()
    assert sorted(at_page + beside) == sorted(codes)
    assert not set(at_page) & set(beside)
