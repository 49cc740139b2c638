"""Scenarios on the page: from an example to an open, tried vote; its form and its file, and nothing lost between."""

from __future__ import annotations

import html
import re
import tomllib

import pytest

from smsbox import __version__
from smsbox.dialogs.examples import LANGUAGES, Example, examples
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import reading, rows
from smsbox.dialogs.flows.editing import with_rows
from smsbox.dialogs.flows.rows import Kept
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.web.dialogs import fields, sheet
from smsbox.web.dialogs.fields import Sort
from smsbox.web.dialogs.shapes import SHAPES, shape_of
from tests.dialogs.appointments.salon import SALON
from tests.web.desk import Answer, Desk, Visitor, signed_in
from tests.web.scenery import furnish_scenarios
from tests.web.test_searching import STATIC

ALL = [each for language in LANGUAGES for each in examples(language)]
HAND = """\
# Мій коментар
kind = "vote"
name = "v"  # для команд
title = "Кіно"
words = ["КІНО"]
question = "Що?"
[[option]]
key = "a"  # не чіпати
title = "Аліса"

[[option]]
title = "Бетмен"
[texts]
thanks = "Дякую!"
"""


def keep(desk: Desk, source: str) -> Kept:
    return rows.create(desk.store, desk.site.config, source, by="owner", now=desk.clock.at)


def kept(desk: Desk, flow_id: int = 1) -> Kept:
    found = rows.get(desk.store, flow_id)
    assert found is not None
    return found


def form_in(page: str) -> dict[str, str]:
    """What a browser would send of the longest form of a page, without its buttons."""
    form = max(re.findall("<form.*?</form>", page, re.DOTALL), key=len)
    found = {}
    for tag in re.findall("<input[^>]*>", form):
        named = dict(re.findall(r'(name|value|type)="([^"]*)"', tag))
        if named.get("type") != "checkbox" or " checked" in tag:
            found[named["name"]] = html.unescape(named.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(text)
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def send(owner: Visitor, path: str, **changes: str) -> Answer:
    """The form of that page with some fields filled in otherwise; `__` stands for a dot."""
    fields = form_in(owner.get(path).text) | {name.replace("__", "."): text for name, text in changes.items()}
    return owner.send(path, list(fields.items()))


def said(answer: Answer) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", answer.text))


# ── from nothing to an open vote


def test_an_example_becomes_an_open_vote_that_was_tried(desk: Desk, owner: Visitor) -> None:
    page = owner.get("/dialogs/new?in=uk").text
    assert "за рок-н-рол!!" in page
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    made = owner.post("/dialogs", example="saturday-vote.uk", once=once[1])
    assert made.header("Location") == "/dialogs/1/edit?notice=flow_made"
    assert owner.post("/dialogs", example="saturday-vote.uk", once=once[1]).header("Location") == "/dialogs/1/edit"
    answer = send(owner, "/dialogs/1/edit", title="Кіно", words="КІНО", do="try", option__1__title="Дюна")
    assert answer.header("Location") == "/dialogs/1/try"
    tried = send(owner, "/dialogs/1/try", say="кіно 1")
    assert "Ваш голос: Дюна" in said(tried)
    assert kept(desk).state is FlowState.DRAFT and desk.store.run("SELECT count(*) FROM votes").fetchone() == (0,)
    assert owner.post("/dialogs/1/open").header("Location") == "/dialogs/1?notice=flow_opened"
    assert kept(desk).state is FlowState.OPEN
    owner.post("/dialogs/1/open")
    assert [each.what for each in audit.entries(desk.store, limit=9)].count("flow.opened") == 1
    assert {each.what for each in audit.entries(desk.store, limit=9)} >= {"flow.made", "flow.changed", "flow.opened"}
    owner.post("/dialogs/1/close")
    assert kept(desk).state is FlowState.CLOSED
    assert audit.entries(desk.store, limit=1)[0].what == "flow.closed"


def test_two_of_one_example_have_names_of_their_own(desk: Desk, owner: Visitor) -> None:
    for _ in range(2):
        owner.get("/dialogs/new")
        owner.post("/dialogs", example="saturday-vote.en")
    assert [each.name for each in rows.listed(desk.store)] == ["saturday-vote-2", "saturday-vote"]


def test_a_word_that_is_somebody_elses_is_told(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    keep(desk, HAND.replace('"v"', '"w"'))
    owner.get("/dialogs")
    assert owner.post("/dialogs/1/open").status == 303
    refused = owner.post("/dialogs/2/open")
    assert refused.status == 422 and "КІНО" in said(refused) and kept(desk, 2).state is FlowState.DRAFT


def test_a_file_is_taken_as_it_is_or_refused_with_its_lines(desk: Desk, owner: Visitor) -> None:
    owner.get("/dialogs/new")
    refused = owner.post("/dialogs", source=HAND.replace('title = "Кіно"', 'titel = "Кіно"'))
    assert refused.status == 422 and "line 4" in said(refused) and "titel" in said(refused)
    assert owner.post("/dialogs", source=HAND).status == 303
    assert kept(desk).source == HAND


# ── the form and the file


@pytest.mark.parametrize("each", ALL, ids=lambda each: f"{each.key}.{each.language}")
def test_the_form_of_each_example_gives_its_file_back(each: Example) -> None:
    shape = shape_of(each.kind)
    assert sheet.file_of(each.source, shape, sheet.form_of(each.source, shape).values)[0] == each.source


@pytest.mark.parametrize("each", examples("uk"), ids=lambda each: each.kind)
def test_the_form_as_a_browser_sends_it_gives_the_file_back(desk: Desk, owner: Visitor, each: Example) -> None:
    """With a field for all that is written in the tables of the example."""
    keep(desk, each.source)
    assert send(owner, "/dialogs/1/edit", do="save").status == 303
    assert kept(desk).source == each.source and kept(desk).version == 1
    tables = {key: table for key, table in tomllib.loads(each.source).items() if isinstance(table, list)}
    for rows_ in SHAPES[each.kind].rows:
        asked = {field.path[0] for field in rows_.fields}
        known = {"aliases", "least", "most", "when", "minutes"}
        assert {key for table in tables.get(rows_.key, []) for key in table} <= asked | known


def test_what_the_form_does_not_know_stays(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    send(owner, "/dialogs/1/edit", option__1__title="Дюна", option__3__title="Вій", texts__thanks="", do="save")
    after = kept(desk).source
    assert after == HAND.replace('"Аліса"', '"Дюна"').replace('thanks = "Дякую!"\n', "").replace(
        "[texts]", '\n[[option]]\ntitle = "Вій"\n[texts]'
    )
    send(owner, "/dialogs/1/edit", option__2__title="", do="save")
    assert [each["title"] for each in tomllib.loads(kept(desk).source)["option"]] == ["Дюна", "Вій"]


def test_without_a_code_the_word_alone_takes_part(desk: Desk, owner: Visitor) -> None:
    source = next(each.source for each in examples("uk") if each.kind == "contest")
    keep(desk, source)
    assert send(owner, "/dialogs/1/edit", code__pattern="", do="save").status == 303
    assert kept(desk).source == source[: source.index("\n[code]")] + "\n"
    assert send(owner, "/dialogs/1/edit", code__pattern="@@-####", do="save").status == 303
    assert kept(desk).source.endswith('[code]\npattern = ["@@-####"]\n')


def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    long = "ж" * 40
    answer = send(owner, "/dialogs/1/edit", option__2__title=long, option__1__title="", words="ТАК", do="save")
    assert answer.status == 422 and 'id="words-wrong"' in answer.text
    assert form_in(answer.text)["option.2.title"] == long and kept(desk).source == HAND
    answer = send(owner, "/dialogs/1/edit", option__2__title=long, do="save")
    assert 'id="option.2.title-wrong"' in answer.text


def test_a_form_speaks_of_its_fields_and_no_file(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    answer = send(owner, "/dialogs/1/edit", title="", do="save")
    assert "This is needed." in said(answer) and "key" not in said(answer)
    one = send(owner, "/dialogs/1/edit", option__2__title="", do="save")
    assert "What can be voted for: 1 is out of bounds" in said(one)
    keep(desk, HAND.replace('"v"', '"w"'))
    owner.post("/dialogs/1/open")
    refused = said(owner.post("/dialogs/2/open"))
    assert "Words that begin it: “КІНО” is a word of the open scenario" in refused and "line" not in refused


def test_the_foot_of_the_form_names_the_program_and_no_version_of_the_scenario(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    for page in ("edit", "file"):
        assert f"<span>smsbox {__version__}</span>" in owner.get(f"/dialogs/1/{page}").text


def test_a_right_answer_may_have_a_comma_in_it(desk: Desk, owner: Visitor) -> None:
    """49,90 were two right answers: 49, and 90."""
    keep(desk, next(each.source for each in examples("uk") if each.kind == "quiz"))
    answer = send(
        *(owner, "/dialogs/1/edit"), do="save", question__1__options="49,90\n59,90", question__1__right="49,90"
    )
    assert answer.status == 303, said(answer)
    assert tomllib.loads(kept(desk).source)["question"][0]["right"] == ["49,90"]


def test_votes_stay_with_an_option_that_is_only_spelled_otherwise(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND.replace('key = "a"  # не чіпати\n', "").replace("Аліса", "Алсіа"))
    send(owner, "/dialogs/1/edit", option__1__title="Аліса", option__2__title="Бетмен: початок", do="save")
    send(owner, "/dialogs/1/edit", option__1__title="Аліса в країні", option__2__title="Дюна", do="save")
    found = tomllib.loads(kept(desk).source)["option"]
    assert found == [{"title": "Аліса в країні", "key": "Алсіа"}, {"title": "Дюна"}]


def test_other_names_of_an_answer_go_with_it(desk: Desk, owner: Visitor) -> None:
    """They made a mistake at a place that the form does not have."""
    keep(desk, next(each.source for each in examples("en") if each.kind == "survey"))
    assert send(owner, "/dialogs/1/edit", question__2__options="noon\nevening\nweekend", do="save").status == 303
    aliases = tomllib.loads(kept(desk).source)["question"][1]["aliases"]
    assert (aliases["noon"], len(aliases)) == (["at noon", "midday"], 3)
    assert send(owner, "/dialogs/1/edit", question__2__options="noon\nevening", do="save").status == 303
    assert set(tomllib.loads(kept(desk).source)["question"][1]["aliases"]) == {"noon", "evening"}


@pytest.mark.parametrize(
    ("sort", "typed", "written"),
    [
        (Sort.SPAN, "30 хв", "30m"),
        (Sort.SPAN, "2 години", "2h"),
        (Sort.SPAN, "1 день", "1d"),
        (Sort.SPAN, "90s", "90s"),
        (Sort.SPAN, "довго", "довго"),
        (Sort.HOURS, "9-18", "9:00-18:00"),
        (Sort.HOURS, "9.30 - 13.00, 14:00-19:00", "9:30 - 13:00, 14:00-19:00"),
        (Sort.HOURS, "no", "no"),
        (Sort.DAYS, "25.12, 1.5.2027, 12-31", ["12-25", "2027-05-01", "12-31"]),
        (
            Sort.DAYS,
            "31.12.2026-2.01.2027, 2026-12-01..2026-12-03",
            ["2026-12-31..2027-01-02", "2026-12-01..2026-12-03"],
        ),
        (Sort.DAYS, "7.01.2027 – 9.01.2027", ["2027-01-07..2027-01-09"]),
    ],
)
def test_times_and_days_are_typed_as_people_write_them(sort: Sort, typed: str, written: object) -> None:
    assert fields.typed(fields.Field("x", "x", sort=sort), typed, None) == written


def test_another_one_like_it_is_a_draft_under_its_own_name_made_once(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND.replace("question =", "closes = 2026-01-08T10:00:00\nquestion ="))
    page = owner.get("/dialogs/1").text
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    made = owner.post("/dialogs/1/copy", once=once[1])
    assert made.header("Location") == "/dialogs/2/edit?notice=flow_made"
    assert owner.post("/dialogs/1/copy", once=once[1]).header("Location") == "/dialogs/2/edit"
    assert kept(desk, 2).source == HAND.replace('"v"', '"v-2"') and kept(desk, 2).state is FlowState.DRAFT
    assert audit.entries(desk.store, limit=1)[0].what == "flow.made"
    owner.post("/dialogs/2/copy", once="")
    assert kept(desk, 3).name == "v-3"


def test_one_that_is_over_and_still_open_says_so(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND.replace("question =", "closes = 2020-01-08T10:00:00\nquestion ="))
    owner.get("/dialogs")
    assert "Its end has passed" not in said(owner.get("/dialogs/1"))
    owner.post("/dialogs/1/open")
    assert "Its end has passed" in said(owner.get("/dialogs/1"))


def test_a_question_without_a_name_is_told_where_it_can_be_given(desk: Desk, owner: Visitor) -> None:
    keep(desk, next(each.source for each in examples("uk") if each.kind == "survey"))
    answer = send(owner, "/dialogs/1/edit", question__4__text="Чи маєте собаку?", do="save")
    assert answer.status == 422 and 'id="question.4.field-wrong"' in answer.text


def test_more_rows_are_given_without_saving(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    answer = send(owner, "/dialogs/1/edit", title="Нове", do="more:option")
    form = form_in(answer.text)
    assert answer.status == 200 and form["option.count"] == "6" and form["title"] == "Нове"
    assert kept(desk).source == HAND


def test_mistakes_in_the_file_are_told_with_their_lines(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    wrong = HAND.replace("words =", "wrods =").replace('"Бетмен"', "7")
    answer = send(owner, "/dialogs/1/file", source=wrong, do="save")
    text = " ".join(said(answer).split())
    assert answer.status == 422 and form_in(answer.text)["source"] == wrong
    assert 'Line 5: wrods = ["КІНО"]' in text and "did you mean" in text and "Line 12: title = 7" in text
    assert send(owner, "/dialogs/1/file", source=HAND + "# more\n", do="try").header("Location") == "/dialogs/1/try"
    assert kept(desk).version == 2


def test_of_two_who_write_at_once_the_second_is_told(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    page = form_in(owner.get("/dialogs/1/edit").text)
    send(owner, "/dialogs/1/edit", title="Перша", do="save")
    refused = owner.send("/dialogs/1/edit", list((page | {"title": "Друга", "do": "save"}).items()))
    assert refused.status == 409 and tomllib.loads(kept(desk).source)["title"] == "Перша"
    again = form_in(refused.text)
    assert again["title"] == "Друга"
    assert owner.send("/dialogs/1/edit", list((again | {"do": "save"}).items())).status == 303
    assert tomllib.loads(kept(desk).source)["title"] == "Друга"


def test_an_inline_table_is_left_to_the_file(desk: Desk, owner: Visitor) -> None:
    inline = 'texts = {thanks = "Так!"}\n' + HAND.partition("[texts]")[0]
    keep(desk, inline)
    refused = send(owner, "/dialogs/1/edit", texts__thanks="Ура!", do="save")
    assert refused.status == 422 and "texts.thanks" in said(refused) and kept(desk).source == inline


# ── trying


def test_time_goes_by_and_people_are_named(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    page = send(owner, "/dialogs/1/try", say="КІНО")
    for press in ("@ +2d", "Бетмен?!"):
        page = owner.send("/dialogs/1/try", list((form_in(page.text) | {"press": press}).items()))
    assert "time goes by" in said(page) and page.text.count('class="bubble') == 3
    assert "Your people find this" in said(page)
    assert owner.send("/dialogs/1/try", [("token", owner.token), ("so_far", ">"), ("say", "x")]).status == 400
    assert desk.store.run("SELECT count(*) FROM received").fetchone() == (0,)


def test_what_opens_on_monday_is_tried_today(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND.replace("question =", "opens = 2030-01-07T10:00:00\ncloses = 2030-01-08T10:00:00\nquestion ="))
    assert "Аліса" in said(send(owner, "/dialogs/1/try", say="КІНО"))


def test_a_draft_is_thrown_away_and_what_was_open_stays(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    keep(desk, HAND.replace('"v"', '"w"').replace("КІНО", "ТЕАТР"))
    assert "/dialogs/1/discard" in owner.get("/dialogs/1").text
    assert owner.post("/dialogs/1/discard").header("Location") == "/dialogs?notice=flow_discarded"
    assert audit.entries(desk.store, limit=1)[0].what == "flow.discarded"
    assert rows.get(desk.store, 1) is None and rows.versions(desk.store, 1) == []
    owner.get("/dialogs")
    for what in ("open", "close"):
        owner.post(f"/dialogs/2/{what}")
    assert "discard" not in owner.get("/dialogs/2").text
    assert owner.post("/dialogs/2/discard").header("Location") == "/dialogs?notice=as_before"
    assert kept(desk, 2).state is FlowState.CLOSED


def test_the_home_of_one_lives(desk: Desk, owner: Visitor) -> None:
    furnish_scenarios(desk)
    part = owner.get("/live/dialogs/1").text
    assert "+380500009000" in part and "Голос за рок" in part and "/dialogs/1/votes" in part
    assert re.findall(r"<b>(\d+)</b><span>(talking now|to the end)", part) == [
        ("0", "talking now"),
        ("2", "to the end"),
    ]
    assert part.strip() in owner.get("/dialogs/1").text


def test_a_page_costs_the_same_however_much_was_said(desk: Desk, owner: Visitor) -> None:
    """Counted in steps of SQLite's machine, as in test_cost.py."""
    keep(desk, HAND)
    columns = "id, flow_id, version, number, sim_id, step, state, misses, opened_at, touched_at, expires_at, ended_at"
    steps: list[int] = []

    def step() -> int:
        steps.append(10)
        return 0

    desk.store.database.connection().set_progress_handler(step, 10)

    def cost(path: str) -> int:
        owner.get(path)
        steps.clear()
        assert owner.get(path).status == 200
        return sum(steps)

    def say(first: int, count: int) -> None:
        talks = [(each, f"+38050{each:07}", None if each % 40 == 0 else each) for each in range(first, first + count)]
        with desk.store.write():
            desk.store.run_many(
                f"INSERT INTO dialogs ({columns}) VALUES (?, 1, 1, ?, 1, '', '{{}}', 0, 1, 2, 3, ?)", talks
            )

    say(1, 1000)
    few = {path: cost(path) for path in ("/dialogs", "/dialogs/1", "/live/dialogs/1")}
    say(1001, 9000)
    assert [path for path, before in few.items() if cost(path) > 1.2 * before] == []


def test_a_manager_looks_and_does_not_change(desk: Desk) -> None:
    keep(desk, HAND)
    manager = signed_in(desk, Role.MANAGER)
    page = manager.get("/dialogs/1").text
    assert "КІНО" in page and "/dialogs/1/open" not in page and "/dialogs/1/edit" not in page
    assert "/dialogs/new" not in manager.get("/dialogs").text
    assert manager.get("/dialogs/1/edit").status == 403


# ── long ones

UK = {"Accept-Language": "uk"}


def test_a_long_catalogue_is_edited_a_page_at_a_time_and_none_of_the_rest_is_lost(desk: Desk, owner: Visitor) -> None:
    goods = "".join(f'[[goods]]\ncode = "Т{n}"\ntitle = "Троянда {n}"\nprice = {n}\nstock = 9\n' for n in range(1, 151))
    source = f'kind = "order"\nname = "o"\ntitle = "Квіти"\nwords = ["КВІТИ"]\n{goods}'
    keep(desk, source)
    page = owner.get("/dialogs/1/edit?goods=149", **UK)
    assert len(page.text.encode()) + STATIC < 60_000 and "Троянда 150" in page.text and "Троянда 1<" not in page.text
    turned = send(owner, "/dialogs/1/edit", goods__2__title="Півонія", goods__3__code="", do="page:goods:36")
    again = form_in(turned.text) if turned.status != 303 else {}
    assert turned.status == 422 and again["goods.2.title"] == "Півонія" and kept(desk).source == source
    empty = {f"goods__3__{each}": "" for each in ("code", "title", "price", "stock")}
    turned = send(owner, "/dialogs/1/edit", goods__2__title="Півонія", do="page:goods:36", **empty)
    assert turned.header("Location") == "/dialogs/1/edit?goods=36&notice=flow_changed"
    found = tomllib.loads(kept(desk).source)["goods"]
    assert [each["code"] for each in found] == [f"Т{n}" for n in range(1, 151) if n != 3]
    assert found[1]["title"] == "Півонія"
    last = send(
        owner, "/dialogs/1/edit?goods=148", goods__6__code="Н1", goods__6__title="Нова", goods__6__price="5", do="save"
    )
    assert last.header("Location") == "/dialogs/1/edit?goods=144&notice=flow_changed"
    assert tomllib.loads(kept(desk).source)["goods"][-1]["code"] == "Н1" and len(found) == 149


@pytest.mark.parametrize("kind", SHAPES)
def test_the_longest_form_of_each_kind_stays_light(desk: Desk, owner: Visitor, kind: str) -> None:
    owner.get("/dialogs")
    source = next(each.source for each in examples("uk") if each.kind == kind)
    for rows_ in SHAPES[kind].rows:
        table = tomllib.loads(source).get(rows_.key, [{}])[0]
        wanted = [
            {**table, **{k: f"{table[k]} {n}" for k in ("code", "title", "text", "name", "key") if k in table}}
            for n in range(30)
        ]
        source = with_rows(source, rows_.key, [], wanted)
    kept_ = keep(desk, next(each.source for each in examples("uk") if each.kind == kind))
    desk.store.run("UPDATE flows SET source = ? WHERE id = ?", source, kept_.id)
    page = owner.get("/dialogs/1/edit", **UK).text
    assert "Назва" in page or "Що" in page
    assert len(page.encode()) + STATIC < 60_000, len(page.encode())


# ── from an empty form

FILLED = {
    "vote": {"question": "Що грати?", "option__1__title": "Рок", "option__2__title": "Джаз"},
    "quiz": {"question__1__text": "Столиця?", "question__1__right": "Київ"},
    "contest": {},
    "order": {"goods__1__code": "Р1", "goods__1__title": "Роза", "goods__1__price": "85"},
    "appointment": {"service__1__code": "стрижка", "service__1__minutes": "45", "hours__sat": "Вихідний"},
    "survey": {"question__1__text": "Що любите?", "question__1__field": "любить"},
    "form": {"step__1__text": "Як вас звати?", "step__1__key": "імʼя"},
}


@pytest.mark.parametrize("kind", SHAPES)
def test_each_kind_begins_with_an_empty_form_and_is_a_draft_once_it_is_whole(
    desk: Desk, owner: Visitor, kind: str
) -> None:
    path = f"/dialogs/new/{kind}"
    assert path in owner.get("/dialogs/new").text
    page = owner.get(path, **UK).text
    assert len(page.encode()) + STATIC < 60_000
    refused = send(owner, path, do="save", title="Перша")
    assert refused.status == 422 and 'id="words-wrong"' in refused.text and rows.listed(desk.store) == []
    assert form_in(refused.text)["title"] == "Перша" and "is missing" not in said(refused)
    form = form_in(refused.text) | {"words": "ПЕРША"} | {k.replace("__", "."): v for k, v in FILLED[kind].items()}
    made = owner.send(path, list((form | {"do": "try"}).items()))
    assert made.header("Location") == "/dialogs/1/try?notice=flow_made", said(made)
    assert kept(desk).state is FlowState.DRAFT and kept(desk).kind == kind
    twice = owner.send(path, list((form | {"do": "try"}).items()))
    assert twice.header("Location") == "/dialogs/1/try", said(twice)
    assert len(rows.listed(desk.store)) == 1 and audit.entries(desk.store, limit=1)[0].what == "flow.made"
    assert owner.get("/dialogs/new/magic").status == 404


# ── what is told before it hurts


def test_a_word_of_another_scenario_is_told_as_soon_as_it_is_saved(desk: Desk, owner: Visitor) -> None:
    keep(desk, HAND)
    owner.get("/dialogs")
    owner.post("/dialogs/1/open")
    keep(desk, HAND.replace('"v"', '"w"').replace("КІНО", "ТЕАТР").replace("Кіно", "Театр"))
    for page in ("", "/edit", "/try"):
        assert "cannot be opened with these words" not in said(owner.get(f"/dialogs/2{page}"))
    assert send(owner, "/dialogs/2/edit", words="ТЕАТР, КІНО", do="save").status == 303
    for page in ("", "/edit", "/try", "/file"):
        text = said(owner.get(f"/dialogs/2{page}"))
        assert "cannot be opened with these words" in text and "a word of the open scenario “Кіно”" in text, page
    assert "cannot be opened" not in said(owner.get("/dialogs/1"))


@pytest.mark.parametrize("typed", ["вихідний", "Выходной", "closed", "zamknięte", "-", "–"])
def test_a_day_off_is_typed_in_any_language(typed: str) -> None:
    written = fields.typed(fields.Field("x", "x", sort=Sort.HOURS), typed, None)
    flow = reading.read(SALON.replace('sat = "10:00-15:00"', f'sat = "{written}"'))
    assert [spans for each in flow.part.resources for spans in each.week[5]] == []
