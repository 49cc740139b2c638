"""Orders: pieces never go below nothing, a number is one order's, a state is reached once, whoever tries at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from smsbox import consent, outbox
from smsbox.clock import HOUR, DaySpan
from smsbox.contacts import New, add, by_number
from smsbox.desk import tasks
from smsbox.dialogs import doing
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.orders import handling, rows, stock
from smsbox.dialogs.orders.goods import OrderState
from smsbox.outbox import State
from smsbox.people.audit import Actor
from smsbox.privacy.collecting import collected
from smsbox.privacy.erasing import erase
from smsbox.store import Store
from tests.contracts.counter import Counter, config
from tests.contracts.shop import ANNA, BOHDAN, START
from tests.dialogs.orders.florist import FLOWERS, PIZZA
from tests.dialogs.player import Player
from tests.racing import at_once

RIVALS, THREADS = 100, 25


def test_a_hundred_customers_race_for_ten_pieces(store: Store) -> None:
    """Each was offered a piece while there were ten; exactly ten of a hundred who say yes at once get one."""
    player = Player(store, FLOWERS)
    numbers = [f"+3805000001{place:02}" for place in range(RIVALS)]
    for number in numbers:
        assert player.write("квіти 1 тюльпан", number).startswith("Тюльпан x1.")
    # A server takes a hundred connections at most: each thread speaks for a few of them.
    said: list[str] = []
    at_once(
        store,
        [
            partial(lambda some: said.extend(player.write("так", each) for each in some), numbers[at::THREADS])
            for at in range(THREADS)
        ],
    )
    won = [each for each in said if each.startswith("Дякуємо! ")]
    lost = [each for each in said if each == "Тюльпан: уже немає. На жаль, це вже розібрали. Що ще є: МЕНЮ"]
    assert (len(won), len(lost)) == (10, RIVALS - 10)
    assert stock.pieces(store, player.flow.id)["T2"] == stock.Pieces(0, 10)
    orders = rows.listed(store, [OrderState.NEW], 200)
    assert len(orders) == len({each.number for each in orders}) == 10
    assert {each.said.split("-")[1] for each in orders} == {str(place) for place in range(1, 11)}


def test_two_flows_number_the_orders_of_a_day_together(store: Store) -> None:
    players = [Player(store, FLOWERS), Player(store, PIZZA)]
    numbers = [f"+3805000001{place:02}" for place in range(10)]
    for number in numbers:
        for player, text in zip(players, ("квіти троянда", "піца маргарита сам"), strict=True):
            player.write(text, number)
    at_once(store, [partial(player.write, "так", number) for number in numbers for player in players])
    orders = rows.listed(store, [OrderState.NEW], 200)
    assert sorted(int(each.said.split("-")[1]) for each in orders) == list(range(1, 21))


def placed(player: Player, number: str = ANNA) -> rows.Order:
    for text in ("піца 2 маргарити", "сам", "так"):
        player.write(text, number)
    return rows.of_number(player.store, number, 1)[0]


def told(player: Player, number: str = ANNA) -> list[tuple[str, State]]:
    """The statuses he was sent, the oldest first."""
    sent = outbox.page(player.store, outbox.Filter(recipient=number), limit=20).rows
    return [(each.text, each.state) for each in reversed(sent)]


def test_each_state_is_reached_once_and_told_once(store: Store) -> None:
    player = Player(store, PIZZA)
    order = placed(player)
    press = partial(handling.move, store, player.config, order.id, now=player.now)
    done = at_once(store, [partial(press, OrderState.ACCEPTED, by=f"who{place}") for place in range(8)])
    assert done.count(True) == 1
    (said,) = told(player)
    assert said == (f"Замовлення {order.said} прийнято, готуємо. Напишемо, коли буде готове.", State.QUEUED)
    assert press(OrderState.READY, by="olena")
    assert not press(OrderState.ACCEPTED, by="olena"), "no way back"
    assert [each[1] for each in told(player)] == [State.CANCELLED, State.QUEUED], "what waits is told only once"
    assert told(player)[1][0] == f"Замовлення {order.said} готове, чекаємо на вас! До сплати 320 грн."
    with store.write():
        add(store, New(number=ANNA), player.now)
    assert press(OrderState.DONE, by="olena")
    assert not press(OrderState.CANCELLED, by="olena", note="пізно")
    assert len(told(player)) == 2, "the shop says nothing when it hands over"
    someone = by_number(store, ANNA)
    assert someone is not None
    assert someone.bought_at == player.now
    steps = rows.steps(store, order.id)
    assert [step.state for step in steps] == [*OrderState][:4]
    assert (steps[0].by, steps[2].by, steps[3].message_id) == ("", "olena", None)
    assert tasks.waiting(store, "order") == 0
    with pytest.raises(handling.NoSuchOrder):
        handling.move(store, player.config, 999, OrderState.DONE, by="olena", now=player.now)


def test_staff_calls_off_with_a_reason_and_the_pieces_come_back(store: Store) -> None:
    player = Player(store, FLOWERS)
    player.write("квіти 4 тюльпани")
    player.write("так")
    (order,) = rows.of_number(store, ANNA, 1)
    assert handling.take(store, order.id, who="olena", now=player.now)
    assert not handling.take(store, order.id, who="ivan", now=player.now)
    (task,) = tasks.to_do(store, 5)[0]
    assert task.taken_by == "olena"
    cancel = partial(handling.move, store, player.config, order.id, OrderState.CANCELLED, now=player.now)
    done = at_once(store, [partial(cancel, by=f"who{place}", note="Мороз. {name}") for place in range(4)])
    assert done.count(True) == 1
    assert stock.pieces(store, player.flow.id)["T2"] == stock.Pieces(10, 0)
    assert [text for text, _ in told(player)] == [f"На жаль, замовлення {order.said} скасовано. Мороз. {{name}}"]


def test_the_stock_is_what_people_say_it_is(store: Store) -> None:
    player = Player(store, FLOWERS)
    player.write("квіти 4 тюльпани")
    player.write("так")
    before = stock.put(store, player.flow, {"T2": 2, "C3": 7, "R1": None}, player.now)
    assert before == {"T2": stock.Pieces(6, 4), "C3": stock.Pieces(None, 0), "R1": stock.Pieces(40, 0)}
    assert stock.left(store, player.flow) == {"R1": None, "T2": 2, "C3": 7}
    with pytest.raises(stock.NoSuchGoods):
        stock.put(store, player.flow, {"X9": 1}, player.now)
    with pytest.raises(stock.SoldOut), store.write():
        stock.take(store, player.flow.id, {"C3": 1, "T2": 3})
    assert stock.left(store, player.flow)["C3"] == 7, "all of an order, or nothing of it"


def test_by_night_statuses_wait_and_only_the_last_comes(store: Store) -> None:
    player = Player(store, PIZZA)
    night = START - START % (24 * HOUR) + 20 * HOUR  # 23:00 in Kyiv
    player.now = night
    player.config = replace(player.config, sending=replace(player.config.sending, quiet=DaySpan(20 * 60, 9 * 60)))
    order = placed(player, BOHDAN)
    for state in (OrderState.ACCEPTED, OrderState.READY):
        player.now += 60_000_000
        handling.move(store, player.config, order.id, state, by="olena", now=player.now)
    sent = outbox.page(store, outbox.Filter(recipient=BOHDAN), limit=20).rows
    waiting = [each for each in sent if each.state is State.QUEUED]
    assert [each.text.split(",")[0] for each in waiting] == [f"Замовлення {order.said} готове"]
    assert waiting[0].send_after is not None
    assert waiting[0].send_after - night > 8 * HOUR


def test_who_is_erased_leaves_the_order_and_nothing_of_himself(store: Store) -> None:
    player = Player(store, PIZZA)
    for text in ("піца 2 маргарити, дзвонити Галині", "доставка", "вул. Зелена 5", "так"):
        player.write(text)
    copied = collected(store, ANNA, player.now).as_plain()["orders"]
    assert [(row["goods"], row["pieces"], row["address"]) for row in copied] == [("Піца Маргарита", 2, "вул. Зелена 5")]
    now = player.now + HOUR
    outbox.cancel(store, [row.id for row in outbox.messages(store, outbox.Filter(recipient=ANNA), 9)], now)
    erase(store, ANNA, now, by=Actor("olena", "owner", ""))
    (order,) = rows.listed(store, [OrderState.NEW], 5)
    assert (order.worth, order.goods, order.address, order.note) == (40_000, "Піца Маргарита x2", "", "")
    assert ANNA not in order.number
    assert not rows.of_number(store, ANNA, 5)
    assert handling.move(store, player.config, order.id, OrderState.ACCEPTED, by="olena", now=now)
    assert outbox.messages(store, outbox.Filter(recipient=order.number), 5) == [], "nobody is written to"


def test_who_orders_at_night_is_answered_at_once_and_told_more_in_the_morning(store: Store) -> None:
    """Through the router and the engine: the answer is a reply, the status a service that nobody asked for just now."""
    night = START - START % (24 * HOUR) + 20 * HOUR
    quiet = replace(config(), sending=replace(config().sending, quiet=DaySpan(20 * 60, 9 * 60)))
    shop = Counter(store, quiet, night)
    kept = flows.create(store, quiet, FLOWERS, by="olena", now=night)
    flows.open(store, quiet, kept.id, by="olena", now=night)
    for text in ("квіти", "2 троянди", "так"):
        shop.write(text)
    (order,) = rows.of_number(store, ANNA, 5)
    assert [view.send_after for view in shop.answers()] == [None] * 3
    assert shop.texts()[-1].startswith(f"Дякуємо! Замовлення {order.said} ")
    handling.move(store, quiet, order.id, OrderState.ACCEPTED, by="olena", now=shop.now)
    assert (shop.answers()[-1].send_after or 0) > night + 8 * HOUR
    assert shop.write("де моє замовлення?").settled_at is not None
    assert shop.answers()[-1].text == f"Замовлення {order.said} на 170 грн: готуємо."
    assert shop.answers()[-1].send_after is None
    shop.write("СКАСУВАТИ")
    assert shop.texts()[-1] == f"Замовлення {order.said} скасовано. Захочете знову - напишіть КВІТИ"
    assert shop.answers()[-3].state is State.CANCELLED, "the status that waited says nothing any more"
    assert shop.state() is not consent.State.LEFT, "CANCEL was about the order"


def test_who_presses_at_the_task_and_at_the_order_wait_for_each_other_in_turn(store: Store) -> None:
    """The customer, the page of orders and the list of tasks at once: nobody fails, and what stands there agrees."""
    player = Player(store, FLOWERS)
    for place in range(8):
        number = f"+3805000001{place:02}"
        player.write("квіти 1 тюльпан", number)
        player.write("так", number)
        (order,) = rows.of_number(store, number, 1)
        (task,) = tasks.of_matters(store, handling.TASK, [order.id]).values()
        now = player.now
        done = at_once(
            store,
            [
                partial(doing.take, store, task.id, who="ivan", now=now),
                partial(handling.take, store, order.id, who="olena", now=now),
                partial(doing.end, store, player.config, task.id, by="petro", note="так", now=now),
                partial(handling.move, store, player.config, order.id, OrderState.DONE, by="olena", now=now),
                partial(handling.call_off, store, order.id, now=now),
                partial(doing.give_back, store, task.id, who="ivan"),
            ],
        )
        assert None not in (*done[:2], *done[3:]), "nobody was turned away by the database"
        over, kept = tasks.get(store, task.id), rows.get(store, order.id)
        assert over is not None and kept is not None
        assert (over.open, kept.state.open) == (False, False)
        assert (done[2] == doing.ORDER, done[3], done[4]).count(True) == 1
        assert (over.state is tasks.TaskState.DROPPED) == (kept.state is OrderState.CANCELLED) == done[4]
        assert len(rows.steps(store, order.id)) == 2
