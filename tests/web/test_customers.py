"""The pages of customers: list, one with everything about him, doubles, tags for all, and what he may ask for."""

from __future__ import annotations

import io
import json
import re
import zipfile
from urllib.parse import quote

import pytest

from smsbox import consent, contacts, outbox
from smsbox.consent import Entry
from smsbox.contacts import FieldTest, New, State, Wanted
from smsbox.outbox import MessageClass
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.web.pages import customers as page
from tests.web.bakery import launched, number, open_bakery
from tests.web.desk import NOW, Desk, Visitor, signed_in
from tests.web.test_inbox import receive

OKSANA, OLEH = "+380500000001", "+380500000002"


def oksana(desk: Desk, number: str = OKSANA, **more: object) -> int:
    given = {"name": "Оксана Коваленко", "fields": {"напій": "кава"}, "tags": ("vip",), "origin": "import:3"} | more
    return contacts.add(desk.store, New(number=number, **given), NOW).id  # type: ignore[arg-type]


def agree(desk: Desk, number: str = OKSANA) -> None:
    consent.record(desk.store, Entry(number, NOW, "agreed", "staff", words="Можна?", operator="olha"))


def rows_of(text: str) -> list[str]:
    return re.findall(r'<a class="who(?: breaks)?" href="/customers/\d+"[^>]*>([^<]+)<', text)


def test_the_list_is_searched_by_name_number_tag_and_field(desk: Desk, owner: Visitor) -> None:
    oksana(desk)
    oksana(desk, OLEH, name="Олег Бондар", tags=(), fields={"напій": "чай"}, state=State.CUSTOMER)
    assert rows_of(owner.get("/customers").text) == ["Олег Бондар", "Оксана Коваленко"]
    for query in ("text=ковал", "text=0000001", "tag=vip", "field=напій&value=КАВ", "state=lead", "without=ні&tag=vip"):
        assert rows_of(owner.get(f"/customers?{quote(query, safe='=&')}").text) == ["Оксана Коваленко"], query
    for query in ("text=бонд", "state=customer", "field=напій&value=чай"):
        assert rows_of(owner.get(f"/customers?{quote(query, safe='=&')}").text) == ["Олег Бондар"], query
    agree(desk)
    assert rows_of(owner.get("/customers?consent=agreed").text) == ["Оксана Коваленко"]
    assert owner.get("/customers?birthday=soon").status == 422


def test_pages_of_a_long_list_lead_on_and_back(desk: Desk, owner: Visitor) -> None:
    contacts.add_many(desk.store, [New(number=f"+38050{at:07d}", name=f"К {at}") for at in range(1, 131)], NOW)
    first = owner.get("/customers").text
    assert rows_of(first)[0] == "К 130" and len(rows_of(first)) == page.PAGE and "130 customers found" in first
    older = re.search(r'href="(/customers\?before=\d+)" rel="next"', first)
    assert older is not None
    assert rows_of(owner.get(older[1]).text)[0] == f"К {130 - page.PAGE}"


def test_a_tag_is_put_to_all_that_are_found_and_taken_again(desk: Desk, owner: Visitor) -> None:
    one, two = oksana(desk), oksana(desk, OLEH, name="Олег", tags=())
    owner.get("/customers")
    answer = owner.post("/customers/tags", text="окс", put="#Травень 2026", act="tag")
    assert answer.status == 303 and "count=1" in (answer.header("Location") or "")
    assert (
        contacts.known(desk.store, one).tags == ("vip", "травень 2026") and contacts.known(desk.store, two).tags == ()
    )
    owner.post("/customers/tags", put="vip", act="untag")
    assert contacts.known(desk.store, one).tags == ("травень 2026",)
    assert [line.what for line in audit.entries(desk.store, limit=2)] == ["customer.untag", "customer.tag"]


def test_many_are_tagged_piece_by_piece(desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts.add_many(desk.store, [New(number=f"+38050{at:07d}") for at in range(1, 1001)], NOW)
    monkeypatch.setattr(page, "_TAGGING_S", 0.0)
    owner.get("/customers")
    answer = owner.post("/customers/tags", put="усі", act="tag")
    for _ in range(9):
        if answer.status == 303:
            break
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', answer.text))
        hidden.pop("token")
        answer = owner.post("/customers/tags", **hidden)
    assert answer.status == 303 and "count=1000" in (answer.header("Location") or "")
    assert contacts.count(desk.store, Wanted(all_tags=("усі",)), now=NOW, go_on=lambda: True).number == 1000


def test_one_customer_is_changed_with_his_fields_and_numbers(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    text = owner.get(f"/customers/{one}").text
    assert "import no. 3" in text and 'value="кава"' in text
    changed = {"name": "Оксана Мельник", "number": "050 000 00 09", "others": "050 000 00 01", "state": "customer"}
    changed |= {"birthday": "14.03.1980", "tags": "vip, мама", "field-0": "чай", "field": "розмір", "value": "M"}
    assert owner.post(f"/customers/{one}", **changed).status == 303
    now = contacts.known(desk.store, one)
    assert (now.name, now.number, now.other_numbers) == ("Оксана Мельник", "+380500000009", (OKSANA,))
    assert (now.state, now.birthday, now.tags) == (State.CUSTOMER, "1980-03-14", ("vip", "мама"))
    assert dict(now.fields) == {"напій": "чай", "розмір": "M"}
    origins = {each.name: each.origin for each in contacts.details(desk.store, one)}
    assert origins == {"напій": "staff:owner", "розмір": "staff:owner"}


def test_what_cannot_be_is_told_at_its_field_and_nothing_is_kept(desk: Desk, owner: Visitor) -> None:
    one, _ = oksana(desk), oksana(desk, OLEH, name="Олег")
    owner.get(f"/customers/{one}")
    for name, value in (("number", "12"), ("number", OLEH), ("others", OLEH), ("birthday", "31.02"), ("zone", "Kyiv")):
        answer = owner.post(f"/customers/{one}", **{"number": OKSANA, "name": "Інша", name: value})
        assert answer.status == 422 and f'id="{name}-wrong"' in answer.text, (name, value)
    assert contacts.known(desk.store, one).name == "Оксана Коваленко"


def test_everything_between_him_and_us_is_on_his_page(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    agree(desk)
    desk.queue("Ваше замовлення готове", OKSANA)
    with desk.store.write():
        run = desk.store.run
        run(
            "INSERT INTO calls (sim_id, modem, number, at, last_at, rings, rule, state, note) "
            "VALUES (1, 'main', ?, 1, 1, 3, 'log', 1, 'спитала про графік')",
            OKSANA,
        )
    text = owner.get(f"/customers/{one}").text
    for told in ("Ваше замовлення готове", "agreed", "<q>Можна?</q>", "olha", "спитала про графік", "3 calls"):
        assert told in text, told


def test_consent_is_noted_with_the_words_that_were_read(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk, language="en")
    owner.get(f"/customers/{one}")
    assert "words_first" in (owner.post(f"/customers/{one}/agree").header("Location") or "")
    assert consent.standing(desk.store, OKSANA).state is consent.State.UNKNOWN
    owner.post(f"/customers/{one}/agree", read="yes")
    (line,) = consent.history(desk.store, OKSANA)
    assert (line.entry.act, line.entry.how, line.entry.operator, line.entry.language) == (
        "agreed",
        "staff",
        "owner",
        "en",
    )
    assert "STOP" in line.entry.words
    assert f"<q>{line.entry.words[:20]}" in owner.get(f"/customers/{one}").text, "quoted as the language quotes"


def test_leaving_withdraws_what_waits_and_says_so_on_the_page(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    waiting = desk.queue("Знижка", OKSANA, kind=MessageClass.MARKETING)
    owner.get(f"/customers/{one}")
    owner.post(f"/customers/{one}/leave")
    found = outbox.get(desk.store, waiting)
    assert found is not None and found.state is outbox.State.CANCELLED
    assert consent.standing(desk.store, OKSANA).gone
    assert "Has left: gets no offers" in owner.get(f"/customers/{one}").text
    assert desk.rings


def test_who_would_rather_be_called_is_marked_and_unmarked(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    agree(desk)
    owner.get(f"/customers/{one}")
    owner.post(f"/customers/{one}/calls", prefers="yes")
    assert consent.standing(desk.store, OKSANA).prefers_call
    assert rows_of(owner.get("/customers?calls=yes").text) == ["Оксана Коваленко"]
    owner.post(f"/customers/{one}/calls", prefers="no")
    assert not consent.standing(desk.store, OKSANA).prefers_call


def test_notes_are_written_and_taken_back(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    owner.get(f"/customers/{one}")
    owner.post(f"/customers/{one}/note", text="не любить <b>дзвінків</b>")
    assert "не любить &lt;b&gt;дзвінків" in owner.get(f"/customers/{one}").text
    (note,) = contacts.notes(desk.store, one)
    owner.post(f"/customers/{one}/note/{note.id}/drop")
    assert contacts.notes(desk.store, one) == []


def test_doubles_are_shown_and_merged(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk, state=State.CUSTOMER)
    two = oksana(desk, OLEH, name="Коваленко Оксана", fields={"розмір": "M"})
    text = owner.get("/customers/doubles").text
    assert f'name="keep" value="{one}"' in text and f'name="gone" value="{two}"' in text
    assert "another row of the same person" in owner.get(f"/customers/{two}").text
    assert owner.post("/customers/merge", keep=str(one), gone=str(two)).status == 303
    kept = contacts.known(desk.store, one)
    assert kept.other_numbers == (OLEH,) and dict(kept.fields) == {"напій": "кава", "розмір": "M"}
    assert owner.get(f"/customers/{two}").status == 404
    assert "No doubles here" in owner.get("/customers/doubles").text
    assert owner.post("/customers/merge", keep=str(one), gone=str(two)).status == 303  # pressed twice
    assert "Take them apart" in owner.get(f"/customers/{one}").text
    assert owner.post(f"/customers/{one}/part").header("Location") == f"/customers/{two}?notice=customer_parted"
    assert contacts.known(desk.store, one).other_numbers == () and contacts.known(desk.store, two).number == OLEH
    assert "Take them apart" not in owner.get(f"/customers/{one}").text
    assert (owner.post(f"/customers/{one}/part").header("Location") or "").endswith("as_before")


def test_a_copy_of_everything_is_handed_out(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    packed = zipfile.ZipFile(io.BytesIO(owner.get(f"/customers/{one}/data").body))
    assert json.loads(packed.read("data.json"))["person"][0]["number"] == OKSANA
    assert audit.entries(desk.store, limit=1)[0].what == "customer.copied"


def test_erasing_needs_the_right_and_a_tick(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    manager = signed_in(desk, Role.MANAGER)
    assert "Erase everything" not in manager.get(f"/customers/{one}").text
    assert manager.post(f"/customers/{one}/erase", sure="yes").status == 403
    owner.get(f"/customers/{one}")
    owner.post(f"/customers/{one}/erase")
    assert contacts.get(desk.store, one) is not None
    assert owner.post(f"/customers/{one}/erase", sure="yes").header("Location") == "/customers?notice=customer_erased"
    assert contacts.get(desk.store, one) is None and consent.is_suppressed(desk.store, OKSANA)


def test_the_list_as_a_file_has_a_column_for_each_field(desk: Desk, owner: Visitor) -> None:
    oksana(desk)
    oksana(desk, OLEH, name="=1+1", tags=(), fields={"розмір": "M"})
    agree(desk)
    answer = owner.get("/customers/export?format=csv")
    head, *rows = answer.text.lstrip("\ufeff").splitlines()
    assert head.split(",")[-2:] == ["напій", "розмір"] and head.split(",")[1] == "Number"
    assert [OKSANA in rows[0], OLEH in rows[1], len(rows)] == [True, True, 2]
    assert "agreed" in rows[0] and "кава" in rows[0] and ",=1+1" not in rows[1]
    assert owner.get("/customers/export?format=csv&text=" + quote("окс")).text.count("\n") == 2
    assert signed_in(desk, Role.MANAGER).get("/customers/export?format=csv").status == 403


def test_a_filter_of_the_page_is_one_that_audiences_know(desk: Desk) -> None:
    wanted = Wanted(all_tags=("vip",), fields=(FieldTest("напій", "contains", "кав"),), birthday_days=0)
    assert Wanted.from_json(wanted.as_json()) == wanted


def test_who_would_rather_be_called_stands_among_the_calls_until_he_was(desk: Desk, owner: Visitor) -> None:
    open_bakery(desk)
    campaign = launched(desk)
    who = contacts.by_number(desk.store, number(15))
    assert who is not None
    text = owner.get("/calls").text
    assert who.name in text and "Круасан до кави" in text and "Nobody waits" not in text
    assert "паляницю на заквасці" in text, "what to tell him stands beside"
    wants = {f"leave-{campaign.id}{number(15)}": "yes"}
    owner.post("/calls/instead", campaign=str(campaign.id), number=number(15), note="зайде в суботу", **wants)
    assert (
        consent.history(desk.store, number(15))[-1].entry.how == "call"
        and consent.standing(desk.store, number(15)).gone
    )
    assert who.name not in owner.get("/calls").text
    assert [note.text for note in contacts.notes(desk.store, who.id)] == ["зайде в суботу"]
    assert [line.what for line in audit.entries(desk.store, limit=2)] == ["customer.left", "customer.called"]
    assert "settled_before" in (
        owner.post("/calls/instead", campaign=str(campaign.id), number=number(15)).header("Location") or ""
    )
    assert contacts.to_call(desk.store, NOW, 9) == []


def test_messages_tell_who_it_is_and_strangers_can_be_written_down(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    known, stranger = desk.queue("Готово", OKSANA), desk.queue("Готово", OLEH)
    assert f'href="/customers/{one}"' in owner.get(f"/outbox/{known}").text
    assert "/customers/new?number=%2B380500000002" in owner.get(f"/outbox/{stranger}").text
    receive(desk, "Дякую", sender=OKSANA)
    assert "Оксана Коваленко" in owner.get("/inbox").text
    assert f'href="/customers/{one}"' in owner.get("/inbox/1").text


def test_pages_still_show_messages_of_whom_nobody_knows_any_more(desk: Desk, owner: Visitor) -> None:
    one = oksana(desk)
    sent = desk.queue("Готово", OKSANA)
    receive(desk, "Дякую", sender=OKSANA)
    desk.clock.at += 3_600_000_000
    owner.get(f"/customers/{one}")
    assert "customer_erased" in (owner.post(f"/customers/{one}/erase", sure="yes").header("Location") or "")
    for path in ("/outbox", f"/outbox/{sent}", "/outbox?text=x", "/inbox", "/inbox/1", "/audit", "/", "/calls"):
        answer = owner.get(path)
        assert answer.status == 200 and "0500000001" not in answer.text and "Коваленко" not in answer.text, path
    assert owner.post(f"/outbox/{sent}/resend").header("Location") == f"/outbox/{sent}?notice=unchanged"
