"""Conversations on the page: lists, the talk, who has it, answers that meet, codes that lead to work, tasks."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest

import smsbox
from smsbox import contacts, coupons, privacy
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.contacts import New
from smsbox.desk import callbacks, canned, labels, notes, tasks, threads
from smsbox.desk.thread import ThreadState
from smsbox.inbox import calls
from smsbox.people.audit import Actor
from smsbox.people.rights import Role
from tests.web.conversed import comes
from tests.web.desk import Answer, Desk, Visitor, signed_in
from tests.web.test_inbox import HOSTILE

ANNA = "+380501234567"
PATH = "/desk/380501234567"


def wrote(desk: Desk, text: str, number: str = ANNA) -> int:
    """A customer's message that the router left to people."""
    return comes(desk, text, number)


def seen(page: Answer) -> dict[str, str]:
    """What the answer form of a page carries."""
    names = ("seen", "was", "once")
    return {name: re.search(f'name="{name}" value="([^"]*)"', page.text)[1] for name in names}  # type: ignore[index]


@pytest.fixture
def manager(desk: Desk) -> Visitor:
    return signed_in(desk, Role.MANAGER)


def test_a_customer_who_writes_is_in_the_list_and_in_the_badge(desk: Desk, manager: Visitor) -> None:
    assert "Nobody waits for an answer" in manager.get("/desk").text
    wrote(desk, "Чи є півонії?")
    page = manager.get("/desk").text
    assert "Чи є півонії?" in page and f'href="{PATH}#end"' in page
    assert re.search(r'id="unread"><b class="count"><span class="sr">unread: </span>1</b>', page)
    assert "Чи є півонії?" in manager.get(PATH).text
    assert not re.search(r'id="unread"><b class="count">', manager.get("/desk").text), "read by who may answer"


def test_an_answer_goes_out_and_settles_what_waited(desk: Desk, manager: Visitor) -> None:
    message_id = wrote(desk, "Чи є півонії?")
    page = manager.get(PATH)
    answer = manager.post(f"{PATH}/answer", text="Так, є рожеві", **seen(page))
    assert answer.status == 303 and answer.header("Location").endswith("#end") and desk.rings
    (row,) = desk.store.run("SELECT text, kind, reply_to, recipient FROM messages").fetchall()
    assert row == ("Так, є рожеві", 0, message_id, ANNA)
    page = manager.get(PATH)
    assert "Так, є рожеві" in page.text and "The customer’s turn" in page.text
    again = manager.post(f"{PATH}/answer", text="Так, є рожеві", **seen(page) | {"once": "x" * 22})
    assert again.status == 303
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (2,)
    assert desk.store.run("SELECT count(*) FROM received WHERE settled_at IS NULL").fetchone() == (0,)


def test_the_same_press_twice_is_one_answer(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Агов")
    form = seen(manager.get(PATH))
    for _ in range(2):
        assert manager.post(f"{PATH}/answer", text="Добрий день", **form).status == 303
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (1,)


def test_of_two_answers_at_once_the_second_waits_and_is_kept(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Скільки коштують троянди?")
    colleague = signed_in(desk, Role.MANAGER, "petro")
    mine, his = seen(manager.get(PATH)), seen(colleague.get(PATH))
    assert manager.post(f"{PATH}/answer", text="По 80 грн", **mine).status == 303
    late = colleague.post(f"{PATH}/answer", text="Вісімдесят гривень", **his)
    assert late.status == 409
    assert "Not sent yet" in late.text and "По 80 грн" in late.text and ">\nВісімдесят гривень</textarea>" in late.text
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (1,)
    assert colleague.post(f"{PATH}/answer", text="А піони по 120", **seen(late)).status == 303
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (2,)


def test_who_is_late_to_take_it_is_told_who_has_it_and_keeps_his_draft(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Агов")
    colleague = signed_in(desk, Role.MANAGER, "petro")
    mine, his = seen(manager.get(PATH)), seen(colleague.get(PATH))
    assert manager.post(f"{PATH}/assign", who="manager", text="", **mine).status == 303
    late = colleague.post(f"{PATH}/assign", who="petro", text="Вже пишу", **his)
    assert late.status == 409 and "manager has this conversation" in late.text and "Вже пишу</textarea>" in late.text
    assert threads.get(desk.store, ANNA).assigned_to == "manager"
    assert colleague.post(f"{PATH}/assign", who="petro", text="", **seen(late)).status == 303
    assert threads.get(desk.store, ANNA).assigned_to == "petro"
    assert "petro took the conversation" in manager.get(PATH).text
    given = manager.post(f"{PATH}/assign", give="yes", whom="owner", **seen(manager.get(PATH)))
    assert given.status == 303 and threads.get(desk.store, ANNA).assigned_to == "owner"


def test_put_off_done_open_again_and_unread(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Передзвоніть завтра")
    manager.get(PATH)
    assert manager.post(f"{PATH}/later", until="tomorrow").status == 303
    thread = threads.get(desk.store, ANNA)
    assert thread.state is ThreadState.SNOOZED and 0 < thread.until - desk.clock.at < 2 * DAY
    assert "Передзвоніть завтра" in manager.get("/desk?list=snoozed").text
    assert manager.post(f"{PATH}/later", until="yesterday").status == 422
    manager.get(PATH)
    assert manager.post(f"{PATH}/end", text="").status == 303
    assert "Передзвоніть завтра" in manager.get("/desk?list=done").text
    assert manager.post(f"{PATH}/end", text="ще пишу").status == 303
    assert ">\nще пишу</textarea>" in manager.get(PATH).text, "the draft comes back with the page"
    manager.post(f"{PATH}/reopen", text="")
    assert manager.post(f"{PATH}/unread").header("Location").startswith("/desk?")
    assert threads.get(desk.store, ANNA).unread == 1


def test_put_off_until_a_day_and_an_hour_of_ones_own(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Подзвоніть третього")
    manager.get(PATH)
    for wrong in ("2026-02-01T10:00", "колись", ""):
        refused = manager.post(f"{PATH}/later", until="moment", moment=wrong, text="Гаразд", note="Дзвонити!")
        assert refused.status == 422 and 'role="alert"' in refused.text, wrong
        assert f'value="{wrong}"' in refused.text and ">\nГаразд</textarea>" in refused.text
        assert ">\nДзвонити!</textarea>" in refused.text and threads.get(desk.store, ANNA).until is None
    done = manager.post(f"{PATH}/enter", moment="2026-03-03T10:30", text="Гаразд")
    assert done.status == 303 and "thread_put_off" in str(done.header("Location")), "by Enter, too"
    assert threads.get(desk.store, ANNA).until == 1_772_526_600_000_000
    assert ">\nГаразд</textarea>" in manager.get(PATH).text


def test_whatever_is_done_beside_an_answer_keeps_all_that_was_typed(desk: Desk, manager: Visitor) -> None:
    """Without a script: each act leads on to a page that can be loaded again; what it took is not typed any more."""
    wrote(desk, "Чи є півонії?")
    page = manager.get(PATH)
    typed = {"text": "Зараз глян", "note": "Просила рожеві", "label": "півонії", "moment": "2026-03-03T10:30"}
    whose = seen(page)
    own = {"note": "note", "label": "label", "later": "moment"}
    acts = {"label": {}, "note": {}, "assign": {"who": "manager"}, "end": {}, "reopen": {}, "unread": {}}
    for act, more in (acts | {"later": {"until": "moment"}, "canned": {"ready": "Дякуємо!"}}).items():
        answer = manager.post(f"{PATH}/{act}", **typed, **whose | more)
        assert answer.status == 303, act
        page = manager.get(PATH)
        assert "Зараз глян" in page.text, act
        assert (">\nПросила рожеві</textarea>" in page.text) is (own.get(act) != "note"), act
        assert ('value="півонії" placeholder' in page.text) is (own.get(act) != "label"), act
        assert ('value="2026-03-03T10:30"' in page.text) is (own.get(act) != "moment"), act
    assert "Зараз глян\nДякуємо!" in page.text
    assert "Зараз глян" not in signed_in(desk, Role.MANAGER, "petro").get(PATH).text, "each has his own"
    assert manager.post(f"{PATH}/answer", **typed, **seen(page)).status == 303
    assert ">\n</textarea>" in manager.get(PATH).text and "Просила рожеві</textarea>" in manager.get(PATH).text
    privacy.erase(desk.store, ANNA, desk.clock.at + 30 * DAY, by=Actor("owner", "owner"))
    assert not desk.store.run("SELECT key FROM settings WHERE key LIKE 'draft.%'").fetchall(), "erased with him"


def test_a_long_answer_is_asked_about_once_with_its_price(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Розкажіть про догляд")
    form = seen(manager.get(PATH)) | {"text": "Поливайте щодня. " * 26}
    asked = manager.post(f"{PATH}/answer", done="yes", **form)
    assert asked.status == 409 and "costs 7 SMS" in asked.text and form["text"] in asked.text
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (0,)
    (agreed,) = re.findall('name="long" value="([^"]*)"', asked.text)
    longer = manager.post(f"{PATH}/answer", **form | {"long": agreed, "text": form["text"] * 2})
    assert longer.status == 409 and "costs 14 SMS" in longer.text, "it is another one"
    assert manager.post(f"{PATH}/answer", **form | {"long": agreed}).status == 303
    assert desk.store.run("SELECT text FROM messages").fetchall() == [(form["text"],)]
    assert threads.get(desk.store, ANNA).state is ThreadState.DONE, "sent and ended, as was pressed first"


def test_a_conversation_of_years_has_each_line_at_its_place(desk: Desk) -> None:
    """Tasks, calls and permissions of a page long ago stand there, however many came since; a blank SMS is a word."""
    for place in range(160):
        desk.clock.at += DAY
        wrote(desk, f"лист {place}" if place != 3 else "  ")
        tasks.add(desk.store, "parcel", ANNA, f"посилка {place}", now=desk.clock.at + MINUTE)
    manager = signed_in(desk, Role.MANAGER)
    page, texts = manager.get(PATH).text, list[str]()
    assert "посилка 159" in page and "посилка 3 " not in page
    while True:
        texts.insert(0, page)
        earlier = re.search(rf'href="({PATH}\?[^"]*in=[^"]*)"', page)
        if earlier is None:
            break
        page = manager.get(html.unescape(earlier[1])).text
    talks = " ".join(re.findall(r"<ol.*?</ol>", "".join(texts), re.S))
    told = re.findall(r"(лист|посилка) (\d+)", re.sub("<[^>]+>", " ", talks))
    expected = [(what, str(place)) for place in range(160) for what in ("лист", "посилка")]
    assert told == [each for each in expected if each != ("лист", "3")] and len(texts) == 6
    assert "(empty)" in texts[0]
    wrote(desk, "", "+380671112233")
    assert "(empty)" in manager.get("/desk").text


def test_what_waits_for_its_hour_says_so_in_the_talk(desk: Desk, manager: Visitor) -> None:
    desk.queue("Ваш букет готовий", ANNA, send_after=desk.clock.at + 2 * HOUR)
    assert "not before 10:13" in manager.get(PATH).text
    desk.clock.at += 3 * HOUR
    assert "not before" not in manager.get(PATH).text


def test_notes_and_labels_are_for_colleagues(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Привезіть до 18")
    manager.get(PATH)
    manager.post(f"{PATH}/note", note="Постійна клієнтка, знижка 5 %")
    manager.post(f"{PATH}/label", label="  Доставка ")
    page = manager.get(PATH).text
    assert "Постійна клієнтка" in page and ">доставка<" in page
    assert (
        "Привезіть до 18" in manager.get("/desk?list=all&label=%D0%B4%D0%BE%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B0").text
    )
    manager.post(f"{PATH}/label", off="доставка")
    assert "No conversation stands like this" in manager.get("/desk?list=all&label=x").text
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (0,)


def test_what_stands_in_texts_is_inert_and_codes_lead_to_work(desk: Desk, manager: Visitor) -> None:
    contacts.add_many(desk.store, [New(number="+380507654321", name="Богдан")], desk.clock.at)
    series = coupons.make_series(desk.store, name="Осінь", now=desk.clock.at, by="owner", offer="−20 %")
    code = coupons.give(desk.store, series.id, ANNA, None, desk.clock.at).code
    wrote(desk, HOSTILE)
    wrote(desk, f"Дзвоніть 050 765 43 21 або +380 44 000 11 22, код {code.lower()} і ABCDEF12")
    page = manager.get(PATH).text
    assert "<script>alert" not in page
    assert '<a href="/desk/380507654321#end">050 765 43 21</a>' in page
    assert f'<a href="/coupons/redeem?code={code}">' in page
    assert "380440001122" not in page and "code=ABCDEF12" not in page, "a link to nothing helps nobody"
    assert f'value="{code}"' in manager.get(f"/coupons/redeem?code={code}").text


def test_what_is_read_aloud_of_the_last_line_is_what_was_said_and_nothing_of_its_links(
    desk: Desk, manager: Visitor
) -> None:
    wrote(desk, "Дякую", "+380671112233")
    wrote(desk, 'Передзвоніть на 0671112233, я "вдома"')
    page = manager.get(PATH).text
    assert 'href="/desk/380671112233#end"' in page
    (said,) = re.findall(r'data-said="([^"]*)"', page)
    assert html.unescape(said) == 'Передзвоніть на 0671112233, я "вдома"'


def test_search_finds_by_number_name_label_and_word(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Чи можна замовити фіалки?")
    wrote(desk, "Інше", "+380671112233")
    for asked in ("050 123 45 67", "+38050123", "фіалки", "ФІАЛКИ"):
        page = manager.get(f"/desk?text={quote(asked)}").text
        assert PATH in page and "380671112233" not in page, asked
    assert "Nothing found" in manager.get("/desk?text=%D0%BA%D0%B0%D0%BA%D1%82%D1%83%D1%81").text


def test_search_knows_how_a_number_ends_what_we_wrote_and_what_was_noted(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Чи є 15 півоній? Код 1-15", "+380671112233")
    wrote(desk, "Добрий день")
    page = manager.get(PATH)
    manager.post(f"{PATH}/answer", text="Відкладемо вам Жоржини", **seen(page))
    manager.post(f"{PATH}/note", note="Подруга Галини")
    manager.post(f"{PATH}/label", label="постійна клієнтка")
    other = "/desk/380671112233"
    for text, found, not_found in (
        ("4567", PATH, other),
        ("233", other, PATH),
        ("1112233", other, PATH),
        ("22 33", other, PATH),
        ("1-15", other, PATH),
        ("жоржин", PATH, other),
        ("ГАЛИН", PATH, other),
        ("клієнтка", PATH, other),
        ("380", PATH, "/desk/48"),
    ):
        page = manager.get(f"/desk?text={quote(text)}").text
        assert f'href="{found}#end"' in page and f'href="{not_found}#end"' not in page, text


def test_who_waits_longest_is_found_without_paging(desk: Desk, manager: Visitor) -> None:
    numbers = [f"3805000020{each:02}" for each in range(40)]
    for number in numbers:
        desk.clock.at += MINUTE
        wrote(desk, f"Добрий день, це {number}", f"+{number}")
    page = manager.get("/desk")
    (turned,) = re.findall(r'href="([^"]*)">Oldest first', page.text)
    pages = [manager.get(turned)]
    (link,) = re.findall(r'href="([^"]*before=[^"]*)"', pages[0].text)
    pages.append(manager.get(html.unescape(link)))
    found = [number for page in pages for number in re.findall(r'class="who breaks" href="/desk/(\d+)#end"', page.text)]
    assert found == numbers and "Newest first" in pages[1].text


def test_a_label_is_renamed_and_taken_off_everywhere(desk: Desk, manager: Visitor) -> None:
    other = "+380671112233"
    for number, names in ((ANNA, ("доставка", "доставкa", "скарга")), (other, ("доставкa",))):
        for name in names:
            labels.put(desk.store, number, name, by="owner", now=desk.clock.at)
    assert "Change this label" not in manager.get("/desk").text
    assert "Rename it everywhere" in manager.get(f"/desk?label={quote('доставкa')}").text
    answer = manager.post("/desk/labels/change", label="доставкa", to=" Доставка ")
    assert answer.status == 303 and f"label={quote('доставка')}&notice=noted" in str(answer.header("Location"))
    assert labels.of_numbers(desk.store, [ANNA, other]) == {ANNA: ["доставка", "скарга"], other: ["доставка"]}
    for to in ("доставка", "", " "):
        assert "as_before" in str(manager.post("/desk/labels/change", label="доставка", to=to).header("Location"))
    assert "noted" in str(manager.post("/desk/labels/change", label="доставка", to="x", off="yes").header("Location"))
    assert labels.known(desk.store) == ["скарга"]


def test_the_talk_goes_back_page_by_page(desk: Desk, manager: Visitor) -> None:
    for each in range(40):
        desk.clock.at += MINUTE
        wrote(desk, f"слово {each} кінець")
        desk.queue(f"відповідь {each} кінець", ANNA, kind=0)
    path, found = PATH, list[str]()
    for _ in range(4):
        page = manager.get(path).text
        found = re.findall(r"(?:слово|відповідь) \d+ кінець(?=</p>)", page) + found
        link = re.search(rf'href="({PATH}\?[^"]*)"', page)
        if link is None:
            break
        path = link[1].replace("&amp;", "&")
    wanted = [text for each in range(40) for text in (f"слово {each} кінець", f"відповідь {each} кінець")]
    assert sorted(found) == sorted(wanted)


def test_an_older_page_shows_what_was_noted_then_however_much_was_done_since(desk: Desk, manager: Visitor) -> None:
    for each in range(40):
        desk.clock.at += MINUTE
        wrote(desk, f"слово {each}")
        if each == 2:
            notes.add(desk.store, ANNA, "Любить півонії", who="olena", now=desk.clock.at)
        threads.end(desk.store, ANNA, by="olena", now=desk.clock.at)
        threads.reopen(desk.store, ANNA, by="olena", now=desk.clock.at)
    page = manager.get(PATH).text
    assert "Любить півонії" not in page
    (earlier,) = re.findall(rf'href="({PATH}\?[^"]*)"', page)
    assert "Любить півонії" in manager.get(html.unescape(earlier)).text


def test_canned_replies_fill_in_what_is_known(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Де ви?")
    manager.get("/canned")
    refused = manager.post("/canned", title="Адреса", text="{salutation|", language="")
    assert refused.status == 422 and "Адреса" in refused.text
    kept = manager.post("/canned", title="Адреса", text="{salutation|Добрий день}! Хрещатик, 1", language="")
    assert kept.status == 303 and "Оксано! Хрещатик, 1" in manager.get("/canned").text
    page = manager.get(PATH)
    assert 'value="Добрий день! Хрещатик, 1"' in page.text
    shown = manager.post(f"{PATH}/canned", text="Так.", ready="Добрий день! Хрещатик, 1")
    assert shown.status == 303
    assert ">\nТак.\nДобрий день! Хрещатик, 1</textarea>" in manager.get(PATH).text
    manager.post(f"{PATH}/answer", text="Добрий день! Хрещатик, 1", **seen(page))
    assert "used 1 time" in manager.get("/canned").text
    assert manager.post("/canned/1", title="Де ми", text="Хрещатик, 2", language="uk").status == 303
    assert "Хрещатик, 2" in manager.get("/canned/1").text
    assert manager.post("/canned/1/drop").status == 303 and "None yet" in manager.get("/canned").text


def test_who_was_erased_meanwhile_is_not_written_to_by_a_page_left_open(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Видаліть усе про мене")
    form = seen(manager.get(PATH))
    desk.clock.at += HOUR
    privacy.erase(desk.store, ANNA, desk.clock.at, by=Actor("owner", "owner"))
    answer = manager.post(f"{PATH}/answer", text="Добре", **form)
    assert answer.status == 409 and "Nothing was said yet" in answer.text
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (0,)


def test_a_field_nobody_filled_in_does_not_leave(desk: Desk, manager: Visitor) -> None:
    """What is known stands in the reply already; other braces are the writer's own."""
    for title, text, language in (
        ("Вже", "{salutation|Вітаємо}, {name}! Розмір { взуття }?", ""),
        ("Ready", "Hi! It is ready", "en"),
        ("Готове", "Усе готове", "uk"),
    ):
        canned.keep(desk.store, title, text, language, by="owner", now=desk.clock.at)
    wrote(desk, "Коли буде?")
    page = manager.get(PATH)
    offered = [html.unescape(each) for each in re.findall('name="ready" value="([^"]*)"', page.text)]
    assert offered == ["Вітаємо, {name}! Розмір {взуття}?", "Усе готове", "Hi! It is ready"], (
        "his language nobody knows"
    )
    for text in (offered[0], "Розмір {взуття|який}?"):
        answer = manager.post(f"{PATH}/answer", text=text, **seen(page))
        assert answer.status == 422 and "is still to be filled in" in answer.text and "Розмір {взуття" in answer.text
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (0,)
    assert manager.post(f"{PATH}/answer", text="Олено, код {7}", **seen(page)).status == 303
    contacts.add_many(desk.store, [New(number=ANNA, name="Анна", language="en")], desk.clock.at)
    assert "Усе готове" not in manager.get(PATH).text, "she reads English"


def test_who_cannot_answer_is_given_no_conversation(desk: Desk, manager: Visitor) -> None:
    wrote(desk, "Добрий день")
    signed_in(desk, Role.TECHNICIAN)
    manager.get(PATH)
    for whom in ("technician", "nobody at all"):
        answer = manager.post(f"{PATH}/assign", give="yes", whom=whom, was="", text="чернетка")
        assert answer.status == 422 and f"{whom} cannot answer customers" in answer.text and "чернетка" in answer.text
    assert threads.get(desk.store, ANNA).assigned_to is None


def test_a_note_too_long_is_kept_as_far_as_it_goes_and_presses_are_written_down_once(
    desk: Desk, manager: Visitor
) -> None:
    wrote(desk, "Добрий день")
    manager.get(PATH)
    manager.post(f"{PATH}/note", note="я" * 5000)
    (kept,) = notes.of_number(desk.store, ANNA, 9)
    assert kept.text == "я" * notes.LONGEST
    for press in ("unread", "end", "reopen"):
        for notice in ("noted", "as_before"):
            answer = manager.post(f"{PATH}/{press}")
            assert answer.status == 303
            assert (notice == "as_before") == ("as_before" in str(answer.header("Location")))
    for _ in range(2):
        manager.post(f"{PATH}/assign", who="manager", was="")
    told = [row[0] for row in desk.store.run("SELECT what FROM audit WHERE what LIKE 'desk.%'").fetchall()]
    assert sorted(told) == ["desk.assigned", "desk.done", "desk.note", "desk.reopened", "desk.unread"]


def test_a_task_is_taken_by_one_and_ends_once(desk: Desk, manager: Visitor) -> None:
    rung = calls.rang(desk.store, modem="main", sim_id=1, number=ANNA, rule="callback", now=desk.clock.at)
    callbacks.rang(desk.store, rung.call, desk.clock.at)
    tasks.add(desk.store, "order", ANNA, "№ 7: троянда × 11", ref_id=7, due_at=desk.clock.at - HOUR, now=desk.clock.at)
    colleague = signed_in(desk, Role.MANAGER, "petro")
    page = manager.get("/tasks").text
    assert "троянда × 11" in page and "late" in page and "Call back" in page
    assert "троянда" not in manager.get("/tasks?kind=callback").text
    assert "task_taken" in manager.post("/tasks/1/take").header("Location")
    colleague.get("/tasks")
    assert "task_over" in colleague.post("/tasks/1/take").header("Location")
    assert "task_taken" in colleague.post("/tasks/1/take", was="manager").header("Location")
    assert "task_over" in manager.post("/tasks/1/back").header("Location")
    assert "task_done" in colleague.post("/tasks/1/end", note="домовились").header("Location")
    assert calls.waiting(desk.store) == 0, "the call is returned with its task"
    assert "task_over" in manager.post("/tasks/1/end").header("Location")
    assert "task_dropped" in colleague.post("/tasks/2/end", dropped="yes").header("Location")
    page = manager.get("/tasks").text
    assert "Nothing is to be done" in page and "домовились" in page


def test_a_call_settled_on_its_page_takes_its_task_along(desk: Desk, manager: Visitor) -> None:
    rung = calls.rang(desk.store, modem="main", sim_id=1, number=ANNA, rule="callback", now=desk.clock.at)
    callbacks.rang(desk.store, rung.call, desk.clock.at)
    assert tasks.waiting(desk.store) == 1
    manager.get("/calls")
    manager.post("/calls/1/done", note="передзвонила")
    assert tasks.waiting(desk.store) == 0
    assert "Task done by manager" in manager.get(PATH).text


def test_a_technician_sees_nothing_of_it(desk: Desk) -> None:
    wrote(desk, "Таємниця")
    technician = signed_in(desk, Role.TECHNICIAN)
    for path in ("/desk", PATH, "/live" + PATH, "/live/desk", "/tasks", "/canned"):
        answer = technician.get(path)
        said = answer.text.replace(path, "")  # the address he typed himself
        assert answer.status == 403 and "Таємниця" not in said and "501234567" not in said


def test_what_is_no_number_is_no_conversation(desk: Desk, manager: Visitor) -> None:
    for path in ("/desk/1", "/desk/anna", "/desk/+380501234567", "/desk/0501234567", "/desk/380501234567x"):
        assert manager.get(path).status == 404, path


def test_an_answer_from_the_form_of_messages_is_one_in_the_conversation(desk: Desk, manager: Visitor) -> None:
    message_id = wrote(desk, "Чи відчинено?")
    page = manager.get(f"/inbox/{message_id}").text
    assert f'href="{PATH}#end"' in page and f'href="/send?reply={message_id}"' in page
    manager.get("/send")
    fields = {"numbers": ANNA, "text": "Так, до 20", "class_": "reply", "reply": str(message_id), "once": "y" * 22}
    assert manager.post("/send/queue", **fields).status == 303
    thread = threads.get(desk.store, ANNA)
    assert (thread.state, thread.waiting_since, thread.assigned_to) == (ThreadState.PENDING, None, "manager")
    assert desk.store.run("SELECT count(*) FROM received WHERE settled_at IS NULL").fetchone() == (0,)
    assert "manager · " in manager.get(PATH).text


def test_who_answers_from_an_older_page_is_shown_the_end_first(desk: Desk, manager: Visitor) -> None:
    for each in range(40):
        wrote(desk, f"рядок {each}")
    link = re.search(rf'href="({PATH}\?in=[^"]*)"', manager.get(PATH).text)
    assert link is not None
    old = manager.get(link[1].replace("&amp;", "&"))
    stopped = manager.post(f"{PATH}/answer", text="Відповідь", **seen(old))
    assert stopped.status == 409 and "рядок 39" in stopped.text and "Відповідь</textarea>" in stopped.text
    assert manager.post(f"{PATH}/answer", text="Відповідь", **seen(stopped)).status == 303


def test_no_page_leads_to_a_conversation_by_an_address_that_is_none() -> None:
    pages = Path(smsbox.__file__).parent / "web/templates"
    wrong = [
        each.name for each in pages.rglob("*.html") if re.search(r"/desk/\{\{[^}]*urlencode", each.read_text("utf-8"))
    ]
    assert wrong == [], "a plus in the address is not found: 404"
