"""The campaign pages over a real store: what is kept, what is refused, what is shown, without any script."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest

from smsbox import campaigns, contacts, coupons, outbox, problems
from smsbox.campaigns import audiences, lifecycle
from smsbox.campaigns.plan import BIRTHDAY, EVERY, Plan, Start, Variant
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import DAY, HOUR, DaySpan
from smsbox.contacts import FieldTest, New, Wanted
from smsbox.people import audit
from smsbox.people.rights import Role
from tests.permitted import permit
from tests.web.bakery import LETTER, STAFF, draft, launched, number, open_bakery
from tests.web.desk import Answer, Desk, Visitor, signed_in
from tests.web.test_status import GOOD


@pytest.fixture
def bakery(desk: Desk) -> Desk:
    open_bakery(desk)
    desk.modems[:] = [GOOD]
    return desk


@pytest.fixture
def marketer(bakery: Desk) -> Visitor:
    return signed_in(bakery, Role.MARKETER)


def said(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def kept(desk: Desk, campaign_id: int = 1) -> Campaign:
    return campaigns.get(desk.store, campaign_id)


def write(visitor: Visitor, desk: Desk, step: str, **fields: str) -> Answer:
    """Open a step of the draft 1 and send its form with these fields."""
    opened = visitor.get(f"/campaigns/1/{step}")
    assert opened.status == 200, opened.text
    return visitor.post(f"/campaigns/1/{step}", **({"version": str(kept(desk).version), "do": "next"} | fields))


WHEN = {
    "kind": "now",
    "interval": "1",
    "every": "week",
    "day": "1",
    "time": "10:00",
    "pilot": "0",
    "pilot_wait": "60",
    "per_hour": "0",
    "valid_hours": "0",
    "holdout": "0",
}


def lines(desk: Desk) -> list[str]:
    return [each.what for each in audit.entries(desk.store, limit=50, area="campaign")]


def test_from_a_name_to_the_outbox(bakery: Desk, marketer: Visitor) -> None:
    """Every step by plain forms; only who agreed, still agrees and wants SMS is written to."""
    page = marketer.get("/campaigns/new")
    once = re.search(r'name="once" value="([^"]+)"', page.text)
    assert once
    made = marketer.post("/campaigns", name="Паляниця", kind="offer", once=once[1])
    assert (made.status, made.header("Location")) == (303, "/campaigns/1/text")
    answer = write(marketer, bakery, "text", name="Паляниця", text=LETTER)
    assert answer.header("Location") == "/campaigns/1/audience"
    answer = write(marketer, bakery, "audience", test_name="напій", test_op="!=", test_value="какао")
    assert answer.header("Location") == "/campaigns/1/when"
    assert write(marketer, bakery, "when", **WHEN).header("Location") == "/campaigns/1/check"
    page = marketer.get("/campaigns/1/check")
    assert "Launch: 8 people" in said(page)
    launched_at = launch(marketer, bakery)
    assert (
        launched_at.header(
            "Location",
        )
        == "/campaigns/1?notice=campaign_launched"
    )
    while campaigns.step(bakery.store, bakery.site.config, bakery.clock.at):
        pass
    written = {each.recipient for each in outbox.messages(bakery.store, outbox.Filter(batch="campaign:1"), limit=99)}
    assert written == {number(place) for place in range(12) if place % 3 != 2}
    assert lines(bakery)[0] == "campaign.launched"
    assert {"campaign.made", "campaign.edited"} <= set(lines(bakery))


def launch(visitor: Visitor, desk: Desk, **fields: str) -> Answer:
    page = visitor.get("/campaigns/1/check")
    hidden = dict(re.findall(r'<input type="hidden" name="(version|once)" value="([^"]*)"', page.text))
    return visitor.post("/campaigns/1/launch", **({"sure": "yes"} | hidden | fields))


def test_nothing_is_launched_without_the_tick(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    refused = launch(marketer, bakery, sure="")
    assert refused.status == 422
    assert kept(bakery).state is State.DRAFT
    assert "slip of the hand" in said(refused)


def test_a_second_press_launches_nothing_twice(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    assert launch(marketer, bakery).status == 303
    version = kept(bakery).version
    again = marketer.post("/campaigns/1/launch", sure="yes", version="1", once="a" * 22)
    assert again.header("Location") == "/campaigns/1?notice=already"
    assert kept(bakery).version == version
    assert lines(bakery).count("campaign.launched") == 1


def test_what_changed_after_it_was_seen_is_not_launched(bakery: Desk, marketer: Visitor) -> None:
    found = draft(bakery)
    marketer.get("/campaigns/1/check")
    plan = found.plan.having(audience=Wanted(everyone=True))
    lifecycle.edit(bakery.store, 1, found.version, name=found.name, plan=plan, now=bakery.clock.at)
    answer = marketer.post("/campaigns/1/launch", sure="yes", version=str(found.version), once="a" * 22)
    assert answer.header("Location") == "/campaigns/1/check?notice=campaign_changed"
    assert kept(bakery).state is State.DRAFT


def test_against_the_advice_only_with_a_reason(bakery: Desk, marketer: Visitor) -> None:
    """A stop of the preflight: nobody may get it. The reason is kept with the campaign and in the audit log."""
    bakery.modems.clear()
    found = draft(bakery, audience=Wanted(fields=(FieldTest("місто", "=", "Львів"),)))
    assert launch(marketer, bakery).status == 422
    assert kept(bakery).state is State.DRAFT
    assert launch(marketer, bakery, why="Проба порожньої розсилки").status == 303
    assert kept(bakery).override == "Проба порожньої розсилки"
    line = audit.entries(bakery.store, limit=1, area="campaign")[0]
    assert line.changes["against the advice"] == (None, "Проба порожньої розсилки")
    assert found.id == 1


@pytest.mark.parametrize("why", ["", "Дуже треба"])
def test_without_a_way_to_answer_no_reason_helps(bakery: Desk, marketer: Visitor, why: str) -> None:
    """Refused where it is written and where it is launched; the draft is kept all the same."""
    draft(bakery, variants=(Variant("{ім'я|друже}, знижки!"),))
    refused = launch(marketer, bakery, why=why)
    assert refused.status == 422
    assert "Nobody is told how to answer." in said(refused)
    written = write(marketer, bakery, "text", name="Знижки", text="Усім знижки, приходьте")
    assert written.status == 422
    assert "Nobody is told how to answer." in said(written)
    assert kept(bakery).plan.variants[0].text == "Усім знижки, приходьте"
    assert kept(bakery).state is State.DRAFT


def test_everybody_is_never_meant_by_silence(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery, audience=Wanted())
    refused = write(marketer, bakery, "audience")
    assert refused.status == 422
    assert "Say for whom it is" in said(refused)
    assert marketer.get("/campaigns/1/check").header("Location") == "/campaigns/1/audience?notice=campaign_first_this"
    assert write(marketer, bakery, "audience", everyone="yes").status == 303
    assert kept(bakery).plan.audience == Wanted(everyone=True)


def test_what_is_typed_is_kept_whichever_button_is_pressed(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    for act in ("save", "look", "squeeze", "latin", "test"):
        write(marketer, bakery, "text", name=f"Назва {act}", text="{ім'я|друже}, кава - 20 грн. 050 000 00 01", do=act)
        assert kept(bakery).name == f"Назва {act}"
    write(marketer, bakery, "text", name="Ще", text="Кава ", insert="{ім'я|друже}", do="")
    assert kept(bakery).plan.variants[0].text == "Кава {ім'я|друже}"


def test_a_text_is_made_plain_or_latin_by_a_button(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    page = write(
        marketer,
        bakery,
        "text",
        name="Кава",
        text="Friends, coffee – 20 hrn till Sunday, and a croissant with it. Call 050 000 00 01",
        do="look",
    )
    page = marketer.get("/campaigns/1/text")
    assert "Only because of" in said(page) and "Make them plain" in said(page)
    write(
        marketer,
        bakery,
        "text",
        name="Кава",
        text="Friends, coffee – 20 hrn till Sunday, and a croissant with it. Call 050 000 00 01",
        do="squeeze",
    )
    assert (
        kept(bakery).plan.variants[0].text
        == "Friends, coffee - 20 hrn till Sunday, and a croissant with it. Call 050 000 00 01"
    )
    text = "{ім'я|друже}, кава чекає. 050 000 00 01"
    page = write(marketer, bakery, "text", name="Кава", text=text, do="latin")
    assert kept(bakery).plan.variants[0].text == "{ім'я|друже}, kava chekaie. 050 000 00 01"
    was = dict(re.findall(r'name="(was|was_of)" value="([^"]*)"', html.unescape(page.text)))
    assert was == {"was": text, "was_of": "A"}, "it can be taken back"
    write(marketer, bakery, "text", name="Кава", text=kept(bakery).plan.variants[0].text, do="undo", **was)
    assert kept(bakery).plan.variants[0].text == text


def test_what_makes_a_text_dear_is_shown_at_each_place(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    text = "Friends, coffee – 20 hrn, tea – 10 hrn. Call 050 000 00 01"
    write(marketer, bakery, "text", name="Кава", text=text, do="look")
    page = html.unescape(marketer.get("/campaigns/1/text").text)
    assert re.findall(r"dir=\"auto\">([^<]*)<mark>–</mark>([^<]*)<", page) == [
        ("…nds, coffee ", " 20 hrn, tea…"),
        ("…20 hrn, tea ", " 10 hrn. Cal…"),
    ]


def test_up_to_eight_texts_are_compared(bakery: Desk, marketer: Visitor) -> None:
    """Each has its letter everywhere; one that is emptied is gone, and shares may differ."""
    draft(bakery)
    names = ("text", "other_text", "text_c", "text_d", "text_e", "text_f", "text_g", "text_h")
    given = {name: f"{{ім'я|друже}}, кава {place}. 050 000 00 01" for place, name in enumerate(names)}
    assert write(marketer, bakery, "text", name="Кава", **given).status == 303
    assert [each.text for each in kept(bakery).plan.variants] == list(given.values())
    told = said(marketer.get("/campaigns/1/text"))
    assert "the longest: Олександр Млинар · Text H" in told and "One more text" not in told
    assert "1 SMS for each" in told
    dearer = given | {"text_c": given["text_c"] + " кава" * 10}
    marketer.get("/campaigns/1/text")
    part = marketer.post("/campaigns/1/text/look", version=str(kept(bakery).version), name="Кава", **dearer)
    assert "2 SMS at most; most get 1" in said(part), "who gets another text gets another price"
    write(marketer, bakery, "text", name="Кава", **given)
    told = said(marketer.get("/campaigns/1/when"))
    assert "Text H" in told
    parts = {f"part_{letter}": "1" for letter in "abcdefg"} | {"part_h": "3"}
    assert write(marketer, bakery, "when", **WHEN, **parts).status == 303
    assert [each.weight for each in kept(bakery).plan.variants] == [1] * 7 + [3]
    refused = write(marketer, bakery, "when", **WHEN, **(parts | {"part_h": "0"}))
    assert refused.status == 422
    fewer = {**given, "other_text": "", "text_h": "{ім'я|друже}, кава без контакту"}
    refused = write(marketer, bakery, "text", name="Кава", **fewer)
    assert refused.status == 422 and 'id="text_h-wrong"' in refused.text
    write(marketer, bakery, "text", name="Кава", **{**given, "other_text": "", "text_h": ""}, insert="{код}", into="G")
    assert [each.text[-5:] for each in kept(bakery).plan.variants] == ["00 01"] * 5 + ["{код}"]
    assert kept(bakery).plan.variants[5].text.endswith("01 {код}"), "with a blank between"


def test_a_text_nobody_can_answer_is_no_finished_one(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    refused = write(marketer, bakery, "text", name="Кава", text="{ім'я|друже}, кава", do="save")
    assert refused.status == 422
    assert "Nobody is told how to answer" in said(refused)
    assert write(marketer, bakery, "text", name="Кава", text="", do="save").status == 303, "a name alone is a beginning"


def test_a_mistyped_field_goes_no_further(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    refused = write(marketer, bakery, "text", name="Кава", text="{мисто}, кава. 050 000 00 01")
    assert refused.status == 422
    assert "You may mean {місто}." in said(refused)


def test_customers_read_it_by_name_and_the_longest_is_among_them(bakery: Desk, marketer: Visitor) -> None:
    """Only of those who may get it: the very long name of somebody who never agreed does not count."""
    draft(bakery)
    told = said(marketer.get("/campaigns/1/text"))
    assert "Оксано, у суботу печемо паляницю на заквасці, до кави" in told
    assert "Андрію, у суботу печемо паляницю на заквасці, до чаю" in told
    assert "the longest: Олександр Млинар" in told
    assert "Максиміліан" not in told
    assert told.count("Відмова: СТОП") >= 3


def test_the_longest_the_shortest_and_who_has_no_name_are_shown(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery, variants=(Variant("{ім'я|друже}, кава чекає. 050 000 00 01"),))
    contacts.add(bakery.store, New(number="+380500009999", fields={"напій": "чай"}), bakery.clock.at)
    permit(bakery.store, "+380500009999")
    told = said(marketer.get("/campaigns/1/text"))
    assert "the longest: Олександр Млинар · 1 SMS" in told
    assert "без" not in told and "without a name: +380500009999" in told and "друже, кава чекає" in told
    assert "the shortest: Тарас Вівсюк" in told
    lifecycle.edit(
        bakery.store,
        1,
        1,
        name="x",
        plan=replace(kept(bakery).plan, audience=Wanted(text="ніхто")),
        now=bakery.clock.at,
    )
    told = said(marketer.get("/campaigns/1/text"))
    assert "Nobody fits the conditions yet: these are other customers." in told and "made up" not in told


def test_what_is_too_long_is_told_while_it_is_typed(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    marketer.get("/campaigns/1/text")
    part = marketer.post("/campaigns/1/text/look", version="1", name="Кава", text="x" * 2001)
    assert "This is too long." in said(part) and "Saved." not in said(part)


def test_a_template_that_cannot_be_read_is_named_and_kept(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    refused = write(marketer, bakery, "text", name="Кава", text="{ім'я, кава {?напій=чай} 050 000 00 01")
    assert refused.status == 422
    assert kept(bakery).plan.variants[0].text.startswith("{ім'я, кава")


def test_a_coupon_needs_its_series(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    text = "{ім'я|друже}, круасан за кодом {купон}. 050 000 00 01"
    refused = write(marketer, bakery, "text", name="Купон", text=text)
    assert refused.status == 422
    assert "choose a series" in said(refused)
    assert write(marketer, bakery, "text", name="Купон", text=text, series="1").status == 303
    assert kept(bakery).plan.series_id == coupons.listed(bakery.store)[0].id == 1


def test_the_counter_counts_a_coupon_as_long_as_those_of_the_series(bakery: Desk, marketer: Visitor) -> None:
    made = coupons.make_series(bakery.store, name="M", prefix="ZERNO", length=12, now=bakery.clock.at, by="owner")
    pool = coupons.make_series(
        bakery.store, name="P", pool=["AAAA1", "AAAA-2222-3333-4444-5555"], now=bakery.clock.at, by="owner"
    )
    draft(bakery, variants=(Variant("{купон} 050 000 00 01"),))
    write(marketer, bakery, "text", name="x", text="{купон} 050 000 00 01", series="999", do="look")
    assert marketer.get("/campaigns/1/text").status == 200, "a series that is none"
    for series, length in ((made, 17), (pool, 24)):
        write(marketer, bakery, "text", name="x", text="{купон} 050 000 00 01", series=str(series.id), do="look")
        told = said(marketer.get("/campaigns/1/text"))
        assert f"1 SMS, {length + len(' 050 000 00 01') + len('/Vidmova: STOP')} characters" in told


def test_two_people_at_one_draft_are_told(bakery: Desk, marketer: Visitor) -> None:
    """Nothing of either is lost: the second sees who was quicker, and his own words still stand there."""
    found = draft(bakery)
    owner = signed_in(bakery, Role.OWNER)
    owner.get("/campaigns/1/text")
    owner.post("/campaigns/1/text", version=str(found.version), name="Owner’s", text=LETTER, do="save")
    mine = "Моє: {ім'я|друже}, 050 000 00 01"
    marketer.get("/campaigns/1/text")
    late = marketer.post("/campaigns/1/text", version=str(found.version), name="Mine", text=mine, do="next")
    assert late.status == 409
    assert "owner has changed this campaign meanwhile" in said(late)
    assert mine in html.unescape(late.text)
    assert kept(bakery).name == "Owner’s"
    over = marketer.post("/campaigns/1/text", version=str(found.version), name="Mine", text=mine, over="yes")
    assert over.status == 303
    assert (kept(bakery).name, kept(bakery).plan.variants[0].text) == ("Mine", mine)


def test_while_one_writes_it_is_kept_with_one_line_in_the_log(bakery: Desk, marketer: Visitor) -> None:
    found = draft(bakery)
    marketer.get("/campaigns/1/text")
    version = found.version
    for place in range(5):
        text = f"{LETTER} {place}"
        part = marketer.post("/campaigns/1/text/look", version=str(version), name="Нова", text=text)
        assert part.status == 200
        version = int(re.findall(r'name="version" value="(\d+)"', part.text)[0])
    assert kept(bakery).plan.variants[0].text == f"{LETTER} 4"
    assert lines(bakery) == ["campaign.edited"]
    stale = marketer.post("/campaigns/1/text/look", version=str(found.version), name="Нова", text="Чуже")
    assert "Somebody else has changed" in said(stale)
    assert kept(bakery).plan.variants[0].text == f"{LETTER} 4"


def test_all_conditions_are_kept_and_shown_again(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    marketer.get("/campaigns/1/audience")
    fields = [
        *(("token", marketer.token), ("version", "1"), ("do", "save"), ("state", "0"), ("state", "1")),
        *(
            ("any_tag", "новий"),
            ("any_tag", "кава, постійний"),
            ("no_tag", "опт"),
            ("language", "uk"),
            ("language", ""),
        ),
        *(("test_name", "напій"), ("test_op", "="), ("test_value", "кава"), ("test_name", "місто"), ("test_op", "has")),
        *(("test_value", ""), ("test_name", ""), ("test_op", "="), ("test_value", ""), ("not_bought_days", "30")),
        *(("birthday_days", "7"), ("bought_since", "2026-01-01"), ("text", "Окс"), ("consent", "2"), ("topic", "кава")),
        *(("not_got", "1"), ("not_answered", "7"), ("holds", "1"), ("used", "9")),
        *(("not_heard_days", "60"), ("nothing_got_days", "14")),
    ]
    assert marketer.send("/campaigns/1/audience", fields).status == 303
    wanted = kept(bakery).plan.audience
    assert [each.name for each in wanted.states] == ["LEAD", "CUSTOMER"]
    assert set(wanted.any_tags) == {"новий", "кава", "постійний"}
    assert wanted.no_tags == ("опт",)
    assert set(wanted.languages) == {"uk", ""}
    assert wanted.fields == (FieldTest("напій", "=", "кава"), FieldTest("місто", "has"))
    assert (wanted.not_bought_days, wanted.birthday_days, wanted.text) == (30, 7, "Окс")
    assert (wanted.consents, wanted.topics) == ((2,), ("кава",))
    assert (wanted.not_got_campaign, wanted.not_answered_campaign) == (1, 7)
    assert (wanted.holds_coupon, wanted.used_coupon) == (1, 9)
    assert (wanted.not_heard_days, wanted.nothing_got_days) == (60, 14)
    page = marketer.get("/campaigns/1/audience")
    assert page.text.count(" checked") >= 8
    assert 'value="2026-01-01"' in page.text
    for words in ("напій: is кава", "Language: Українська or not known", "Has a coupon of, not used yet: Круасан"):
        assert words in said(page), "what is chosen is said in words"
    assert "Did not get the campaign: Суботня паляниця" in said(page)
    shown_again = re.findall(r'<(?:input|option)[^>]* value="([^"]*)"[^>]* (?:checked|selected)', page.text)
    assert {"2", "кава", "0"} <= set(shown_again)


def test_a_condition_without_its_value_is_told(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    refused = write(marketer, bakery, "audience", test_name="вік", test_op="at_least", test_value="багато")
    assert refused.status == 422
    assert 'value="багато"' in refused.text
    assert "This condition needs a value" in said(refused)


def test_who_is_left_out_is_counted_by_reason(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery, audience=Wanted(everyone=True))
    told = said(marketer.get("/campaigns/1/audience"))
    assert "12 people may get it" in told
    assert "16 fit the conditions" in told
    assert "4 are left out, and why" in told
    for reason in ("2 Nothing shows", "1 The customer left", "1 The customer wants to be called"):
        assert reason in told, "together they are those who fit and do not get it"
    part = marketer.post("/campaigns/1/audience/look", version="1", test_name="напій", test_op="=", test_value="чай")
    assert "4 people may get it" in said(part)
    assert "4 of 5 get it" in said(part)


def test_audiences_are_kept_by_name_and_taken_again(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    keep = {"test_name": "напій", "test_op": "=", "test_value": "чай", "audience_name": "Любителі чаю", "do": "keep"}
    assert write(marketer, bakery, "audience", **keep).status == 303
    assert [each.name for each in audiences.saved(bakery.store)] == ["Любителі чаю"]
    write(marketer, bakery, "audience", everyone="yes")
    write(marketer, bakery, "audience", taken="1", do="take")
    assert kept(bakery).plan.audience.fields == (FieldTest("напій", "=", "чай"),)
    refused = write(marketer, bakery, "audience", **(keep | {"test_value": "кава"}))
    assert refused.status == 422 and "Another audience is called so" in said(refused)
    assert write(marketer, bakery, "audience", **(keep | {"test_value": "кава", "replace": "yes"})).status == 303
    assert [each.wanted.fields[0].value for each in audiences.saved(bakery.store)] == ["кава"]
    refused = write(marketer, bakery, "audience", everyone="yes", taken="1", new_name=" ", do="rename")
    assert refused.status == 422 and 'id="new_name-wrong"' in refused.text
    write(marketer, bakery, "audience", everyone="yes", taken="1", new_name="Любителі кави", do="rename")
    assert [each.name for each in audiences.saved(bakery.store)] == ["Любителі кави"]
    asked = write(marketer, bakery, "audience", taken="1", do="forget")
    assert "Forget the audience “Любителі кави”? напій: is кава" in said(asked), "nothing is gone by one press"
    write(marketer, bakery, "audience", taken="1", do="forget", sure="yes")
    assert audiences.saved(bakery.store) == []
    done = {f"campaign.audience_{each}" for each in ("kept", "renamed", "forgotten")}
    assert done <= set(lines(bakery))


def test_times_are_kept_as_they_are_typed(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery, variants=(Variant(LETTER), Variant(LETTER + "!")))
    more = {"kind": "every", "weekday": "4", "interval": "2", "pilot": "50", "pilot_wait": "90", "per_hour": "200"}
    more |= {
        "valid_hours": "8",
        "local": "11:30",
        "holdout": "10",
        "share": "25",
        "until": "2026-12-31",
        "time": "9:05",
    }
    assert write(marketer, bakery, "when", **(WHEN | more)).status == 303
    plan = kept(bakery).plan
    assert (plan.start.kind, plan.start.weekdays, plan.start.interval, plan.start.minute) == (EVERY, (4,), 2, 545)
    assert (plan.pilot, plan.pilot_wait_s, plan.per_hour, plan.valid_hours) == (50, 5400, 200, 8)
    assert (plan.local_minute, plan.holdout) == (690, 0.1)
    assert [each.weight for each in plan.variants] == [75, 25]
    page = marketer.get("/campaigns/1/when")
    for value in ("50", "90", "200", "11:30", "09:05", "2026-12-31", "25"):
        assert f'value="{value}"' in page.text, value
    assert "every 2 weeks: Fri, at 09:05" in said(marketer.get("/campaigns/1"))
    write(marketer, bakery, "when", **(WHEN | {"valid_until": "2026-03-01T18:00"}))
    assert kept(bakery).plan.valid_until == 1_772_380_800_000_000, "18:00 in Kyiv"
    assert 'value="2026-03-01T18:00"' in marketer.get("/campaigns/1/when").text
    assert re.search("The offer ends .{0,20}18:00", said(marketer.get("/campaigns/1/check")))


def test_the_hour_an_offer_ends_comes_after_the_hour_it_begins(bakery: Desk, marketer: Visitor) -> None:
    """Typed by hand: it is 8:13, from eight on is tomorrow's eight, and so is the nine it ends at."""
    draft(bakery)
    hours = {"kind": "at", "at": "08:00", "valid_until": "09:00"}
    assert write(marketer, bakery, "when", **(WHEN | hours)).status == 303
    plan = kept(bakery).plan
    assert (plan.start.at, plan.valid_until) == (1_772_085_600_000_000, 1_772_089_200_000_000)  # 26 February, 8 and 9


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pilot", "багато"),
        ("holdout", "90"),
        ("local", "25:00"),
        ("kind", "never"),
        ("at", "2020-01-01T10:00"),
        ("weekday", ""),
        ("until", "2020-01-01"),
        ("valid_until", "2020-01-01T10:00"),
        ("valid_until", "колись"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(bakery: Desk, marketer: Visitor, field: str, value: str) -> None:
    draft(bakery)
    kind = {"at": "at", "weekday": "every", "until": "birthday"}.get(field, "now")
    before = kept(bakery).plan
    refused = write(marketer, bakery, "when", **(WHEN | {"kind": kind, "before": "0", field: value}))
    assert refused.status == 422
    assert f'id="{field}-wrong"' in refused.text
    assert kept(bakery).plan == before


def test_a_moment_is_scheduled_and_begins_by_itself(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    write(marketer, bakery, "when", **(WHEN | {"kind": "at", "at": "2026-02-27T10:00"}))
    assert launch(marketer, bakery).header("Location") == "/campaigns/1?notice=campaign_scheduled"
    found = kept(bakery)
    assert found.state is State.SCHEDULED
    assert campaigns.step(bakery.store, bakery.site.config, (found.start_at or 0) - HOUR) is False
    campaigns.step(bakery.store, bakery.site.config, found.start_at or 0)
    assert kept(bakery).state is State.RUNNING


def test_pausing_going_on_and_ending(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery)
    manager = signed_in(bakery, Role.MANAGER)
    page = manager.get("/campaigns/1")
    assert "/campaigns/1/pause" in page.text
    assert "/campaigns/1/cancel" not in page.text and "/campaigns/1/copy" not in page.text
    assert manager.post("/campaigns/1/pause").status == 303
    assert kept(bakery).state is State.PAUSED
    assert "manager has paused it." in said(manager.get("/campaigns/1"))
    assert manager.post("/campaigns/1/resume").status == 403
    marketer.get("/campaigns/1")
    assert marketer.post("/campaigns/1/resume", version=str(kept(bakery).version)).status == 303
    assert kept(bakery).state is State.RUNNING
    asked = marketer.post("/campaigns/1/cancel")
    assert asked.header("Location") == "/campaigns/1?end=yes"
    assert kept(bakery).state is State.RUNNING
    assert "cannot go on later" in said(marketer.get("/campaigns/1?end=yes"))
    assert marketer.post("/campaigns/1/cancel", sure="yes").status == 303
    assert kept(bakery).state is State.CANCELLED
    assert lines(bakery)[:3] == ["campaign.cancel", "campaign.resume", "campaign.pause"]


def test_what_comes_again_says_when_and_leaves_out_a_turn_that_nobody_wants(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery)
    write(marketer, bakery, "when", **(WHEN | {"kind": "every", "every": "month", "day": "31", "interval": "1"}))
    assert "28 February, 10:00 · 31 March, 10:00 · 30 April, 10:00" in said(marketer.get("/campaigns/1/check"))
    launch(marketer, bakery)
    assert "28 February, 10:00 · 31 March, 10:00" in said(marketer.get("/campaigns/1"))
    seen = str(kept(bakery).version)
    assert marketer.post("/campaigns/1/skip", version=seen).header("Location").endswith("notice=campaign_skip")
    assert marketer.post("/campaigns/1/skip", version=seen).header("Location").endswith("notice=campaign_moved_on")
    page = said(marketer.get("/campaigns/1"))
    assert "31 March, 10:00 · 30 April, 10:00" in page and "28 February" not in page
    assert lines(bakery)[0] == "campaign.skip"


def test_who_has_seen_enough_of_the_first_few_lets_it_go_on(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery, pilot=2)
    campaigns.step(bakery.store, bakery.site.config, bakery.clock.at)
    assert "Go on to all others now" in marketer.get("/campaigns/1").text
    assert marketer.post("/campaigns/1/go-on", version=str(kept(bakery).version)).status == 303
    page = said(marketer.get("/campaigns/1"))
    assert "marketer has let it go on to all others" in page and "Go on to all others now" not in page
    assert lines(bakery)[0] == "campaign.go_on"


def test_who_lets_it_go_on_has_seen_why_it_stands(bakery: Desk, marketer: Visitor) -> None:
    """It was let go on and stopped again meanwhile: the old button does nothing."""
    launched(bakery)
    seen = lifecycle.pause(bakery.store, 1, now=bakery.clock.at, by="owner").version
    lifecycle.resume(bakery.store, bakery.site.config, 1, now=bakery.clock.at)
    lifecycle.pause(bakery.store, 1, now=bakery.clock.at, why={"why": "leaving", "left": 4, "sent": 60})
    marketer.get("/campaigns/1")
    answer = marketer.post("/campaigns/1/resume", version=str(seen))
    assert answer.header("Location") == "/campaigns/1?notice=campaign_moved_on"
    assert kept(bakery).state is State.PAUSED
    assert "4 of 60 people who got it left" in said(marketer.get("/campaigns/1"))


def test_recipients_are_listed_with_what_became_of_them(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery, audience=Wanted(everyone=True))
    told = said(marketer.get("/campaigns/1/recipients"))
    assert number(0) in told and "Оксана Зерненко" in told
    left_out = marketer.get("/campaigns/1/recipients?given=1")
    assert left_out.text.count("<tr>") == 1 + 4
    consent = marketer.get("/campaigns/1/recipients?given=1&reason=consent")
    assert number(12) in consent.text and number(14) not in consent.text
    assert "/outbox?batch=campaign%3A1" in marketer.get("/campaigns/1").text


def test_a_test_goes_to_the_staff_and_uses_up_nothing(bakery: Desk, marketer: Visitor) -> None:
    text = "{ім'я|друже}, круасан за кодом {купон}. 050 000 00 01"
    draft(bakery, variants=(Variant(text),), series_id=1)
    sent = write(marketer, bakery, "text", name="Проба", text=text, series="1", do="test")
    assert sent.header("Location") == "/campaigns/1/text?notice=campaign_tested&count=1"
    (message,) = outbox.messages(bakery.store, outbox.Filter(), limit=9)
    assert message.recipient == STAFF
    assert coupons.counts(bakery.store, 1) == coupons.Counts()
    refused = write(marketer, bakery, "text", name="Проба", text=text, series="1", do="test", to=number(3))
    assert refused.status == 422
    assert len(outbox.messages(bakery.store, outbox.Filter(), limit=9)) == 1
    assert "campaign.tested" in lines(bakery)
    (once,) = re.findall(r'name="once" value="([^"]+)"', marketer.get("/campaigns/1/text").text)
    for told in ("campaign_tested&count=1", "as_before"):
        sent = write(marketer, bakery, "text", name="Проба", text=text, series="1", do="test", once=once)
        assert sent.header("Location") == f"/campaigns/1/text?notice={told}", "pressed twice it is one"
    write(marketer, bakery, "text", name="Проба", text=text + "!", series="1", do="test", once=once)
    assert len(outbox.messages(bakery.store, outbox.Filter(), limit=9)) == 3, "another text is another test"


def test_a_copy_is_a_draft_of_its_own(bakery: Desk, marketer: Visitor) -> None:
    first = launched(bakery)
    marketer.get("/campaigns/1")
    assert marketer.post("/campaigns/1/copy").header("Location") == "/campaigns/2/text?notice=campaign_copied"
    copy = kept(bakery, 2)
    assert (copy.state, copy.plan.variants, copy.plan.audience) == (
        State.DRAFT,
        first.plan.variants,
        first.plan.audience,
    )
    assert copy.name == "Круасан до кави (copy)"


def test_what_is_launched_is_no_draft(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery)
    marketer.get("/campaigns")
    for step in ("text", "audience", "when", "check"):
        assert marketer.get(f"/campaigns/1/{step}").header("Location") == "/campaigns/1?notice=no_draft"
        if step != "check":
            answer = marketer.post(f"/campaigns/1/{step}", version="1", text="Інше", name="Інше")
            assert answer.header("Location") == "/campaigns/1?notice=no_draft"


def test_a_manager_sees_and_does_not_write(bakery: Desk) -> None:
    draft(bakery)
    manager = signed_in(bakery, Role.MANAGER)
    assert manager.get("/campaigns/1").status == 200
    assert "/campaigns/1/text" not in manager.get("/campaigns/1").text
    assert "/campaigns/new" not in manager.get("/campaigns").text
    for path in ("/campaigns/new", "/campaigns/1/text", "/campaigns/1/check"):
        assert manager.get(path).status == 403


def test_the_list_shows_all_by_state(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery)
    draft(bakery)
    everything = said(marketer.get("/campaigns"))
    assert "Круасан до кави" in everything and "Суботня паляниця" in everything
    drafts = said(marketer.get("/campaigns?state=draft"))
    assert "Суботня паляниця" in drafts and "Круасан до кави" not in drafts
    assert marketer.get("/live/campaigns?state=draft").status == 200


def test_how_it_goes_is_told_while_it_goes(bakery: Desk, marketer: Visitor) -> None:
    found = launched(bakery, pilot=4)
    told = said(marketer.get("/live/campaigns/1"))
    assert "Running" in told
    assert "first 4" in told
    assert f"{found.fed} people are written to" in told


def test_hostile_words_stay_words(bakery: Desk, marketer: Visitor) -> None:
    text = "<script>alert(1)</script> {ім'я|\"><img src=x>} 050 000 00 01"
    draft(bakery, name="<b>x</b>", variants=(Variant(text),))
    for path in ("/campaigns", "/campaigns/1", "/campaigns/1/text", "/campaigns/1/check", "/campaigns/1/audience"):
        page = marketer.get(path).text
        assert "<script>alert" not in page and "<img src=x" not in page and "<b>x</b>" not in page, path


def test_an_occasion_begins_with_its_time(bakery: Desk, marketer: Visitor) -> None:
    page = marketer.get("/campaigns/new")
    once = re.search(r'name="once" value="([^"]+)"', page.text)
    assert once
    marketer.post("/campaigns", name="Повернути", kind="win_back", once=once[1])
    assert kept(bakery).plan == Plan(start=kept(bakery).plan.start)
    assert (kept(bakery).plan.start.kind, kept(bakery).plan.start.days) == ("win_back", 90)
    assert DAY


def test_after_one_that_drove_people_away_the_next_needs_a_reason(bakery: Desk, marketer: Visitor) -> None:
    """More than the shop allows itself left after the last one: who writes on all the same says why, and it is kept."""
    people = [New(number=f"+3805000070{place:02}", name="Ганна", tags=["усі"]) for place in range(60)]
    contacts.add_many(bakery.store, people, bakery.clock.at)
    permit(bakery.store, *(each.number for each in people))
    first = launched(bakery, audience=Wanted(any_tags=("усі",)))
    with bakery.store.write():
        bakery.store.run("UPDATE messages SET state = ?, queue_key = NULL", int(outbox.State.DELIVERED))
        bakery.store.run("UPDATE recipients SET left_at = 1 WHERE number < ?", "+380500007003")
        lifecycle.finish(bakery.store, campaigns.get(bakery.store, first.id), bakery.clock.at)
    draft(bakery)
    told = said(marketer.get("/campaigns/2/check"))
    assert "3 of 60 people left" in told and "Why all the same?" in told
    fields = {"sure": "yes", "version": "1", "once": "a" * 22}
    assert marketer.post("/campaigns/2/launch", **fields).status == 422
    assert kept(bakery, 2).state is State.DRAFT
    assert marketer.post("/campaigns/2/launch", **fields, why="Перепросили і запитали").status == 303
    assert kept(bakery, 2).override == "Перепросили і запитали"
    assert "Перепросили і запитали" in said(marketer.get("/campaigns/2"))


def test_what_stops_by_itself_is_a_problem_until_it_goes_on(bakery: Desk, marketer: Visitor) -> None:
    """Nobody watches its page at night: the badge of every page tells. What a person pauses is none."""
    launched(bakery)
    lifecycle.pause(bakery.store, 1, now=bakery.clock.at, by="owner")
    bakery.review()
    assert "has stopped by itself" not in said(marketer.get("/problems"))
    lifecycle.resume(bakery.store, bakery.site.config, 1, now=bakery.clock.at)
    lifecycle.pause(bakery.store, 1, now=bakery.clock.at, why={"why": "leaving", "left": 4, "sent": 60})
    bakery.review()
    told = marketer.get("/problems")
    assert "The campaign “Круасан до кави” has stopped by itself" in said(told)
    assert "4 of 60 people who got it left" in said(told)
    assert 'href="/campaigns/1"' in told.text
    lifecycle.resume(bakery.store, bakery.site.config, 1, now=bakery.clock.at)
    bakery.review()
    assert "has stopped by itself" not in said(marketer.get("/"))


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ({"why": "coupons", "series": "Круасан"}, "has no coupon to give any more"),
        ({"why": "pilot_failing", "failed": 5, "tried": 20}, "It stopped after the first few: 5 of 20"),
        ({"why": "trouble", "answer": "campaigns.bad_plan", "of": {"reason": "text"}}, "cannot be carried out"),
    ],
)
def test_why_it_stands_is_told_in_words(bakery: Desk, marketer: Visitor, why: dict[str, object], words: str) -> None:
    launched(bakery)
    lifecycle.pause(bakery.store, 1, now=bakery.clock.at, why=why)
    assert words in said(marketer.get("/campaigns/1"))
    assert (
        "{"
        not in said(marketer.get("/live/campaigns/1"))
        .replace("{звертання", "")
        .replace("{?напій", "")
        .split("What it says")[0]
    )


def test_one_that_stands_shows_each_time_and_each_leads_back(bakery: Desk, marketer: Visitor) -> None:
    draft(bakery, audience=Wanted(everyone=True), start=Start(BIRTHDAY, days=4))
    assert launch(marketer, bakery).header("Location") == "/campaigns/1?notice=campaign_scheduled"
    bakery.clock.at = kept(bakery).start_at or 0
    while campaigns.step(bakery.store, bakery.site.config, bakery.clock.at):
        pass
    page = marketer.get("/campaigns/1")
    assert "Each time so far" in said(page)
    child = re.search(r'href="(/campaigns/[2-9])"', page.text)
    assert child
    assert 'href="/campaigns/1"' in marketer.get(child[1]).text
    written = outbox.messages(bakery.store, outbox.Filter(), limit=9)
    assert [each.recipient for each in written] == [number(0)], "the one whose birthday is on the first of March"


def test_at_night_it_is_told_that_it_waits_for_the_morning(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery)
    assert "quiet hours" not in said(marketer.get("/campaigns/1")).lower()
    sending = replace(bakery.site.config.sending, quiet=DaySpan(0, 23 * 60))
    bakery.site.config = replace(bakery.site.config, sending=sending)
    assert "quiet hours" in said(marketer.get("/campaigns/1")).lower()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ({"state": "down", "reason": "modem.port_gone"}, "no modem can send"),
        ({"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_package"}}, "The SMS package"),
        ({"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_minute"}}, ""),
        ({"state": "ready"}, ""),
    ],
)
def test_while_nothing_leaves_it_says_why(
    bakery: Desk, marketer: Visitor, status: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched(bakery)
    monkeypatch.setattr(bakery.site, "modem_statuses", lambda: [{"name": "main", **status}])
    page = said(marketer.get("/campaigns/1"))
    assert ("Nothing leaves" in page) == bool(told) and told in page


def test_a_clock_nobody_believes_is_told_where_it_holds_a_campaign(bakery: Desk, marketer: Visitor) -> None:
    launched(bakery)
    doubt = problems.Problem("clock.untrusted", facts={"time": "1970"})
    problems.review(bakery.store, problems.Observed(others=(doubt,)), bakery.clock.at, box=bakery.site.box)
    assert "The clock cannot be right." in said(marketer.get("/campaigns/1"))


def test_while_it_runs_it_says_what_it_has_taken_and_when_it_is_through(bakery: Desk, marketer: Visitor) -> None:
    """Eight texts of two SMS each: three have left. The rest at the pace of the one modem that works."""
    bakery.site.config = replace(
        bakery.site.config, modems=tuple(replace(each, price=0.5) for each in bakery.site.config.modems)
    )
    launched(bakery)
    with bakery.store.write():
        bakery.store.run("UPDATE messages SET state = ?, queue_key = NULL WHERE id <= 3", int(outbox.State.DELIVERED))
    told = said(marketer.get("/campaigns/1"))
    assert "6 SMS so far" in told and "3.00 it has cost so far" in told
    assert "10 SMS still to come" in told
    assert re.search(r"08:1[3-9] through, as far as can be said", told)
    bakery.modems.clear()
    assert "– through, as far as can be said" in said(marketer.get("/campaigns/1"))


def test_a_text_that_was_tried_counts_as_tried_until_it_is_another(bakery: Desk, marketer: Visitor) -> None:
    """Whom it goes to and when may change after the test, the text may not."""
    draft(bakery)
    untried = "Nobody has tried this text on a telephone."
    assert untried in said(marketer.get("/campaigns/1/check"))
    write(marketer, bakery, "text", name="Проба", text=LETTER, do="test")
    bakery.clock.sleep(60)
    write(marketer, bakery, "audience", everyone="yes")
    assert untried not in said(marketer.get("/campaigns/1/check"))
    bakery.clock.sleep(60)
    write(marketer, bakery, "text", name="Проба", text=LETTER + "!")
    assert untried in said(marketer.get("/campaigns/1/check"))
