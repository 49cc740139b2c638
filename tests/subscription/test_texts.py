"""What customers are told by the program: one SMS each, in four languages, and always with the word to leave by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, ShopConfig, StoreConfig, WebConfig
from smsbox.consent import Standing
from smsbox.sms.keywords import Kind, understand, words_of
from smsbox.sms.segments import split
from smsbox.subscription import texts
from smsbox.subscription.own_words import mistakes
from smsbox.subscription.texts import LANGUAGES, TEXTS, language_of, told

SHOP = ShopConfig(name="Зернята", phone="0500000001")


def config(shop: ShopConfig = SHOP) -> Config:
    store = StoreConfig("sqlite:////tmp/none/smsbox.db", Path("/tmp/none"))
    return Config(store, WebConfig("127.0.0.1", 8080), RegionConfig(), SendingConfig(), shop=shop)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", TEXTS)
def test_every_text_is_one_sms_with_a_name_of_seven_letters(what: str, language: str) -> None:
    text = told(what, language, config(replace(SHOP, cap=31, cap_days=30)))
    assert len(split(text).texts) == 1, (len(text), text)
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_they_name_are_understood(language: str) -> None:
    wanted = {texts.ASKING: {Kind.YES, Kind.STOP}, texts.LEFT: {Kind.START}, texts.DECLINED: {Kind.START}}
    wanted |= {
        texts.AGAIN: {Kind.START},
        texts.GONE: {Kind.START},
        texts.WELCOME: {Kind.STOP},
        texts.HELP: {Kind.STOP},
        texts.KNOWN: {Kind.STOP},
    }
    for what in TEXTS:
        words = told(what, language, config()).replace(".", " ").replace(",", " ").split()
        found = {understand(word).kind for word in words if word.isupper()} - {None}
        assert wanted[what] <= found, (what, language)


def test_the_confirmation_of_leaving_and_the_request_carry_the_shop_and_the_frequency() -> None:
    assert told(texts.LEFT, "uk", config()) == "Зернята: вас відписано, реклами більше не буде. Повернутись: СТАРТ"
    asking = "Зернята: надсилати вам акції, до 2 SMS/міс? ТАК - згода, СТОП - ні."
    assert told(texts.ASKING, "uk", config()) == asking
    assert told(texts.HELP, "uk", config()) == "Зернята, тел. 0500000001. Акції до 2/міс. Відмова: СТОП"
    assert told(texts.HELP, "uk", config(ShopConfig())) == "Магазин. Акції до 2/міс. Відмова: СТОП"


def test_a_text_of_the_shop_counts_for_its_language_and_nothing_in_it_runs() -> None:
    own = config(replace(SHOP, text_left="{shop}: бувайте! {0.__class__} %s {phone}"))
    assert told(texts.LEFT, "uk", own) == "Зернята: бувайте! {0.__class__} %s 0500000001"
    assert told(texts.LEFT, "pl", own).startswith("Zer") is False
    assert "wypisano" in told(texts.LEFT, "pl", own)


def test_a_text_of_the_shop_that_hides_how_to_refuse_is_not_used() -> None:
    for text in ("{shop}: хочете акції? ТАК", "{shop}: хочете? СТОП", "Вітаємо!"):
        own = config(replace(SHOP, text_asking=text, text_welcome="Дякуємо!", text_help="Ми тут"))
        assert told(texts.ASKING, "uk", own) == told(texts.ASKING, "uk", config())
        assert told(texts.WELCOME, "uk", own) == told(texts.WELCOME, "uk", config())
        assert told(texts.HELP, "uk", own) == told(texts.HELP, "uk", config())
    own = config(replace(SHOP, text_asking="{shop}: акції? ТАК або НІ"))
    assert told(texts.ASKING, "uk", own) == "Зернята: акції? ТАК або НІ"


def test_whose_language() -> None:
    assert language_of(Standing("+380500000001", language="pl"), config(), "en") == "pl"
    assert language_of(Standing("+380500000001"), config(), "", None, "en") == "en"
    assert language_of(Standing("+380500000001"), config(), "") == "uk"
    assert language_of(Standing("+380500000001", language="de"), config()) == "uk"


def test_our_own_words_are_no_orders_when_they_stand_in_a_whole_text() -> None:
    """Each text is longer than what STOP is looked for in: forwarded by a third person it orders nothing."""
    for what, said in TEXTS.items():
        for language in said:
            text = told(what, language, config())
            assert len(words_of(text)) > 4
            assert understand(text).kind is None, text


def test_words_of_the_shop_that_hide_how_to_refuse_are_told() -> None:
    fine = replace(SHOP, text_asking="{shop}: акції? ТАК / СТОП", text_help="Пишіть БАСТА", stop_words=("баста",))
    assert mistakes(fine) == []
    assert [each.key for each in mistakes(replace(fine, stop_words=()))] == ["shop.text_help"]
    wrong = replace(SHOP, text_asking="Акції? ТАК", text_welcome="Дякуємо!", footer="Бувайте", stop_words=("так",))
    assert [each.key for each in mistakes(wrong)] == [
        *("shop.text_asking", "shop.text_welcome", "shop.footer", "shop.stop_words")
    ]
    assert "agrees" in mistakes(replace(SHOP, text_asking="Акції? СТОП - ні"))[0].said
