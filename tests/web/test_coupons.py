"""The pages of coupons: a series made and ended, its codes found, and the till, where a code counts once."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import datetime

import pytest

from smsbox import campaigns, contacts, coupons
from smsbox.clock import SECOND
from smsbox.coupons import Coupon, State
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.subscription import sources
from tests.web.desk import NOW, Answer, Desk, Visitor, signed_in

ONE, TWO = "+380500000001", "+380500000002"
TILL = "/coupons/redeem"
MARK = r'name="once" value="([\w-]{22})">\s*<div'


def said(answer: Answer) -> str:
    return html.unescape(answer.text)


def given(desk: Desk, number: str = ONE, **more: object) -> Coupon:
    series = coupons.make_series(desk.store, name="Autumn", now=NOW, by="Olha", offer="-20 % on beans", **more)  # type: ignore[arg-type]
    return coupons.give(desk.store, series.id, number, None, NOW)


def redeem(visitor: Visitor, code: str, **more: str) -> Answer:
    (mark,) = re.findall(MARK, visitor.get(TILL).text)
    return visitor.post(TILL, once=mark, code=code, **more)


def did(desk: Desk) -> list[tuple[str, str]]:
    lines = audit.entries(desk.store, limit=20, area="coupon")
    return [(line.what.removeprefix("coupon."), line.subject) for line in reversed(lines)]


def test_a_series_is_made_and_shown(desk: Desk, owner: Visitor) -> None:
    assert "No coupons yet" in said(owner.get("/coupons"))
    owner.get("/coupons/new")
    made = owner.post(
        "/coupons", kind="made", name="Autumn", offer="-20 %", prefix="zerno", length="8", to="2027-12-31"
    )
    assert (made.status, made.header("Location")) == (303, "/coupons/1?notice=coupons_made")
    text = said(owner.get("/coupons/1"))
    assert "until 31 December 2027" in text
    assert "made here, of 13 characters" in text
    assert "ZERNO" in text
    listed = said(owner.get("/coupons"))
    assert "Autumn" in listed and "-20 %" in listed and "∞" in listed
    assert did(desk) == [("series_made", "Autumn")]


def test_a_form_sent_twice_makes_one_of_all_that_is_made(desk: Desk, owner: Visitor) -> None:
    """Without a script nobody keeps people from pressing twice; a wrong form may be sent again once it is right."""
    for page, path, form in (
        ("/coupons/new", "/coupons", {"kind": "made", "name": "Autumn", "length": "8"}),
        ("/coupons/1", "/coupons/1/print", {"count": "3"}),
        ("/sources", "/sources", {"kind": "staff", "title": "At the till", "language": "uk"}),
        ("/campaigns/new", "/campaigns", {"name": "Saturday", "kind": "offer"}),
    ):
        once = re.search(r'name="once" value="([^"]+)"', owner.get(page).text)
        assert once, page
        answers = [owner.post(path, **form, once=once[1]) for _ in range(2)]
        assert [each.status for each in answers] == [303, 303], page
        first, second = ((each.header("Location") or "").split("?")[0] for each in answers)
        assert first == second, page
    assert len(coupons.listed(desk.store)) == 1
    assert len(coupons.of_series(desk.store, 1)) == 3
    assert len(sources.listed(desk.store)) == len(campaigns.recent(desk.store)) == 1
    once = re.search(r'name="once" value="([^"]+)"', owner.get("/coupons/new").text)
    assert once
    assert owner.post("/coupons", kind="made", name="", length="8", once=once[1]).status == 422
    assert owner.post("/coupons", kind="made", name="Winter", length="8", once=once[1]).status == 303


def test_a_series_is_changed_for_codes_that_are_out_too(desk: Desk, owner: Visitor) -> None:
    code = given(desk, valid_until=NOW + 1).written
    desk.clock.at += 2
    assert "Its last day is over: " in said(redeem(owner, code))
    day = datetime.fromtimestamp(NOW // SECOND, desk.site.zone).date()
    assert f'value="{day}"' in said(owner.get("/coupons/1/change"))
    refused = owner.post("/coupons/1/change", name="Autumn", to="2020-01-01", **{"from": "2020-01-02"})
    assert "The last day lies before the first." in said(refused)
    assert owner.post("/coupons/1/change", name="Winter", offer="-30 %", to="2031-01-31").status == 303
    text = said(owner.get("/coupons/1"))
    assert "Winter" in text and "-30 %" in text and "until 31 January 2031" in text
    assert redeem(owner, code).status == 303
    (line,) = (line for line in audit.entries(desk.store, limit=20) if line.what == "coupon.series_changed")
    assert line.changes["name"] == ("Autumn", "Winter")
    assert line.changes["days"][1] == " … 2031-01-31"


def test_codes_of_ones_own_are_pasted_and_more_of_them(desk: Desk, owner: Visitor) -> None:
    assert "One per line" in said(owner.get("/coupons/new?kind=pool"))
    owner.post("/coupons", kind="pool", name="Till", pool="Осінь-15\n\nABC 1234\r\n")
    assert coupons.remaining(desk.store, 1) == 2
    answer = owner.post("/coupons/1/add", pool="abc-1234\nNEW-0001")
    assert answer.status == 422
    assert "The code “ABC 1234” is in a series already." in said(answer)
    assert owner.post("/coupons/1/add", pool="NEW-0001").status == 303
    assert coupons.remaining(desk.store, 1) == 3
    assert [what for what, _ in did(desk)] == ["series_made", "added"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This is needed."),
        ({"prefix": "TEST1"}, "not TEST"),
        ({"length": "5"}, "From 6 to 12."),
        ({"length": "x"}, "From 6 to 12."),
        ({"from": "2027-02-02", "to": "2027-02-01"}, "The last day lies before the first."),
        ({"kind": "pool", "pool": " \n"}, "There is no code."),
        ({"kind": "pool", "pool": "TEST1234"}, "cannot be a code"),
        ({"kind": "pool", "pool": "AB-12\nab12"}, "stands there twice"),
    ],
)
def test_what_cannot_be_a_series_is_said(desk: Desk, owner: Visitor, wrong: dict[str, str], words: str) -> None:
    owner.get("/coupons/new")
    answer = owner.post("/coupons", **{"name": "Autumn", "length": "8", "kind": "made"} | wrong)
    assert answer.status == 422
    assert words in said(answer)
    assert coupons.listed(desk.store) == []


def test_the_till_says_counts_once_and_then_when_and_who(desk: Desk, owner: Visitor) -> None:
    contacts.add(desk.store, contacts.New(number=ONE, name="Oksana"), now=NOW)
    code = given(desk).written
    done = redeem(owner, f" {code[:4].lower()} {code[4:]}", paid="250,50")
    assert (done.status, done.header("Location")) == (303, f"{TILL}?done={code}")
    text = said(owner.get(f"{TILL}?done={code}"))
    for part in ("Counts", "-20 % on beans", "Oksana", ONE, "250.50"):
        assert part in text
    again = redeem(owner, code)
    assert again.status == 422
    assert "Does not count" in said(again)
    assert "Used already: 08:13, owner." in said(again)
    assert did(desk) == [("redeemed", code), ("refused", code)]
    customer = contacts.by_number(desk.store, ONE)
    assert customer is not None
    assert customer.state is contacts.State.CUSTOMER


def test_the_same_form_sent_twice_counts_once_and_says_so_twice(desk: Desk, owner: Visitor) -> None:
    code = given(desk).written
    (mark,) = re.findall(MARK, owner.get(TILL).text)
    for _ in range(2):
        assert owner.post(TILL, once=mark, code=code).status == 303
    assert coupons.counts(desk.store, 1).redeemed == 1


def test_looking_redeems_nothing(desk: Desk, owner: Visitor) -> None:
    code = given(desk).written
    text = said(redeem(owner, code, do="look"))
    assert "Would count" in text and code in text
    assert f'value="{code}"' in text
    assert coupons.counts(desk.store, 1).redeemed == 0
    assert did(desk) == []


@pytest.mark.parametrize(
    "code", ["<script>alert(1)</script>", "'; DROP TABLE coupons", "{{7*7}}", "\u202eABC", "nothing"]
)
def test_whatever_is_typed_is_only_text(desk: Desk, owner: Visitor, code: str) -> None:
    given(desk)
    answer = redeem(owner, code)
    assert answer.status == 422
    assert "There is no such code." in said(answer)
    assert "<script>alert" not in answer.text
    assert coupons.counts(desk.store, 1).given == 1


def test_a_mistyped_code_stays_in_the_field(desk: Desk, owner: Visitor) -> None:
    code = given(desk).written
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    answer = redeem(owner, wrong)
    assert "The code is mistyped." in said(answer)
    assert f'value="{wrong}"' in answer.text
    assert "Write the sum like 250" in said(redeem(owner, code, paid="much"))


def test_codes_are_found_by_themselves_and_by_whose_they_are(desk: Desk, owner: Visitor) -> None:
    first = given(desk)
    second = coupons.give(desk.store, first.series_id, TWO, None, NOW)
    at = f"/coupons/{first.series_id}"
    for sought, found, other in (
        (first.written.lower(), first, second),
        ("050 000 00 02", second, first),
        (TWO, second, first),
    ):
        text = said(owner.get(f"{at}?find={sought.replace(' ', '+').replace('+380', '%2B380')}"))
        assert found.written in text and other.written not in text
    assert "Nothing found" in said(owner.get(f"{at}?find=zzz"))
    assert first.written not in said(owner.get(f"{at}?state=void"))
    assert owner.post(f"{at}/void", code=first.code).status == 303
    text = said(owner.get(f"{at}?state=void"))
    assert first.written in text and second.written not in text


def test_more_than_a_page_of_codes_is_paged(desk: Desk, owner: Visitor) -> None:
    series = coupons.make_series(desk.store, name="x", now=NOW, by="Olha")
    owner.get(f"/coupons/{series.id}")
    owner.post(f"/coupons/{series.id}/print", count="120")
    every, path = [], f"/coupons/{series.id}"
    while path:
        text = said(owner.get(path))
        every += re.findall(r'<b class="mono">(\w+)</b></td>', text)
        path = next(iter(re.findall(rf'href="(/coupons/{series.id}\?before=\d+)"', text)), "")
    assert sorted(every) == sorted(each.written for each in coupons.every(desk.store, series.id))
    assert "Give a whole number" in said(owner.post(f"/coupons/{series.id}/print", count="0"))


def test_a_series_ends(desk: Desk, owner: Visitor) -> None:
    code = given(desk).written
    owner.get("/coupons/1")
    owner.post("/coupons/1/close")
    assert "closed" in said(owner.get("/coupons/1"))
    assert owner.post("/coupons/1/void").header("Location") == "/coupons/1?notice=not_sure"
    assert coupons.find(desk.store, code).state is State.GIVEN  # type: ignore[union-attr]
    owner.post("/coupons/1/void", sure="yes")
    assert "It was made void." in said(redeem(owner, code))
    assert [what for what, _ in did(desk)] == ["series_closed", "all_void", "refused"]


def test_the_codes_leave_as_a_file(desk: Desk, owner: Visitor) -> None:
    first = given(desk)
    coupons.redeem(desk.store, first.code, NOW, "=1+1", worth=25050)
    file = owner.get("/coupons/1/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"))))
    assert [(row["Code"], row["State"], row["Paid"]) for row in rows] == [(first.written, "redeemed", "250.50")]
    assert rows[0]["Given to"].lstrip("'") == ONE
    assert not rows[0]["By whom"].startswith("=")
    assert owner.get("/coupons/1/export?format=xlsx").body.startswith(b"PK")
    assert owner.get("/coupons/1/export?format=pdf").status == 404
    assert owner.get("/coupons/9").status == 404


def test_who_stands_at_the_till_redeems_and_makes_no_series(desk: Desk) -> None:
    code = given(desk).written
    manager = signed_in(desk, Role.MANAGER)
    assert redeem(manager, code).status == 303
    assert manager.get("/coupons/new").status == 403
    assert "/coupons/new" not in manager.get("/coupons").text
    assert "/coupons/1/close" not in manager.get("/coupons/1").text
    assert signed_in(desk, Role.TECHNICIAN).get(TILL).status == 403
