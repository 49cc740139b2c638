"""Parts for some, salutations and known fields: what each person reads, and that nothing a person is called can run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.wording import BadTemplate, MissingField, Person, Template, longest, with_footer
from smsbox.wording.grammar import DEEPEST

OFFER = "{?drink=coffee,espresso}Coffee -20%{:drink=tea}Tea -15%{:}-10% on all{/}"


def told(text: str, *tags: str, **values: str) -> str:
    return Template.parse(text).render(Person.of(values, tags))


@pytest.mark.parametrize(
    ("drink", "text"),
    [
        ("coffee", "Coffee -20%"),
        (" Espresso ", "Coffee -20%"),
        ("TEA", "Tea -15%"),
        ("juice, tea", "Tea -15%"),
        ("milk;Coffee / tea", "Coffee -20%"),
        ("teapot", "-10% on all"),
        ("juice", "-10% on all"),
        ("", "-10% on all"),
    ],
)
def test_the_first_part_that_fits_is_taken(drink: str, text: str) -> None:
    assert told(OFFER, drink=drink) == text


@pytest.mark.parametrize(
    ("text", "vip", "plain"),
    [
        ("{?tag:vip}A{:}B{/}", "A", "B"),
        ("{?!tag:vip}A{:}B{/}", "B", "A"),
        ("{?tag: VIP , old}A{/}", "A", ""),
        ("{?тег:vip}A{:}B{/}", "A", "B"),
        ("{? мітка:vip }A{:}B{/}", "A", "B"),
        ("{?town}A{:}B{/}", "A", "B"),
        ("{?!town}A{:}B{/}", "B", "A"),
        ("{?town!=kyiv}A{:}B{/}", "B", "A"),
        ("{?town!=lviv}A{:}B{/}", "A", "A"),
        ("{?town=Київ, Kyiv}A{:}B{/}", "A", "B"),
        ("x{?tag:vip}{?town=kyiv}{name}{:}-{/}{/}y", "xOney", "xy"),
    ],
)
def test_conditions(text: str, vip: str, plain: str) -> None:
    assert told(text, "Vip", town="KYIV", name="One") == vip
    assert told(text, name="One") == plain


def test_a_field_inside_a_part_is_needed_only_by_those_who_read_it() -> None:
    text = "{?town}In {town} {street}{:}Hello{/}"
    assert told(text) == "Hello"
    with pytest.raises(MissingField, match="street"):
        told(text, town="Lviv")
    template = Template.parse(text)
    assert template.fields == ("town", "street")
    assert template.needed == ("town", "street")


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("ab{?x}c", 2, "open"),
        ("{?x}{?y}{/}", 0, "open"),
        ("a{/}", 1, "close"),
        ("a{:}", 1, "otherwise"),
        ("{?x}a{:}b{:}c{/}", 9, "twice"),
        ("{?x}a{:}b{:y}c{/}", 9, "twice"),
        ("{?}a{/}", 0, "condition"),
        ("{?x=}a{/}", 0, "condition"),
        ("{?x= , }a{/}", 0, "condition"),
        ("{?tag:}a{/}", 0, "condition"),
        ("{?7*7|x}a{/}", 0, "condition"),
        ("{?x}a{/x}", 5, "condition"),
        ("{?x" + "}{?x" * DEEPEST + "}", 4 * DEEPEST, "deep"),
        ("{name", 0, "brace"),
        ("{a{b}", 0, "brace"),
        ("a}", 1, "brace"),
        ("{%x%}", 0, "name"),
        ("{name!r}", 0, "name"),
    ],
)
def test_what_cannot_be_read_is_placed_and_named(text: str, position: int, reason: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        Template.parse(text)
    assert (refused.value.facts["position"], refused.value.facts["reason"]) == (position, reason)
    assert str(refused.value.facts["near"]) == text[position : position + 16]


def test_known_fields_have_names_in_every_language() -> None:
    person = Person.of({}, language="uk", name="Оксана Петренко", coupon="ABC", code="7", number="+380500000001")
    for text in ("{name}", "{ім’я}", "{Имя}", "{imię}"):
        assert Template.parse(text).render(person) == "Оксана Петренко"
    for text in ("{salutation}", "{звертання}", "{Звертання|друже}", "{zwrot}"):
        assert Template.parse(text).render(person) == "Оксано"
    assert Template.parse("{купон}{код}{телефон}").render(person) == "ABC7+380500000001"


def test_what_the_shop_wrote_down_counts_more_than_what_is_made_of_the_name() -> None:
    assert told("{звертання}", **{"ім'я": "Олександр", "Звертання": "Сашо"}) == "Сашо"
    assert told("{звертання|друже}", name="") == "друже"
    assert told("{ім'я}", **{"ім'я": "Аня", "name": "Ганна"}) == "Аня"
    own = Person.of({"coupon": "from the table"}, coupon="GIVEN")
    assert Template.parse("{купон}").render(own) == "GIVEN"


@pytest.mark.parametrize(
    "name", ["{name}", "{{7*7}}", "{?tag:vip}x{/}", "<script>", "'; DROP TABLE", "%s", "{", "}", "{/}", "\u202ex"]
)
def test_what_a_person_is_called_is_never_read_as_a_template(name: str) -> None:
    assert told("Hi {name|x}!", name=name) == f"Hi {name}!"
    assert told("{?name}{name}{/}", name=name) == name


def test_in_a_text_of_latin_letters_names_are_written_in_such_too() -> None:
    person = Person.of({"town": "Львів"}, name="Оксана Петренко", coupon="Осінь-15", code="КАВА")
    template = Template.parse("Vitaiemo, {salutation|друже}! U m. {town|Київ}: {coupon} {code}")
    assert template.latin
    assert template.letter(person) == "Vitaiemo, Oksano! U m. Lviv: Осінь-15 КАВА"
    assert template.letter(Person.of({}, coupon="A", code="B")) == "Vitaiemo, druzhe! U m. Kyiv: A B"
    assert template.render(person).startswith("Vitaiemo, Оксано!")
    for text in ("Вітаємо, {salutation|друже}!", "{salutation|друже}!", "Cześć, {salutation|друже}!"):
        assert not Template.parse(text).latin
        assert "Оксано" in Template.parse(text).letter(person)
    assert Template.parse("Hi {name}").letter(Person.of({}, name="Łukasz")) == "Hi Lukasz"
    assert Template.parse("Hi {?town=львів}{town}{/}").letter(person) == "Hi Lviv"


_fields = st.sampled_from(["name", "ім'я", "drink", "First name", "a.b"])
_plain = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=12)
_words = st.text(st.sampled_from("абвxyz 7"), min_size=1, max_size=6).filter(str.strip)
_condition = st.builds(
    lambda no, name, values: f"{no}{name}={','.join(values)}",
    *(st.sampled_from(["", "!"]), _fields, st.lists(_words, min_size=1, max_size=3)),
) | st.builds(lambda no, tag: f"{no}tag:{tag}", st.sampled_from(["", "!"]), _words)


def _block(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    more = st.lists(st.builds(lambda when, text: f"{{:{when}}}{text}", _condition, inside), max_size=2)
    otherwise = st.builds(lambda text: f"{{:}}{text}", inside) | st.just("")
    return st.builds(
        lambda when, text, others, last: f"{{?{when}}}{text}{''.join(others)}{last}{{/}}",
        *(_condition, inside, more, otherwise),
    )


_piece = _plain | st.builds(lambda name, fallback: f"{{{name}|{fallback}}}", _fields, _plain) | st.just("{{}}")
TEMPLATES = st.recursive(st.lists(_piece, max_size=4).map("".join), _block, max_leaves=5)
VALUES = st.dictionaries(_fields, st.text(max_size=10), max_size=4)


@settings(max_examples=150)
@given(TEMPLATES, VALUES, st.lists(_words, max_size=3))
def test_a_template_with_fallbacks_always_renders(text: str, values: dict[str, str], tags: list[str]) -> None:
    template = Template.parse(text)
    assert not template.needed
    assert isinstance(template.render(Person.of(values, tags)), str)
    assert template == Template.parse(template.source)


@settings(max_examples=150)
@given(st.text(st.sampled_from("{}?:/|!=a тег,")))
def test_any_text_is_read_or_refused_at_a_brace(text: str) -> None:
    try:
        template = Template.parse(text)
    except BadTemplate as refused:
        position = refused.facts["position"]
        assert isinstance(position, int)
        assert text[position] in "{}"
    else:
        template.render(Person.of(dict.fromkeys(template.fields, "v")))


def test_the_longest_of_many_is_found_and_who_cannot_be_written_to_is_counted() -> None:
    template = Template.parse("Вітаємо, {name}! {?tag:vip}Кава -20%, лише цього тижня у нас на розі{:}Знижка{/}")
    people = [
        Person.of({"name": "Я"}),
        Person.of({}),
        Person.of({"name": "Олександро"}, ["vip"]),
        Person.of({"name": "О"}),
    ]
    found = longest(template, people, lambda text, person: with_footer(text, person.language))
    assert found is not None
    assert (found.place, found.people, found.missing) == (2, 4, 1)
    assert found.text == "Вітаємо, Олександро! Кава -20%, лише цього тижня у нас на розі\nВідмова: СТОП"
    assert found.priced.segments == 2
    assert longest(template, []) is None
