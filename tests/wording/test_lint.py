"""Findings: every rule has a text that breaks it and one that does not, and each is told in every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.i18n.translator import translator
from smsbox.wording import Finding, Known, Severity, answerable, lint, told
from smsbox.wording.advice import ADVICE

GOOD = "Зерно: {звертання|друже}, -20% на каву до неділі. Тел. 050 000 00 01"


def keys(text: str, **given: str | None) -> list[str]:
    return [finding.key for finding in lint(text, **given)]  # type: ignore[arg-type]


def test_a_good_text_has_no_finding() -> None:
    assert lint(GOOD, shop="Зерно") == []
    assert lint("Zerno: {salutation|friend}, -20% today. Reply COFFEE", language="en", shop="Zerno") == []


@pytest.mark.parametrize(
    ("text", "is_answerable"),
    [
        ("Кава -20%. Тел. 050 000 00 01", True),
        ("Кава -20%. +380500000001", True),
        ("Кава -20%. (050) 000-00-01", True),
        ("Кава -20%. Дзвоніть 0800", True),
        ("Кава -20%. Відповідь: КАВА", True),
        ("Кава -20%. Напишіть у відповідь ТАК", True),
        ("Кава -20%. Надішліть 5", True),
        ("Кава -20%. Пишіть «хочу»", True),
        ("Кава. Відпишіть «+», якщо хочете", True),
        ("Coffee. Reply YES", True),
        ("Kawa. Odpisz TAK", True),
        ("Кофе. Ответьте ДА", True),
        ("Кава -20% лише до 31.12.2026", False),
        ("Кава 1000 грн за 250 г", False),
        ("Кава -20%. Чекаємо на вас", False),
        ("Кава -20%. Відповідь буде", False),
        ("Відмова: СТОП", False),
        ("", False),
    ],
)
def test_a_text_must_say_how_to_answer(text: str, is_answerable: bool) -> None:
    assert answerable(text) is is_answerable
    if text:
        assert ("contact" in keys(text)) is not is_answerable


def test_the_contact_of_the_shop_counts_where_the_text_names_it() -> None:
    assert "contact" in keys("Кава -20%", reply_contact="4455")
    assert "contact" not in keys("Кава -20%, 44-55", reply_contact="4455")
    assert "contact" not in keys("Кава -20%, код {code}")
    assert "contact" not in keys("Кава -20%, слово зерно", reply_contact="ЗЕРНО")
    assert "contact" in keys("Кава -20%", reply_contact="")


@pytest.mark.parametrize(
    ("key", "bad", "good"),
    [
        ("impersonal", "Кава. Тел. 050 000 00 01", "{name|Друже}, кава. Тел. 050 000 00 01"),
        ("no_fallback", "{name}, кава. Тел. 050 000 00 01", "{name|Друже}, кава. Тел. 050 000 00 01"),
        ("hole", "{name|}, кава. Тел. 050 000 00 01", "{name|Друже}, кава. Тел. 050 000 00 01"),
        ("hole", "Вітаємо {name|} , кава. Тел. 050 000 00 01", "Вітаємо{name|}! Кава. Тел. 050 000 00 01"),
        ("link", f"{GOOD} https://zerno.example", GOOD),
        ("link", f"{GOOD} zerno.com.ua/kava", GOOD),
        ("link", f"{GOOD} bit.ly/x1", f"{GOOD} Чекаємо.Кава свіжа"),
        ("emoji", f"{GOOD} ☕", GOOD),
        ("emoji", f"{GOOD} 😀", f"{GOOD} №1, 5 € – так!"),
        ("app", f"{GOOD} Встановіть наш додаток", f"{GOOD} У додатку до чека є купон"),
        ("app", f"{GOOD} Скачайте приложение", GOOD),
        ("app", f"{GOOD} Install our app", GOOD),
        ("app", f"{GOOD} Pobierz aplikację", GOOD),
        ("marks", f"{GOOD}!!", f"{GOOD}!"),
        ("shouting", "СУПЕР ЗНИЖКА НА КАВУ, {name|друже}! Тел. 050 000 00 01", f"{GOOD} Відповідь: КАВА"),
        ("mixed", f"{GOOD} Cуперціна", f"{GOOD} Super ціна"),
        ("russian", f"{GOOD} вкусный", GOOD),
        ("long", GOOD + " дуже довго" * 20, GOOD),
        ("dear", "Zerno: {name|friend}, «-20%». Tel. 050 000 00 01", "Zerno: {name|friend}, -20%. Tel. 050 000 00 01"),
    ],
)
def test_rules(key: str, bad: str, good: str) -> None:
    found = {finding.key: finding for finding in lint(bad)}
    assert found[key].severity is Severity.WARNING
    assert key not in keys(good)


def test_russian_letters_are_no_matter_where_russian_is_read() -> None:
    assert "russian" not in keys(f"{GOOD} вкусный", language="ru")


def test_a_footer_without_a_way_out_stops() -> None:
    assert "footer" in keys(GOOD, footer="Дякуємо!")
    assert "footer" not in keys(GOOD, footer="Не писати: СТОП")
    assert "footer" not in keys(GOOD, footer="Не писати: ВІДПИСКА")
    assert "footer" in keys(GOOD, footer="Не писати: ПАУЗА")
    assert [each.key for each in lint(GOOD, footer="Не писати: ПАУЗА", words=["пауза"])] == []


def test_the_shop_has_to_say_who_it_is() -> None:
    assert keys(GOOD, shop="Млин") == ["anonymous"]
    assert "anonymous" not in keys("Zerno: {name|friend}, -20%. Call 050 000 00 01", shop="Зерно")


KNOWN = Known(("місто", "улюблений напій"), ("постійний",), {"місто": ("Київ", "Львів, Рівне")})


@pytest.mark.parametrize(
    ("written", "key", "nearest", "severity"),
    [
        ("{мисто}", "unknown_field_like", "місто", Severity.STOP),
        ("{мисто|Києві}", "unknown_field_like", "місто", Severity.WARNING),
        ("{імя|друже}", "unknown_field_like", "ім'я", Severity.WARNING),
        ("{qwerty|друже}", "unknown_field", "", Severity.WARNING),
        ("{?мисто}тут{/}", "unknown_field_like", "місто", Severity.WARNING),
        ("{?tag:постійна}тут{/}", "unknown_tag_like", "постійний", Severity.WARNING),
        ("{?tag:zzz}тут{/}", "unknown_tag", "", Severity.WARNING),
        ("{?місто=Киів}тут{/}", "unknown_value_like", "Київ", Severity.WARNING),
        ("{?місто=Рим}тут{/}", "unknown_value", "", Severity.WARNING),
    ],
)
def test_what_nobody_has_is_named_with_the_nearest_right_word(
    written: str, key: str, nearest: str, severity: Severity
) -> None:
    (found,) = [each for each in lint(f"{GOOD} {written}", known=KNOWN) if each.key.startswith("unknown")]
    assert (found.key, found.facts["nearest"], found.severity) == (key, nearest, severity)
    assert nearest in told(translator("uk"), found).step
    assert "no_fallback" not in [each.key for each in lint(f"{GOOD} {written}", known=KNOWN)], "once is enough"
    right = f"{GOOD} {{місто|тут}} {{Улюблений напій|чай}} {{?місто=київ,рівне}}тут{{:tag:Постійний}}там{{/}} {{купон}}"
    assert lint(right, known=KNOWN) == []


def test_the_gravest_comes_first_and_each_says_where() -> None:
    found = lint("{name}, вкусный чай!! www.x.ua")
    assert found[0] == Finding("contact", Severity.STOP)
    assert {each.key: each.position for each in found} == {
        "contact": None,
        "no_fallback": 0,
        "russian": 13,
        "marks": 19,
        "link": 22,
    }
    assert [finding.key for finding in lint("{name", shop="x")] == ["template"]
    assert lint("{name")[0].severity is Severity.STOP
    assert "empty" in keys(" ")


@pytest.mark.parametrize("language", ["uk", "en", "pl", "ru"])
def test_each_finding_is_told(language: str) -> None:
    facts = {"found": "ZZZ", "field": "ZZZ", "shop": "ZZZ", "footer": "ZZZ", "segments": 7, "most": 3}
    facts |= {"written": "ZZZ", "nearest": "ZZZ", "of": "ZZZ", "read": "ZZZ"}
    for key in ADVICE:
        said = told(translator(language), Finding(key, Severity.WARNING, 1, facts))
        assert said.cause
        assert said.step
        assert "?" not in said.cause
    broken = lint("ab {name")[0]
    assert "4" in told(translator(language), broken).cause
    assert "{name" in told(translator(language), broken).cause


@given(st.text(max_size=60), st.sampled_from(["uk", "ru", "en", "pl", "xx"]))
def test_any_text_can_be_judged(text: str, language: str) -> None:
    for finding in lint(text, language=language, shop="x"):
        assert finding.position is None or 0 <= finding.position < max(1, len(text))
        assert told(translator("uk"), finding).cause
