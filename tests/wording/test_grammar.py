"""Personal texts: the grammar, its refusals, and that a value is never read as a template."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.wording import BadTemplate, MissingField, Person, Template


def render(template: str, values: dict[str, str], *tags: str) -> str:
    return Template.parse(template).render(Person.of(values, tags))


def names(template: str) -> tuple[str, ...]:
    return Template.parse(template).fields


VALUES = {"name": "Олено", "empty": "  ", "First name": "Anna", "a.b-c": "x"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{name}!", "Олено!"),
        ("{ name }", "Олено"),
        ("{First name}, {a.b-c}", "Anna, x"),
        ("{gone|друже}", "друже"),
        ("{gone|}", ""),
        ("{gone|a|b}", "a|b"),
        ("{empty|x}", "x"),
        ("{name|x}", "Олено"),
        ("{{name}}", "{name}"),
        ("{{{name}}}", "{Олено}"),
        ("a}}b{{c", "a}b{c"),
        ("{{7*7}}", "{7*7}"),
        ("%s %(name)s $name", "%s %(name)s $name"),
        ("{name}\n{name}", "Олено\nОлено"),
    ],
)
def test_rendering(template: str, text: str) -> None:
    assert render(template, VALUES) == text


@pytest.mark.parametrize("asked", "'’ʼ‘`´")
@pytest.mark.parametrize("known", "'’ʼ‘`´")
def test_every_apostrophe_is_one(asked: str, known: str) -> None:
    assert render(f"Вітаємо, {{ім{asked}я|друже}}!", {f"ім{known}я": "Олено"}) == "Вітаємо, Олено!"
    assert render(f"Вітаємо, {{ім{asked}я|друже}}!", {}) == "Вітаємо, друже!"
    assert names(f"{{ім{asked}я}}{{ім{known}я}}{{кінець{asked}}}") == ("ім'я", "кінець'")


@pytest.mark.parametrize(("template", "field"), [("a {gone}", "gone"), ("{empty}", "empty"), ("{name}{x}", "x")])
def test_a_missing_field_is_named(template: str, field: str) -> None:
    with pytest.raises(MissingField) as refused:
        render(template, VALUES)
    assert refused.value.facts == {"field": field}


@pytest.mark.parametrize(
    ("template", "position"),
    [
        ("{", 0), ("ab{", 2), ("}", 0), ("a}b", 1), ("{}", 0), ("{name", 0), ("{na{me}}", 0), ("x{7*7}", 1),
        ("{name!r}", 0), ("{|x}", 0), ("{name}}", 6), ("{0[a]}", 0), ("{ }", 0), ("{name|{b}}", 0),
    ],
)  # fmt: skip
def test_bad_syntax_is_placed(template: str, position: int) -> None:
    for read in (names, lambda text: render(text, VALUES)):
        with pytest.raises(BadTemplate) as refused:
            read(template)
        assert refused.value.facts["position"] == position
        assert refused.value.facts["place"] == position + 1


def test_attributes_are_only_names() -> None:
    with pytest.raises(MissingField):
        render("{name.__class__}", VALUES)


def test_names_once_in_order() -> None:
    assert names("{b} {a|x} {b} {{c}}") == ("b", "a")


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip))
def test_a_value_goes_in_as_it_is(value: str) -> None:
    assert render("<{x}>", {"x": value}) == f"<{value}>"


@given(st.text(st.sampled_from("{}|a ")))
def test_any_template_renders_or_is_refused(template: str) -> None:
    try:
        asked = names(template)
    except BadTemplate as refused:
        position = refused.facts["position"]
        assert isinstance(position, int)
        assert template[position] in "{}"
    else:
        render(template, dict.fromkeys(asked, "v"))


@given(st.text())
def test_doubled_braces_give_back_any_text(text: str) -> None:
    assert render(text.replace("{", "{{").replace("}", "}}"), {}) == text
