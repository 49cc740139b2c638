"""Whole talks about orders: what is asked, offered, changed, confirmed, asked about and called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsbox.clock import DAY, HOUR
from smsbox.desk import tasks
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.moves import ForPeople
from smsbox.dialogs.orders import handling, rows, stock
from smsbox.dialogs.orders.goods import OrderState
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.orders.florist import FLOWERS, PIZZA
from tests.dialogs.player import Player

Open = Callable[[str], Player]
_FEE = "Доставка 80 грн, від 500 грн - безкоштовно. "


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Open]:
    stores = list[Store]()

    def opened(source: str) -> Player:
        stores.append(Store.open(f"sqlite://{tmp_path}/{len(stores)}.db"))
        return Player(stores[-1], source)

    yield opened
    for store in stores:
        store.close()


def left(player: Player) -> dict[str, int | None]:
    return stock.left(player.store, player.flow)


def test_from_the_word_to_the_order(shop: Open) -> None:
    player = shop(FLOWERS)
    menu = "R1 Троянда 85 грн\nT2 Тюльпан 45,50 грн\nC3 Листівка 20 грн\nЗамовити, напр.: R1 x2"
    assert player.write("Квіти") == menu
    assert player.write("11 троянд і 3 тюльпани") == (
        "Троянда x11, Тюльпан x3. Разом 1 071,50 грн. Замовляємо? ТАК чи НІ"
    )
    assert left(player) == {"R1": 40, "T2": 10, "C3": None}, "nothing is taken by an offer"
    said = player.write("Так!")
    (order,) = rows.of_number(player.store, ANNA, 5)
    assert said == f"Дякуємо! Замовлення {order.said} на 1 071,50 грн. Про стан питайте: СТАТУС"
    assert order.said.endswith("-1")
    assert (order.state, order.worth, order.goods) == (OrderState.NEW, 107_150, "Троянда x11, Тюльпан x3")
    assert left(player) == {"R1": 29, "T2": 7, "C3": None}
    (task,) = tasks.to_do(player.store, 5)[0]
    assert (task.kind, task.ref_id, task.number) == ("order", order.id, ANNA)
    assert task.title == f"{order.said}: Троянда x11, Тюльпан x3 - 1 071,50 грн"


def test_the_same_yes_twice_is_one_order(shop: Open) -> None:
    player = shop(FLOWERS)
    player.write("квіти 2 троянди")
    player.write("так")
    (order,) = rows.of_number(player.store, ANNA, 5)
    assert player.write("так") == f"Замовлення {order.said} уже в нас, двічі не треба. Дякуємо!"
    assert len(rows.of_number(player.store, ANNA, 5)) == 1
    player.now += 2 * HOUR
    assert player.write("так") == "", "who knows what he means by now"
    player.write("квіти 2 троянди")
    player.write("так")
    assert [each.said.split("-")[1] for each in rows.of_number(player.store, ANNA, 5)] == ["2", "1"]
    player.now += DAY
    player.write("квіти 1 троянда", BOHDAN)
    player.write("+", BOHDAN)
    assert rows.of_number(player.store, BOHDAN, 5)[0].said.endswith("-1"), "each day begins anew"


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("так але 2", "Троянда x2. Разом 170 грн."),
        ("2", "Троянда x2. Разом 170 грн."),
        ("краще дві", "Троянда x2. Разом 170 грн."),
        ("так, і ще тюльпан", "Троянда x3, Тюльпан x1. Разом 300,50 грн."),
        ("ще 2 троянди", "Троянда x5. Разом 425 грн."),
        ("тюльпанів 2", "Троянда x3, Тюльпан x2. Разом 346 грн."),
        ("ні, 2 тюльпани", "Тюльпан x2. Разом 91 грн."),
        ("ні, 5 троянд", "Троянда x5. Разом 425 грн."),
        ("замість троянд 3 тюльпани", "Тюльпан x3. Разом 136,50 грн."),
        ("прибери 1 троянду", "Троянда x2. Разом 170 грн."),
        ("і 9 листівок", "Листівка: до 5 за раз. Троянда x3, Листівка x5. Разом 355 грн."),
        ("100 троянд", "Троянда: лишилось 40. Троянда x40. Разом 3 400 грн."),
        ("5 лілій і тюльпан", "Не знайшли: лілій. Троянда x3, Тюльпан x1. Разом 300,50 грн."),
    ],
)
def test_what_was_offered_is_changed_until_it_is_right(shop: Open, said: str, offered: str) -> None:
    player = shop(FLOWERS)
    player.write("квіти 3 троянди")
    assert player.write(said) == f"{offered} Замовляємо? ТАК чи НІ"
    assert rows.of_number(player.store, ANNA, 5) == []


@pytest.mark.parametrize("said", ["ні", "не треба", "скасуйте", "передумала", "прибери троянди", "0"])
def test_nothing_is_ordered_by_a_no(shop: Open, said: str) -> None:
    player = shop(FLOWERS)
    player.write("квіти 3 троянди")
    assert player.write(said) == "Гаразд, нічого не замовлено. Захочете - напишіть КВІТИ"
    assert (player.states, rows.of_number(player.store, ANNA, 5)) == ({}, [])


def test_questions_order_nothing(shop: Open) -> None:
    player = shop(FLOWERS)
    assert player.write("квіти: скільки коштують троянди?") == "R1 Троянда 85 грн. Замовити, напр.: R1 x2"
    assert player.write("а тюльпан почім") == "T2 Тюльпан 45,50 грн. Замовити, напр.: T2 x2"
    assert player.write("а у вас є листівки?") == "C3 Листівка 20 грн. Замовити, напр.: C3 x2"
    assert player.write("ок, беру 3").startswith("Листівка x3. Разом 60 грн.")
    assert player.write("ні, 5 троянд").startswith("Троянда x5.")
    assert player.write("скільки коштує 5 троянд") == "Троянда x5. Разом 425 грн. Замовляємо? ТАК чи НІ"
    assert player.write("а скільки разом?") == "Троянда x5 - 425 грн. Замовляємо? ТАК чи НІ"
    assert player.write("меню").startswith("R1 Троянда 85 грн\n")
    assert player.write("змінити") == "Зараз: Троянда x5. Напишіть, що змінити, напр. R1 x2."
    assert player.write("троянд 4").startswith("Троянда x4.")
    assert "Напишіть ТАК, НІ або що змінити" in player.write("гм")
    assert not player.moves[-1].understood


def test_sold_between_the_offer_and_the_yes(shop: Open) -> None:
    player = shop(FLOWERS)
    player.write("квіти 8 тюльпанів і 2 троянди")
    player.write("квіти 5 тюльпанів", BOHDAN)
    player.write("так", BOHDAN)
    said = player.write("так")
    assert said == "Тюльпан: лишилось 5. Тюльпан x5, Троянда x2. Разом 397,50 грн. Замовляємо? ТАК чи НІ"
    assert rows.of_number(player.store, ANNA, 5) == []
    player.write("квіти 5 тюльпанів", BOHDAN)
    player.write("так", BOHDAN)
    assert player.write("так").startswith("Тюльпан: уже немає. Троянда x2. Разом 170 грн.")
    assert player.write("так").startswith("Дякуємо! ")
    assert left(player) == {"R1": 38, "T2": 0, "C3": None}
    assert "T2" not in player.write("квіти")
    assert player.write("тюльпан") == "Тюльпан: уже немає. На жаль, це вже розібрали. Що ще є: МЕНЮ"


def test_a_catalogue_longer_than_an_sms_comes_page_by_page(shop: Open) -> None:
    goods = "".join(
        f'[[goods]]\ncode = "G{place}"\ntitle = "Букет {place}"\nprice = {place}00\n' for place in range(1, 31)
    )
    player = shop(FLOWERS.split("[[goods]]")[0] + goods)
    seen, said = list[str](), player.write("квіти")
    for _ in range(12):
        assert len(said) <= 134, "two SMS at most"
        seen += [line for line in said.split("\n") if line.startswith("G")]
        assert "Далі: ЩЕ" in said
        said = player.write("ще")
        if said.startswith("G1 "):
            break
    assert seen[9] == "G10 Букет 10 1 000 грн"
    assert [line.split()[0] for line in seen] == [f"G{place}" for place in range(1, 31)]


def test_delivery_is_asked_for_with_its_address(shop: Open) -> None:
    player = shop(PIZZA)
    assert player.write("піца кола") == "Замовлення від 150 грн, а тут 40 грн. Що додати? Список: МЕНЮ"
    assert player.write("і піцу").startswith("Що саме? P1 Піца Маргарита 160 грн, P2 ")
    assert player.write("маргарита") == "Доставка (80 грн) чи самовивіз? Напишіть ДОСТАВКА або САМ."
    assert player.write("привезіть") == "Куди доставити? Напишіть адресу."
    for text in ("так", "доставка", "Київ"):
        assert player.write(text) == "Куди доставити? Напишіть адресу."
    assert player.write("вул. Зелена 5, кв. 3 {name}") == (
        "Кола x1, Піца Маргарита x1, доставка 80 грн. Разом 280 грн. Куди: вул. Зелена 5, кв. 3 {name}. ТАК чи НІ?"
    )
    assert "Куди: вул. Зелена 7." in player.write("вул. Зелена 7")
    player.write("так")
    (order,) = rows.of_number(player.store, ANNA, 5)
    assert (order.worth, order.delivery, order.address) == (28_000, 8_000, "вул. Зелена 7")
    player.write("піца 4 маргарити, доставка, подзвоніть за годину")
    assert player.write("так") == (
        "Піца Маргарита x4, доставка безкоштовно. Разом 640 грн. Куди: вул. Зелена 7. ТАК чи НІ?"
    )
    player.write("так")
    newest = rows.of_number(player.store, ANNA, 5)[0]
    assert (newest.delivery, newest.note) == (0, "4 маргарити, доставка, подзвоніть за годину")
    player.write("піца маргарита", BOHDAN)
    assert player.write("сам заберу", BOHDAN) == "Піца Маргарита x1. Разом 160 грн. Замовляємо? ТАК чи НІ"


def test_what_may_be_several_things_is_asked_with_its_pieces_kept(shop: Open) -> None:
    player = shop(PIZZA)
    player.write("піца 2 папероні і кола")
    assert player.write("що?").startswith("Що саме? P2 Піца Папероні 30 190 грн, P3 ")
    assert player.write("40").startswith("Доставка")
    assert player.write("сам") == "Кола x1, Піца Папероні 40 x2. Разом 520 грн. Замовляємо? ТАК чи НІ"


def test_how_it_stands_and_calling_it_off(shop: Open) -> None:
    player = shop(PIZZA)
    for said in ("піца 2 маргарити", "сам", "так"):
        player.write(said)
    (order,) = rows.of_number(player.store, ANNA, 5)
    for text in ("де моє замовлення?", "статус", "Коли буде готове?", order.said):
        assert player.write(text) == f"Замовлення {order.said} на 320 грн: отримали."
    assert player.write("дякую") == player.write("смачно було") == ""
    assert player.write("де моє замовлення?", BOHDAN) == "", "he has none, and nobody asks in his name"
    assert player.write("змініть замовлення, будь ласка").startswith(f"Замовлення {order.said} уже в нас.")
    assert isinstance(player.moves[-1].effects[0], ForPeople)
    assert player.write("скасуйте замовлення") == f"Замовлення {order.said} скасовано. Захочете знову - напишіть ПІЦА"
    assert rows.get(player.store, order.id).state is OrderState.CANCELLED  # type: ignore[union-attr]
    assert tasks.waiting(player.store, "order") == 0
    assert player.write("скасувати") == "", "nothing is open: the word means what it always means"
    assert player.write("де моє замовлення?") == f"Замовлення {order.said} на 320 грн: скасовано."
    player.now += 8 * DAY
    assert player.write("де моє замовлення?") == "", "long over"


def test_of_several_orders_the_one_he_names(shop: Open) -> None:
    player = shop(FLOWERS)
    for text in ("квіти 2 троянди", "так", "квіти 10 тюльпанів", "так"):
        player.write(text)
    second, first = rows.of_number(player.store, ANNA, 5)
    assert player.write("скасувати") == (
        f"Яке саме? {second.said}, {first.said}. Напишіть, напр.: СКАСУВАТИ {second.said}"
    )
    assert player.write("скасуйте 31-99").startswith("Яке саме? "), "no order of his is called so"
    assert player.write("не скасовуйте, я передумала, додайте ще") == ""
    assert player.write("не треба нічого відмінити, дякую") == ""
    assert player.write(f"Скасуйте {second.said}").startswith(f"Замовлення {second.said} скасовано.")
    assert left(player) == {"R1": 38, "T2": 10, "C3": None}, "its pieces are there again"
    assert player.write("статус") == f"Замовлення {first.said} на 170 грн: отримали."


def test_nobody_takes_all_there_is_by_orders_that_nobody_has_seen(shop: Open) -> None:
    player = shop(FLOWERS)
    for _ in range(5):
        player.write("квіти 1 троянда")
        player.write("так")
    had = rows.of_number(player.store, ANNA, 9)
    player.write("квіти 20 троянд")
    told = ", ".join(each.said for each in had)
    assert player.write("так") == f"Ми ще не прийняли ваші замовлення {told}. Зачекайте трохи, будь ласка."
    assert isinstance(player.moves[-1].effects[0], ForPeople)
    assert left(player)["R1"] == 35
    handling.move(player.store, player.config, had[0].id, OrderState.ACCEPTED, by="olena", now=player.now)
    player.write("квіти 2 троянди")
    assert player.write("так").startswith("Дякуємо! ")


def test_until_when_it_can_be_called_off_is_for_the_shop_to_say(shop: Open) -> None:
    player = shop(PIZZA)
    for text in ("піца маргарита", "сам", "так"):
        player.write(text)
    (order,) = rows.of_number(player.store, ANNA, 5)
    handling.move(player.store, player.config, order.id, OrderState.ACCEPTED, by="olena", now=player.now)
    assert player.write("скасувати") == (f"Замовлення {order.said}: готуємо. Скасувати вже не можемо, передали людям.")
    assert isinstance(player.moves[-1].effects[0], ForPeople)
    assert rows.get(player.store, order.id).state is OrderState.ACCEPTED  # type: ignore[union-attr]


def test_an_open_talk_ends_with_the_prices_it_began_with(shop: Open) -> None:
    player = shop(FLOWERS)
    player.write("квіти 2 троянди")
    dearer = FLOWERS.replace("price = 85", "price = 99").replace("stock = 40", "stock = 1")
    flows.put(player.store, player.config, dearer, by="olena", now=player.now)
    assert "170 грн" in player.write("так")
    assert left(player)["R1"] == 38, "the file says how many there were at the beginning, and not what is left"


def test_where_to_and_until_when_may_stand_in_the_first_words(shop: Open) -> None:
    """Nobody is asked for what he has said, and what he says beside it is read by whoever makes it."""
    player = shop(PIZZA)
    said = player.write("Піца 2 маргарити на завтра на 10, доставка вул. Зелена 5, кв 12, під'їзд 2")
    assert said.startswith("Піца Маргарита x2, доставка 80 грн. Разом 400 грн. Куди: вул. Зелена 5, кв 12, під'їзд 2.")
    player.write("так")
    (order,) = rows.of_number(player.store, ANNA, 5)
    assert "на завтра на 10" in order.note
    said = player.write("піца маргарита, вул. Зелена 7, дві папероні 30", BOHDAN)
    assert "Куди: вул. Зелена 7. ТАК" in said and "Піца Папероні 30 x2" in said
    bare = shop(PIZZA)
    assert "Разом 160 грн. Замовляємо?" in bare.write("піца маргарита, заберу з вул. Зеленої 5")
    by_way = shop(PIZZA)
    by_way.write("піца маргарита")
    assert "Разом 160 грн" in by_way.write("сам заберу о 18:00")
    by_way.write("Так, подзвоніть за годину")
    by_way.write("так")
    assert rows.of_number(by_way.store, ANNA, 5)[0].note == "сам заберу о 18:00\nТак, подзвоніть за годину"


def test_who_asks_to_do_without_delivery_does_not_pay_for_it(shop: Open) -> None:
    """A "yes" behind it was taken for the delivery he had just declined."""
    player = shop(PIZZA)
    player.write("піца маргарита, доставка, вул. Зелена 5")
    assert player.write("а можна без доставки?") == "Піца Маргарита x1. Разом 160 грн. Замовляємо? ТАК чи НІ"
    assert "доставка 80 грн" in player.write("ні, краще доставка вул. Зелена 5")
    assert "доставка 80 грн" in player.write("хм, подумаю"), "what is asked again is the same as what a yes buys"
    other = shop(PIZZA)
    where = other.write("піца маргарита")
    for question in ("скільки доставка?", "а доставка платна?", "доставка є?"):
        assert other.write(question) == f"{_FEE}{where}", "a question chooses nothing"
    assert "Разом 160 грн. Замовляємо?" in other.write("доставка не потрібна")


def test_whose_first_words_name_nothing_sees_what_there_is(shop: Open) -> None:
    player = shop(FLOWERS)
    menu = player.write("квіти")
    for number, text, said in (
        (BOHDAN, "квіти на завтра", menu),
        ("+380500000003", "квіти 2 лілії", f"Не знайшли: лілії. {menu}"),
    ):
        assert player.write(text, number) == said
    assert "Троянда x2, Тюльпан x2." in player.write("троянди і тюльпани по 2", BOHDAN)
    assert player.write("5 півоній").startswith("Не знайшли: півоній. Що є: МЕНЮ.")


def test_who_wants_more_after_his_order_is_answered_and_read(shop: Open) -> None:
    player = shop(FLOWERS)
    player.write("квіти 3 троянди")
    player.write("так")
    (order,) = rows.of_number(player.store, ANNA, 5)
    for text in ("а можна ще 2 тюльпани?", "додайте листівку будь ласка", "змінити адресу на Зелена 14"):
        assert player.write(text) == f"Замовлення {order.said} уже в нас. Ваше прохання передали людям."
        assert isinstance(player.moves[-1].effects[0], ForPeople)
    assert "Разом" in player.write("замовлення ще 2 троянди"), "with the word of the flow it is another order"


@pytest.mark.parametrize(
    ("said", "offered", "yes"),
    [
        ("квіти троянди двi штуки", "Троянда x2.", "\U0001f44d\U0001f3fb"),
        ("квіти cто тюльпанів", "Тюльпан: лишилось 10. Тюльпан x10.", "\u2714\ufe0f так"),
        ("квіти 3 троянди", "Троянда x3.", "\U0001f44c\U0001f3fd!!"),
    ],
)
def test_letters_that_look_right_and_thumbs_of_any_colour_are_read(
    shop: Open, said: str, offered: str, yes: str
) -> None:
    player = shop(FLOWERS)
    assert player.write(said).startswith(offered)
    assert player.write(yes).startswith("Дякуємо! Замовлення")


@pytest.mark.parametrize("said", ["доставка?", "скільки коштує доставка", "а доставка платна?", "чи є у вас доставка"])
def test_who_asks_for_delivery_is_told_its_price_and_from_what_sum_it_is_free(shop: Open, said: str) -> None:
    player = shop(PIZZA)
    player.write("піца")
    assert player.write(said) == f"{_FEE}Що є: МЕНЮ. Замовити, напр.: P1 x2"
    assert player.write("піца маргарита") == "Доставка (80 грн) чи самовивіз? Напишіть ДОСТАВКА або САМ."


def test_delivery_is_told_wherever_he_is(shop: Open) -> None:
    player = shop(PIZZA)
    assert player.write("піца маргарита, скільки коштує доставка?").startswith(f"{_FEE}Доставка (80 грн) чи самовивіз?")
    assert player.write("скільки доставка") == f"{_FEE}Доставка (80 грн) чи самовивіз? Напишіть ДОСТАВКА або САМ."
    player.write("доставка")
    assert player.write("скільки коштує доставка") == f"{_FEE}Куди доставити? Напишіть адресу."
    assert "Разом 240 грн" in player.write("Зелена 5")
    player.write("так")
    assert player.write("скільки коштує доставка?") == _FEE.strip()
    for source, told in (
        (FLOWERS, "Доставки немає, лише самовивіз. "),
        (PIZZA.replace("delivery_price = 80\n", ""), "Доставка безкоштовна. "),
        (PIZZA.replace("delivery_free_from = 500\n", ""), "Доставка 80 грн. "),
    ):
        other = shop(source)
        other.write(other.flow.words[0])
        assert other.write("доставка?").startswith(told)


@pytest.mark.parametrize("said", ["доставка о котрій?", "коли доставка?"])
def test_when_it_comes_is_no_question_of_its_price(shop: Open, said: str) -> None:
    player = shop(PIZZA)
    player.write("піца маргарита")
    assert _FEE not in player.write(said)


def test_a_question_beside_goods_is_not_lost(shop: Open) -> None:
    player = shop(FLOWERS)
    said = player.write("квіти 5 тюльпанів і коли привезете?")
    assert said == "Передали питання людям, вам відпишуть. Тюльпан x5. Разом 227,50 грн. Замовляємо? ТАК чи НІ"
    assert ForPeople() in player.moves[-1].effects
    assert player.write("можна карткою?").startswith("Передали питання людям")
    assert ForPeople() in player.moves[-1].effects
    assert player.write("так").startswith("Дякуємо! Замовлення")
    assert ForPeople() not in player.moves[-1].effects
