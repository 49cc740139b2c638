"""Writing a message: what the preview says, that a double click sends once, and every bad input with its answer."""

from __future__ import annotations

import html
import re

import pytest

from smsbox import consent, outbox
from smsbox.outbox import MessageClass
from smsbox.web.messages.plan import MOST_NUMBERS
from tests.permitted import permit
from tests.web.desk import Desk, Visitor

FIELDS = {"numbers": "0500000001", "text": "Hello", "class": "service"}


def preview(owner: Visitor, **fields: str) -> tuple[int, str]:
    owner.get("/send")
    answer = owner.post("/send/preview", **{**FIELDS, **fields})
    return answer.status, html.unescape(answer.text)


def hidden(page: str) -> dict[str, str]:
    """The fields the preview hands on."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def rows(desk: Desk) -> list[outbox.MessageView]:
    return outbox.messages(desk.store, limit=1000)


def test_the_preview_tells_the_price_and_queues_nothing(desk: Desk, owner: Visitor) -> None:
    status, page = preview(owner, numbers="050 000 00 01, +380500000002\n80500000003;0500000001", text="Ж" * 71)
    assert status == 200
    assert "<b>3</b><span>recipients</span>" in page
    assert "<b>2</b><span>SMS for each</span>" in page
    assert "Send 6 SMS" in page
    assert "1 number stood there more than once" in page
    assert rows(desk) == [] and desk.rings == []


def test_the_character_that_makes_it_long_is_named(owner: Visitor) -> None:
    _, page = preview(owner, text="a" * 80 + "ї")
    assert 'Only because of: <b class="mono">ї</b>' in page
    assert "UCS-2" in page
    _, page = preview(owner, text="a" * 80)
    assert "Only because of" not in page and "GSM 7 bit" in page


def test_sending_queues_once_however_often_it_is_pressed(desk: Desk, owner: Visitor) -> None:
    permit(desk.store, "+380500000001", "+380500000002")
    _, page = preview(owner, numbers="0500000001,0500000002", text="Рядок один\r\nрядок два", **{"class": "marketing"})
    fields = hidden(page)
    first = owner.post("/send/queue", **fields)
    second = owner.post("/send/queue", **fields)
    assert (first.status, first.header("Location")) == (303, "/outbox?notice=queued&count=2")
    assert (second.status, second.header("Location")) == (303, "/outbox?notice=already")
    assert [row.recipient for row in rows(desk)] == ["+380500000002", "+380500000001"]
    assert {row.text for row in rows(desk)} == {"Рядок один\nрядок два\nВідмова: СТОП"}, "it says how to leave"
    assert {row.kind for row in rows(desk)} == {MessageClass.MARKETING}
    assert desk.rings == [1]
    assert "2 messages are in the queue" in owner.get("/outbox?notice=queued&count=2").text


def test_one_message_leads_to_its_own_page(desk: Desk, owner: Visitor) -> None:
    fields = hidden(preview(owner)[1])
    answer = owner.post("/send/queue", **fields)
    assert answer.header("Location") == f"/outbox/{rows(desk)[0].id}?notice=queued&count=1"


def test_the_form_is_checked_again_when_it_is_queued(desk: Desk, owner: Visitor) -> None:
    fields = hidden(preview(owner)[1])
    assert owner.post("/send/queue", **{**fields, "numbers": "+79990000000"}).status == 403
    assert owner.post("/send/queue", **{**fields, "text": "\0"}).status == 422
    assert owner.post("/send/queue", **{**fields, "once": "../../x"}).status == 400
    assert rows(desk) == []


def test_back_to_the_form_keeps_everything(owner: Visitor) -> None:
    page = preview(owner, text="Hello & <b>", flash="yes", after="2026-03-01T10:00")[1]
    again = owner.post("/send/edit", **hidden(page)).text
    assert "Hello &amp; &lt;b&gt;" in again and 'value="2026-03-01T10:00"' in again
    assert re.search(r'name="flash" value="yes" checked', again)


def test_times_flash_and_report_reach_the_outbox(desk: Desk, owner: Visitor) -> None:
    page = preview(owner, after="2026-03-01T10:00", before="2026-03-01T12:00", flash="yes", noreport="yes")[1]
    owner.post("/send/queue", **hidden(page))
    row = rows(desk)[0]
    assert (row.send_after, row.send_before) == (1_772_352_000_000_000, 1_772_359_200_000_000)  # 10 and 12 in Kyiv
    assert row.flash and not row.report


def test_hours_of_the_day_typed_where_the_browser_has_no_calendar_belong_together(desk: Desk, owner: Visitor) -> None:
    """It is 8:13: from eight on is tomorrow's eight, and so is the nine it ends at."""
    owner.post("/send/queue", **hidden(preview(owner, after="08:00", before="09:00")[1]))
    row = rows(desk)[0]
    assert (row.send_after, row.send_before) == (1_772_085_600_000_000, 1_772_089_200_000_000)  # 26 February, 8 and 9


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"numbers": '+31"\rAT+CFUN=1,1\r'}, "cannot be used"),
        ({"numbers": '"+31\\"\\rAT+CFUN=1,1\\r"'}, "cannot be used"),
        ({"numbers": "٠٥٠٠٠٠٠٠٠١"}, "it is not written in the digits 0–9"),
        ({"numbers": ""}, "This is needed."),
        ({"numbers": "+"}, "cannot be used"),
        ({"numbers": "3" * 40}, "it is too long"),
        ({"numbers": "ABC"}, "it contains letters"),
        ({"numbers": "3.8E+11"}, "a spreadsheet has rounded it"),
        ({"numbers": "0500000001\0"}, "characters that no text can have"),
        ({"numbers": "112, 0500000001x"}, "it is an emergency number"),
        ({"text": ""}, "This is needed."),
        ({"text": "   "}, "This is needed."),
        ({"text": "a\0b"}, "characters that no text can have"),
        ({"text": "a" * 40_000}, "a message can have 255"),
        ({"class": "spam"}, "Choose one."),
        ({"after": "tomorrow"}, "no time that can be read"),
        ({"before": "2020-01-01T00:00"}, "This moment has passed."),
        ({"after": "2026-03-02T10:00", "before": "2026-03-01T10:00"}, "later than"),
    ],
)
def test_bad_input_is_422_and_kept_in_the_form(
    desk: Desk, owner: Visitor, fields: dict[str, str], complaint: str
) -> None:
    status, page = preview(owner, **fields)
    assert status == 422
    assert complaint in page
    kept = {**FIELDS, **fields}["text"].replace("\0", "\ufffd")
    assert f">\n{kept}</textarea>" in page
    assert rows(desk) == []


@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"\xff\xfe", b"\xcf\xf0\xe8\xe2\xb3\xf2"])
@pytest.mark.parametrize("name", ["text", "numbers"])
def test_what_is_not_utf_8_is_422(desk: Desk, owner: Visitor, name: str, raw: bytes) -> None:
    owner.get("/send")
    fields = {**FIELDS, "token": owner.token, name: raw}
    answer = owner.send("/send/preview", fields.items())
    assert answer.status == 422
    assert "\ufffd" in answer.text
    assert rows(desk) == []


@pytest.mark.parametrize("number", ["+79990000000", "+14155550100", "112", "101", "+380900234567", "1234"])
def test_foreign_premium_and_emergency_numbers_are_403(desk: Desk, owner: Visitor, number: str) -> None:
    status, page = preview(owner, numbers=number)
    assert status == 403
    assert number in page
    assert rows(desk) == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "99999-01-01T00:00", "2026-02-30T10:00"])
@pytest.mark.parametrize("field", ["after", "before"])
def test_moments_beyond_the_calendar_are_422(owner: Visitor, field: str, moment: str) -> None:
    assert preview(owner, **{field: moment})[0] == 422


def test_escape_and_control_z_are_plain_text(desk: Desk, owner: Visitor) -> None:
    status, page = preview(owner, text="a\x1a\x1bb")
    assert status == 200
    owner.post("/send/queue", **hidden(page))
    assert rows(desk)[0].text == "a\x1a\x1bb"


def test_a_long_list_is_refused_before_it_is_checked(owner: Visitor) -> None:
    status, page = preview(owner, numbers="\n".join(["0500000001"] * (MOST_NUMBERS + 1)))
    assert status == 422
    assert "smsbox send --file" in page


def test_two_hundred_kilobytes_of_numbers_fit_and_more_is_413(owner: Visitor) -> None:
    assert preview(owner, numbers="\n".join(f"05000{number:05}" for number in range(MOST_NUMBERS)))[0] == 200
    assert preview(owner, text="x" * 300_000)[0] == 413


def test_the_text_is_never_a_template(desk: Desk, owner: Visitor) -> None:
    _, page = preview(owner, text="{{7*7}} ${7*7} {% raw %} <script>alert(1)</script>")
    assert "{{7*7}} ${7*7} {% raw %}" in page and "49" not in page.split("SMS in all")[1].split("</section>")[0]
    raw = owner.post("/send/preview", **{**FIELDS, "text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in raw


def test_a_number_in_the_address_is_only_filled_in(owner: Visitor) -> None:
    page = owner.get('/send?to="><script>').text
    assert "<script>" not in page.replace('<script src="/static', "")


def test_advertising_is_refused_for_each_who_did_not_agree_and_says_why(desk: Desk, owner: Visitor) -> None:
    anna, bohdan, vira = "+380500000001", "+380500000002", "+380500000003"
    permit(desk.store, anna, vira)
    consent.record(desk.store, consent.Entry(vira, desk.clock.at, "left", "sms"))
    both = {"numbers": f"{anna},{bohdan},{vira}", "class": "marketing"}
    status, page = preview(owner, **both)
    assert status == 403
    assert "2 people may not be sent advertising:" in page
    assert f'<b class="mono">{bohdan}</b> – nothing shows that the customer agreed to advertising' in page
    assert f'<b class="mono">{vira}</b> – the customer left and wants no more advertising' in page
    assert f'<b class="mono">{anna}</b>' not in page
    status, page = preview(owner, numbers=f"{bohdan},{vira}", **{"class": "service"})
    assert status == 200, "service is nobody's advertising"
    assert rows(desk) == []


def test_who_leaves_between_preview_and_press_gets_nothing(desk: Desk, owner: Visitor) -> None:
    permit(desk.store, "+380500000001")
    fields = hidden(preview(owner, **{"class": "marketing"})[1])
    consent.record(desk.store, consent.Entry("+380500000001", desk.clock.at, "left", "sms"))
    assert owner.post("/send/queue", **fields).status == 403
    assert rows(desk) == []


def test_the_price_of_advertising_counts_its_last_line(desk: Desk, owner: Visitor) -> None:
    permit(desk.store, "+380500000001")
    text = "Ж" * 69
    assert "Send 1 SMS" in preview(owner, text=text)[1]
    page = preview(owner, text=text, **{"class": "marketing"})[1]
    assert "Send 2 SMS" in page and "Відмова: СТОП" in page
    owner.post("/send/queue", **hidden(page))
    assert rows(desk)[0].text == f"{text}\nВідмова: СТОП" and len(rows(desk)[0].segments) == 2


def test_the_same_customer_is_not_written_to_twice_in_two_weeks(desk: Desk, owner: Visitor) -> None:
    permit(desk.store, "+380500000001")
    owner.post("/send/queue", **hidden(preview(owner, **{"class": "marketing"})[1]))
    status, page = preview(owner, **{"class": "marketing"})
    assert status == 403 and "more advertising than the shop allows itself" in page
    assert len(rows(desk)) == 1


def test_one_press_goes_on_without_those_who_may_not_get_it(desk: Desk, owner: Visitor) -> None:
    anna, bohdan = "+380500000001", "+380500000002"
    permit(desk.store, anna)
    both = {"numbers": f"{bohdan}\n{anna}", "class": "marketing"}
    assert "Preview without them" in preview(owner, **both)[1]
    assert "Preview without them" not in preview(owner, **both | {"numbers": bohdan})[1], "nobody would be left"
    assert "Preview without them" not in preview(owner, **both | {"numbers": f"{anna},x"})[1], "a slip of the pen"
    status, page = preview(owner, **both, leave_out="yes")
    assert status == 200 and "1 person who may not be sent advertising is left out." in page
    owner.post("/send/queue", **hidden(page))
    assert [row.recipient for row in rows(desk)] == [anna]
    status, _ = preview(owner, numbers=bohdan, leave_out="yes", **{"class": "marketing"})
    assert status == 403
