"""Collecting: sources, posters, writing down at the counter, the form in the network of the shop."""

from __future__ import annotations

import re
import zlib
from urllib.parse import unquote

import pytest
import segno

from smsbox import consent, contacts
from smsbox.clock import DAY, HOUR
from smsbox.consent import Act, State
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.subscription import growth, poster, questions, sources, terms, texts, typeface
from smsbox.subscription.joining import ask
from smsbox.subscription.sources import BadSource, Draft, SourceKind
from smsbox.web.pages.join import FROM_ONE
from tests.web.collected import CLOSED, FORM, NUMBER, POSTER, STAFF, furnish_sources
from tests.web.desk import Answer, Desk, Visitor, signed_in

ANNA = "+380500000077"


def lines_of(desk: Desk, number: str) -> list[consent.Entry]:
    return [line.entry for line in consent.history(desk.store, number)]


def sent_to(desk: Desk, number: str) -> list[str]:
    return [row[0] for row in desk.store.run("SELECT text FROM messages WHERE recipient = ?", number).fetchall()]


def stranger(desk: Desk, source: int = FORM) -> Visitor:
    visitor = desk.visitor()
    assert visitor.get(f"/join/{source}").status == 200
    return visitor


# ── sources


def test_a_source_is_made_and_closed(desk: Desk, owner: Visitor) -> None:
    owner.get("/sources")
    answer = owner.post("/sources", kind="poster", title="Плакат", word=" ка’ва! ", language="uk")
    assert answer.status == 303 and answer.header("Location") == "/sources/1?notice=source_made"
    made = sources.get(desk.store, 1)
    assert made is not None and (made.word, made.kind, made.by_whom) == ("КАВА", SourceKind.POSTER, "owner")
    owner.get("/sources/1")
    assert owner.post("/sources/1/close").status == 303
    assert sources.by_word(desk.store, "КАВА") is None
    assert [each.what for each in audit.entries(desk.store, limit=2)] == ["source.closed", "source.made"]


@pytest.mark.parametrize("word", ["теми", "Рідше", "дзвоніть", "дякую", "скасувати", "English", "СТОПП"])
def test_a_word_that_is_another_order_is_refused(desk: Desk, word: str) -> None:
    with pytest.raises(BadSource) as refused:
        sources.create(desk.store, Draft(SourceKind.KEYWORD, "A", word), by="o", now=1)
    assert refused.value.reason == "reserved"
    with pytest.raises(BadSource):
        sources.create(desk.store, Draft(SourceKind.KEYWORD, "A", "Баста"), by="o", now=1, stop_words=("баста",))


@pytest.mark.parametrize("word", ["СТОП", "стоп", "START", "ні", "так", "CTOП", "", "7", "1234", "КАВА" * 6])
def test_a_word_that_means_something_else_is_refused(desk: Desk, owner: Visitor, word: str) -> None:
    owner.get("/sources")
    answer = owner.post("/sources", kind="keyword", title="Слово", word=word, language="uk")
    assert answer.status == 422 and 'id="word-wrong"' in answer.text
    assert sources.listed(desk.store) == []


def test_two_open_sources_never_share_a_word(desk: Desk) -> None:
    first = sources.create(desk.store, Draft(SourceKind.KEYWORD, "A", "кава"), by="o", now=1)
    for same in ("КАВА", "Кава.", "KABA", "к а в а", "Kava", "rfdf"):
        with pytest.raises(BadSource) as refused:
            sources.create(desk.store, Draft(SourceKind.POSTER, "B", same), by="o", now=2)
        assert refused.value.reason == "taken"
    sources.close(desk.store, first.id, 3)
    assert sources.create(desk.store, Draft(SourceKind.POSTER, "B", "КАВА"), by="o", now=4).id == 2


def test_a_manager_looks_and_does_not_make(desk: Desk) -> None:
    furnish_sources(desk)
    manager = signed_in(desk, Role.MANAGER)
    page = manager.get("/sources").text
    assert "Плакат біля каси" in page and 'action="/sources"' not in page
    assert manager.post("/sources", kind="poster", title="x", word="КАВУН", language="uk").status == 403


def test_growth_equals_the_ledger(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    lines = growth.grown(desk.store, growth.weeks(desk.clock.at, desk.site.zone, 30))
    for source in sources.listed(desk.store):
        counted = desk.store.run(
            "SELECT count(CASE WHEN act = 'asked' THEN 1 END), count(CASE WHEN act = 'confirmed' THEN 1 END), "
            "count(CASE WHEN act = 'left' THEN 1 END) FROM consents WHERE source_id = ?",
            source.id,
        ).fetchone()
        line = next((each for each in lines if each.source_id == source.id), None)
        told = (0, 0, 0) if line is None else (sum(line.asked), sum(line.came), sum(line.went))
        assert told == tuple(counted), source.title
    page = owner.get("/sources").text
    assert "growth-table" in page and page.count('fill="url(#c') > 5


def test_the_table_adds_up_to_the_total_also_with_those_of_no_source(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    with desk.store.write():
        consent.record(desk.store, consent.Entry(ANNA, desk.clock.at, "agreed", "staff", words="?", operator="owner"))
    page = owner.get("/sources").text
    total = int(re.findall(r"<b>([\d,]+)</b><span>said yes", page)[0])
    rows = re.findall(r'data-label="Said yes" class="right num">([\d,]+)<', page)
    assert sum(map(int, rows)) == total and "by themselves or by an import" in page


# ── posters


def test_the_code_opens_an_sms_with_the_word_in_it() -> None:
    link = poster.sms_link(NUMBER, "КАВА")
    assert link == "sms:+380500000003?body=%D0%9A%D0%90%D0%92%D0%90"
    assert unquote(link) == "sms:+380500000003?body=КАВА"
    assert poster.code_pdf(link).startswith(b"%PDF-1.")
    assert b"<svg" in poster.code_svg(link)


def test_the_code_for_older_phones_says_the_same() -> None:
    assert poster.sms_link(NUMBER, "КАВА", "smsto") == "SMSTO:+380500000003:КАВА"


def test_a_poster_as_pdf_needs_no_font_where_it_is_printed(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    made = owner.get(f"/sources/{POSTER}/poster.pdf?size=a5")
    assert made.status == 200 and made.header("Content-Type") == "application/pdf"
    octets = made.body
    assert b"/MediaBox [0 0 419.528 595.276]" in octets and b"/Font" not in octets
    at = octets.index(b"stream\n") + 7
    drawn = zlib.decompress(octets[at : octets.index(b"\nendstream")]).decode()
    modules = segno.make(poster.sms_link(NUMBER, "КАВА"), error="m", micro=False).matrix_iter(border=4)
    pieces = sum(
        dark and not (place and row[place - 1]) for row in map(list, modules) for place, dark in enumerate(row)
    )
    assert drawn.count(" re") == pieces, "every dark piece of the code is drawn"
    face = typeface.typefaces()
    assert face is not None
    letters = [curves for _, curves in face.plain.outlines("Їжачок й ґ łóść")]
    assert len(letters) == len("Їжачок й ґ łóść") and sum(map(bool, letters)) == 12
    assert len(letters[0]) == 3, "a letter with two dots is three shapes"
    assert f'href="/sources/{POSTER}/poster.pdf?size=a4"' in owner.get(f"/sources/{POSTER}/poster").text


@pytest.mark.parametrize("language", ["uk", "en", "pl", "ru"])
def test_a_poster_says_all_in_the_language_of_its_customers(desk: Desk, language: str) -> None:
    furnish_sources(desk)
    made = sources.create(desk.store, Draft(SourceKind.POSTER, "P", f"СЛОВО{language}", "", language), by="o", now=1)
    drawn = poster.poster_svg(made, desk.site.config.shop, NUMBER)
    assert f"СЛОВО{language.upper()}" in drawn and "+380 50 000 0003" in drawn and "Зерно" in drawn
    flat = re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))
    assert re.sub(r"\s+", " ", terms.written(language, desk.site.config.shop)) in flat.replace("&#x27;", "'")


def test_a_poster_is_shown_and_taken_along(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    page = owner.get(f"/sources/{POSTER}/poster?size=a5")
    assert f'src="/sources/{POSTER}/poster.svg?size=a5"' in page.text
    drawn = owner.get(f"/sources/{POSTER}/poster.svg?size=a5")
    assert drawn.header("Content-Type") == "image/svg+xml; charset=utf-8" and 'width="148mm"' in drawn.text
    taken = owner.get(f"/sources/{POSTER}/code.pdf")
    assert (taken.header("Content-Type"), taken.body[:5]) == ("application/pdf", b"%PDF-")
    assert "attachment" in (taken.header("Content-Disposition") or "")
    assert owner.get(f"/sources/{STAFF}/poster").status == 404, "nothing is sent there"


def test_without_a_number_the_page_says_what_is_missing(desk: Desk, owner: Visitor) -> None:
    sources.create(desk.store, Draft(SourceKind.POSTER, "P", "КАВА"), by="o", now=1)
    assert "The number of the SIM is missing" in owner.get("/sources/1/poster").text
    assert owner.get("/sources/1/poster.svg").status == 404


# ── the counter


def write_down(visitor: Visitor, **typed: str) -> Answer:
    visitor.get("/customers/new")
    return visitor.post("/customers/new", **{"number": "050 000 00 77", "language": "uk", **typed})


def test_words_read_out_are_kept_with_who_read_them(desk: Desk) -> None:
    furnish_sources(desk)
    manager = signed_in(desk, Role.MANAGER)
    page = manager.get("/customers/new?language=pl").text
    shown = terms.spoken("pl", desk.site.config.shop)
    assert shown in page
    assert write_down(manager, name="Ola", language="pl", consent="read", source=str(STAFF)).status == 303
    (line,) = lines_of(desk, ANNA)
    assert (line.act, line.how, line.words, line.language) == (Act.AGREED, "staff", shown, "pl")
    assert (line.operator, line.source_id) == ("manager", STAFF)
    assert consent.standing(desk.store, ANNA).state is State.AGREED
    known = contacts.by_number(desk.store, ANNA)
    assert known is not None and (known.name, known.language, known.source_id) == ("Ola", "pl", STAFF)
    welcome = texts.told(texts.WELCOME, "pl", desk.site.config)
    assert sent_to(desk, ANNA) == [welcome] and welcome in page, "he has it in writing how to leave, as the page said"


def test_a_landline_is_nobody_to_ask(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    for how in ("read", "ask"):
        answer = write_down(owner, number="044 200 01 11", consent=how)
        assert answer.status == 422 and "number-wrong" in answer.text
    assert write_down(owner, number="044 200 01 11", consent="none").status == 303, "he can be called"
    answer = stranger(desk).post(f"/join/{FORM}", number="0442000112", agreed="yes")
    assert answer.status == 422 and "landline" in answer.text
    asked = ask(desk.store, desk.site.config, "+380442000113", None, now=desk.clock.at, how="call")
    assert asked.why == "landline" and sent_to(desk, "+380442000113") == []


def test_nothing_is_taken_for_a_yes(desk: Desk, owner: Visitor) -> None:
    assert write_down(owner, name="Ola").status == 422, "nobody said whether he agreed"
    both = write_down(owner, number="12").text
    assert 'id="number-wrong"' in both and 'id="consent-wrong"' in both, "all that is wrong is said at once"
    assert "autofocus" not in both and both.count('aria-invalid="true"') == 2
    assert contacts.by_number(desk.store, ANNA) is None
    assert write_down(owner, consent="none").status == 303
    assert lines_of(desk, ANNA) == [] and contacts.by_number(desk.store, ANNA) is not None


def test_the_counter_may_ask_by_sms_once(desk: Desk, owner: Visitor) -> None:
    assert write_down(owner, consent="ask").header("Location") == "/customers/1?notice=newcomer"
    assert len(sent_to(desk, ANNA)) == 1 and desk.rings
    again = write_down(owner, consent="ask")
    assert (again.header("Location") or "").endswith("notice=newcomer_waiting") and len(sent_to(desk, ANNA)) == 1


def test_who_left_comes_back_by_words_read_to_him_and_not_by_a_question(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        consent.record(desk.store, consent.Entry(ANNA, 1, "left", "sms", evidence_id=1))
    assert (write_down(owner, consent="ask").header("Location") or "").endswith("newcomer_left")
    assert sent_to(desk, ANNA) == []
    write_down(owner, consent="read")
    assert consent.standing(desk.store, ANNA).state is State.AGREED


def test_a_wrong_number_keeps_what_was_typed(desk: Desk, owner: Visitor) -> None:
    answer = write_down(owner, number="12", name="Оксана", consent="read")
    assert answer.status == 422 and 'value="Оксана"' in answer.text and "number-wrong" in answer.text


def test_the_next_one_in_the_line_finds_the_form_again(desk: Desk, owner: Visitor) -> None:
    furnish_sources(desk)
    answer = write_down(owner, consent="read", then="next", language="pl", source=str(STAFF))
    assert answer.header("Location") == f"/customers/new?language=pl&source={STAFF}&notice=newcomer"
    assert 'aria-current="page"' in owner.get(answer.header("Location") or "").text


def test_who_agreed_before_is_not_counted_twice(desk: Desk, owner: Visitor) -> None:
    write_down(owner, consent="read")
    assert (write_down(owner, consent="read").header("Location") or "").endswith("newcomer_agreed")
    assert len(lines_of(desk, ANNA)) == 1


# ── questions


def test_a_question_is_made_shown_and_closed(desk: Desk, owner: Visitor) -> None:
    owner.get("/questions")
    typed = {"text": "Що п'єте?", "field": "Напій", "options": "кава\nчай, какао", "days": "365"}
    assert owner.post("/questions", **typed | {"options": "кава"}).status == 422
    refused = owner.post("/questions", **typed | {"options": "кава\nстоп"})
    assert refused.status == 422 and 'id="options-wrong"' in refused.text and "стоп" in refused.text
    assert owner.post("/questions", **typed).status == 303
    (made,) = questions.listed(desk.store)
    assert (made.field, made.options) == ("напій", ("кава", "чай", "какао"))
    with desk.store.write():
        contact = contacts.add(desk.store, contacts.New(number=ANNA), desk.clock.at)
        questions.keep(desk.store, contact.id, made, "чай", desk.clock.at)
    page = owner.get("/questions").text
    assert "{питання}" in page and re.search(r"2 чай</dt><dd class=\"num\">1<", page)
    assert owner.post(f"/questions/{made.id}/close").status == 303
    assert questions.listed(desk.store, open_only=True) == []
    assert [each.what for each in audit.entries(desk.store, limit=2)] == ["question.closed", "question.made"]
    manager = signed_in(desk, Role.MANAGER)
    assert "Що п" in manager.get("/questions").text and manager.post("/questions", **typed).status == 403


# ── the form


def test_the_page_says_when_nobody_can_reach_the_form(desk: Desk, owner: Visitor) -> None:
    from dataclasses import replace

    furnish_sources(desk)
    page = owner.get(f"/sources/{FORM}").text
    assert "Only this box itself can open the form" in page
    desk.site.config = replace(desk.site.config, web=replace(desk.site.config.web, host="0.0.0.0"))
    page = owner.get(f"/sources/{FORM}").text
    assert "Only this box itself" not in page and f"http://127.0.0.1:8080/join/{FORM}" not in page
    assert re.search(rf"http://[^/\"]+:8080/join/{FORM}", page), "an address that others reach"


def join(visitor: Visitor, number: str = "0500000077", source: int = FORM, **typed: str) -> Answer:
    return visitor.post(f"/join/{source}", **{"number": number, "agreed": "yes", **typed})


def test_whoever_fills_in_the_form_is_asked_and_nothing_more(desk: Desk) -> None:
    desk.owner()
    furnish_sources(desk)
    answer = join(stranger(desk))
    assert answer.header("Location") == f"/join/{FORM}?sent=yes"
    assert len(sent_to(desk, ANNA)) == 1 and desk.rings
    (line,) = lines_of(desk, ANNA)
    assert (line.act, line.how, line.source_id) == (Act.ASKED, "form", FORM)
    assert terms.ticked("en", desk.site.config.shop) in line.evidence, "the words he ticked"
    assert consent.standing(desk.store, ANNA).state is State.ASKED, "only his YES counts"


def test_the_form_tells_nobody_who_is_known(desk: Desk) -> None:
    """Unknown, asked, agreed, left: the same answer, octet by octet, and one SMS at most."""
    desk.owner()
    furnish_sources(desk)
    numbers = {"new": "+380500000090", "asked": "+380500000091", "agreed": "+380500000092", "left": "+380500000093"}
    with desk.store.write():
        for act in ("asked", "agreed", "left"):
            entry = consent.Entry(numbers[act], desk.clock.at, act, "staff", words="x", evidence="x")
            consent.record(desk.store, entry)
    seen, pages = set(), set()
    for number in numbers.values():
        visitor = stranger(desk)
        answer = join(visitor, number)
        seen.add((answer.status, answer.header("Location"), answer.body))
        page = visitor.get(f"/join/{FORM}?sent=yes").text
        pages.add(re.sub('name="token" value="[^"]+"', "", page))
    assert len(seen) == len(pages) == 1
    assert {name: len(sent_to(desk, number)) for name, number in numbers.items()} == {
        "new": 1,
        "asked": 0,
        "agreed": 0,
        "left": 0,
    }


def test_the_form_needs_its_token_its_tick_and_a_number(desk: Desk) -> None:
    desk.owner()
    furnish_sources(desk)
    visitor = stranger(desk)
    assert visitor.send(f"/join/{FORM}", [("number", "0500000077"), ("agreed", "yes")]).status == 403
    assert join(visitor, agreed="").status == 422
    assert join(visitor, "12").status == 422
    assert join(visitor, "+12025550123").status == 422, "no modem may write there"
    assert sent_to(desk, ANNA) == []
    for source in (POSTER, STAFF, CLOSED, 99):
        assert visitor.get(f"/join/{source}").status == 404
        assert join(visitor, source=source).status == 404


def test_a_prank_is_bounded_for_one_device_and_for_all(desk: Desk) -> None:
    desk.owner()
    furnish_sources(desk)
    visitor = stranger(desk)
    for place in range(FROM_ONE):
        assert join(visitor, f"+3805000080{place:02}").status == 303
    refused = join(visitor, "+380500000099")
    assert refused.status == 429 and int(refused.header("Retry-After") or 0) > 0
    assert sent_to(desk, "+380500000099") == []
    desk.clock.at += HOUR
    assert join(visitor, "+380500000099").status == 303, "later it goes on"


def test_a_day_has_its_bound(desk: Desk) -> None:
    from dataclasses import replace

    desk.owner()
    furnish_sources(desk)
    config = desk.site.config
    desk.site.config = replace(config, shop=replace(config.shop, form_per_day=2))
    visitor = stranger(desk)
    assert [join(visitor, f"+3805000080{place:02}").status for place in range(3)] == [303, 303, 429]
    desk.clock.at += DAY
    assert join(visitor, "+380500008099").status == 303


def test_the_form_shows_what_is_agreed_to_in_the_language_of_the_reader(desk: Desk) -> None:
    desk.owner()
    furnish_sources(desk)
    for language, header in (("uk", "uk"), ("pl", "pl-PL"), ("en", "en")):
        visitor = desk.visitor(Accept_Language=header)
        page = visitor.get(f"/join/{FORM}", Accept_Language=header).text
        assert terms.ticked(language, desk.site.config.shop).replace("«", "«") in page, language
        assert "<nav" not in page and "/login" not in page
