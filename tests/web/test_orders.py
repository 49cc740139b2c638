"""The pages of orders: what is to be done, each press once, the stock as somebody has counted it."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest

from smsbox import outbox
from smsbox.desk import tasks
from smsbox.dialogs.orders import handling, rows, stock
from smsbox.dialogs.orders.goods import OrderState
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.privacy.erasing import erase
from tests.dialogs.orders.florist import FLOWERS, PIZZA
from tests.dialogs.player import Player
from tests.web.desk import NOW, Answer, Desk, Visitor, signed_in
from tests.web.test_inbox import receive

ONE, TWO = "+380500000001", "+380500000002"


def said(answer: Answer) -> str:
    return html.unescape(answer.text)


@pytest.fixture
def player(desk: Desk) -> Player:
    return Player(desk.store, FLOWERS, now=NOW)


def ordered(player: Player, text: str = "квіти 3 троянди", number: str = ONE) -> rows.Order:
    player.write(text, number)
    assert player.write("так", number).startswith("Дякуємо")
    return rows.of_number(player.store, number, 1)[0]


def press(visitor: Visitor, page: str, to: str, order_id: int = 1) -> Answer:
    """The button of the page that leads there, as a browser sends it."""
    path = f"/orders/{order_id}/" + ("take" if to == "take" else "move")
    forms = re.findall(rf'<form[^>]*action="{path}">(.*?)</form>', visitor.get(page).text, re.S)
    fields = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    (form,) = (each for each in fields if to == "take" or each.get("to") == to)
    return visitor.post(path, **{name: value for name, value in form.items() if name != "token"})


def told(desk: Desk, number: str = ONE) -> list[str]:
    return [row.text for row in reversed(outbox.messages(desk.store, outbox.Filter(recipient=number), 20))]


def test_an_order_is_pressed_from_new_to_handed_over(desk: Desk, owner: Visitor, player: Player) -> None:
    assert "Nothing to do" in said(owner.get("/orders"))
    order = ordered(player)
    text = said(owner.get("/orders"))
    assert f"No. {order.said}" in text and "Троянда x3" in text and "255 грн" in text and ONE in text
    assert press(owner, "/orders", "take").header("Location") == "/orders?notice=order_taken"
    for page, to in (("/orders", "accepted"), ("/orders/1", "ready"), ("/orders", "done")):
        assert "notice=order_moved" in str(press(owner, page, to).header("Location"))
    assert told(desk) == [
        f"Замовлення {order.said} прийнято, готуємо. Напишемо, коли буде готове.",
        f"Замовлення {order.said} готове, чекаємо на вас! До сплати 255 грн.",
        f"Замовлення {order.said} у вас. Дякуємо, що обрали нас!",
    ]
    text = said(owner.get("/orders/1"))
    assert text.count("Withdrawn") == 0 and "Handed out" in text
    assert "Call it off" not in text, "it is over"
    assert f"No. {order.said}" in said(owner.get("/orders?state=done"))
    assert f"No. {order.said}" in said(owner.get(f"/orders?find={order.said}"))
    lines = audit.entries(desk.store, limit=9, area="order")
    assert [line.what for line in reversed(lines)] == ["order.taken", *["order.moved"] * 3]


def test_a_press_sent_twice_is_one(desk: Desk, owner: Visitor, player: Player) -> None:
    ordered(player)
    page = owner.get("/orders/1").text
    mark = re.findall(r'name="to" value="accepted">.*?name="once" value="([0-9a-f]{32})"', page, re.S)[0]
    for _ in range(2):
        answer = owner.post("/orders/1/move", to="accepted", once=mark)
        assert answer.header("Location") == "/orders/1?notice=order_moved"
    assert len(told(desk)) == 1
    stale = owner.post("/orders/1/move", to="accepted", once="0" * 32)
    assert stale.header("Location") == "/orders/1?notice=task_over"
    assert (owner.post("/orders/1/move", to="new").status, owner.post("/orders/9/move", to="done").status) == (400, 404)


def test_it_is_called_off_with_a_word_that_is_no_template(desk: Desk, owner: Visitor, player: Player) -> None:
    order = ordered(player)
    owner.get("/orders/1")
    owner.post("/orders/1/move", to="cancelled", note="Мороз {name} <b>", once="1" * 32)
    assert told(desk) == [f"На жаль, замовлення {order.said} скасовано. Мороз {{name}} <b>"]
    assert "Мороз {name} <b>" in said(owner.get("/orders/1"))
    assert "&lt;b&gt;" in owner.get("/orders/1").text
    assert stock.left(desk.store, player.flow)["R1"] == 40


def test_the_stock_is_counted_by_hand_while_orders_come(desk: Desk, owner: Visitor, player: Player) -> None:
    Player(desk.store, PIZZA, now=NOW)
    page = owner.get("/orders/stock").text
    assert "Троянда" in page and "Піца Маргарита" in page
    mine = page.split('action="/orders/stock/1"')[1].split("</form>")[0]
    form = dict(re.findall(r'name="((?:was|left)-\w+)" value="([^"]*)"', mine))
    assert form["left-R1"] == "40" and form["left-C3"] == ""
    ordered(player, "квіти 4 тюльпани")
    for _ in range(2):  # a press sent twice is one
        changed = owner.post("/orders/stock/1", **form | {"left-R1": "25", "left-C3": "7"})
        assert changed.header("Location") == "/orders/stock?notice=order_stock"
    assert stock.left(desk.store, player.flow) == {"R1": 25, "T2": 6, "C3": 7}, "what nobody touched is not put back"
    refused = owner.post("/orders/stock/1", **form | {"left-T2": "12"})
    assert refused.status == 422 and "Meanwhile it became 6" in said(refused)
    wrong = owner.post("/orders/stock/1", **form | {"was-R1": "25", "left-R1": "many"})
    assert wrong.status == 422 and "Give a whole number" in said(wrong) and 'value="many"' in wrong.text
    assert stock.left(desk.store, player.flow) == {"R1": 25, "T2": 6, "C3": 7}
    line = audit.entries(desk.store, limit=9, area="order")[-1]
    assert (line.what, line.subject) == ("order.stock", "flowers")


def test_the_technician_sees_no_orders(desk: Desk, player: Player) -> None:
    ordered(player)
    technician = signed_in(desk, Role.TECHNICIAN)
    assert technician.get("/orders").status == 403
    assert technician.post("/orders/1/move", to="accepted").status == 403


def test_the_lists_are_read_page_by_page(desk: Desk, owner: Visitor, player: Player) -> None:
    for place in range(35):
        ordered(player, "квіти 1 листівка", f"+3805000001{place:02}")
    first = owner.get("/orders").text
    assert first.count('action="/orders/') == 60, "two presses each"
    assert len(first) < 60_000
    on = html.unescape(re.findall(r'href="(/orders\?after=\d+)"', first)[0])
    assert re.findall(r">No\. (25-\d+)<", owner.get(on).text) == [f"25-{place}" for place in range(31, 36)]
    assert "Older" not in first and "From the beginning" in owner.get(on).text
    assert first.index(">No. 25-1<") < first.index(">No. 25-30<"), "who waits longest comes first"
    assert press(owner, on, "take", 33).header("Location") == f"{on}&notice=order_taken", "back to the same page"
    assert press(owner, on, "accepted", 34).header("Location") == f"{on}&notice=order_moved"
    elsewhere = owner.post("/orders/35/take", from_="list", place="?state=new//evil.example")
    assert elsewhere.header("Location") == "/orders?notice=order_taken"
    for order_id in range(1, 35):
        handling.move(desk.store, player.config, order_id, OrderState.CANCELLED, by="Olha", now=player.now)
    over = owner.get("/orders?state=cancelled").text
    older = html.unescape(re.findall(r'href="(/orders\?state=cancelled&amp;before=\d+)"', over)[0])
    assert len(re.findall(r">No\. 25-\d+<", owner.get(older).text)) == 4
    assert owner.get("/live/orders").status == 200
    assert rows.counts(desk.store)[OrderState.NEW] == 1


def test_the_number_of_an_order_in_a_conversation_leads_to_it(desk: Desk, owner: Visitor, player: Player) -> None:
    order = ordered(player)
    receive(desk, f"а де {order.said}?", ONE)
    text = owner.get(f"/desk/{ONE[1:]}").text
    assert f'<a href="/orders/{order.id}">{order.said}</a>' in text


def test_what_is_pressed_at_the_task_happens_to_its_order(desk: Desk, owner: Visitor, player: Player) -> None:
    """Taken, left, handed out and called off: on one page as on the other, with the SMS and the pieces."""
    petro = signed_in(desk, Role.MANAGER, "petro")
    first, second = ordered(player), ordered(player, "квіти 4 тюльпани", TWO)

    def standing() -> list[tuple[OrderState, str | None]]:
        found = [rows.get(desk.store, each.id) for each in (first, second)]
        return [(each.state, each.taken_by) for each in found if each]

    page = said(owner.get("/tasks"))
    assert page.count("customer is told by SMS") == 1 and "Call it off" in page, "said before it is pressed"
    owner.post("/tasks/1/take")
    assert standing() == [(OrderState.NEW, "owner"), (OrderState.NEW, None)]
    petro.get("/tasks")
    petro.post("/tasks/1/take", was="owner")
    assert standing()[0] == (OrderState.NEW, "petro")
    assert "task_taken" in str(petro.post("/tasks/1/take", was="owner").header("Location")), "pressed twice"
    petro.post("/tasks/1/back")
    assert standing()[0] == (OrderState.NEW, None)
    assert "order_moved" in str(petro.post("/tasks/1/end", note="віддала мамі").header("Location"))
    assert "task_done" in str(petro.post("/tasks/1/end", note="віддала мамі").header("Location")), "pressed twice"
    assert told(desk) == [f"Замовлення {first.said} у вас. Дякуємо, що обрали нас!"]
    owner.post("/tasks/2/end", note="Немає тюльпанів. " + "х" * 200, dropped="yes")
    assert standing() == [(OrderState.DONE, "petro"), (OrderState.CANCELLED, "owner")]
    (off,) = told(desk, TWO)
    assert off.startswith(f"На жаль, замовлення {second.said} скасовано. Немає тюльпанів. ") and len(off) < 160
    assert stock.pieces(desk.store, 1)["T2"] == stock.Pieces(10, 0)
    assert tasks.waiting(desk.store) == 0
    lines = list(audit.entries(desk.store, limit=9, area="order"))
    assert [each.what for each in lines] == ["order.moved", "order.moved"]
    assert [each.changes["state"] for each in lines] == [("new", "cancelled"), ("new", "done")]


def test_who_takes_an_order_by_pressing_further_has_its_task(desk: Desk, owner: Visitor, player: Player) -> None:
    ordered(player)
    press(owner, "/orders", "accepted")
    (task,) = tasks.to_do(desk.store, 5)[0]
    assert task.taken_by == "owner"


def test_of_two_who_press_at_once_one_has_it_and_the_other_is_told(desk: Desk, owner: Visitor, player: Player) -> None:
    """Both see the same page; the mark of a press is the presser's own."""
    petro = signed_in(desk, Role.MANAGER, "petro")
    ordered(player)
    forms = {}
    for who in (owner, petro):
        found = re.findall(r'action="/orders/1/(take|move)">(.*?)</form>', who.get("/orders/1").text, re.S)
        forms[who] = {act: dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for act, form in reversed(found)}
    for act, first, then in (("take", "order_taken", "task_over"), ("move", "order_moved", "task_over")):
        for who, notice in ((owner, first), (petro, then), (owner, first)):
            form = {name: value for name, value in forms[who][act].items() if name != "token"}
            assert f"notice={notice}" in str(who.post(f"/orders/1/{act}", **form).header("Location")), (act, notice)
    assert len(told(desk)) == 1
    press(owner, "/orders/1", "cancelled")
    late = {name: value for name, value in forms[owner]["move"].items() if name != "token"}
    assert "task_over" in str(owner.post("/orders/1/move", **late).header("Location")), "it is called off by now"


@pytest.mark.parametrize("said_so", ["15-1", "№ 15-1", "15-01", "15/1", "15–1", "15 1", "1", ONE, "050 000 0001"])
def test_an_order_is_found_as_people_say_its_number(desk: Desk, owner: Visitor, player: Player, said_so: str) -> None:
    order = ordered(player)
    day = order.said.split("-")[0]
    assert "255 грн" in said(
        owner.get(f"/orders?find={quote(said_so.replace('15', day) if '15' in said_so else said_so)}")
    )
    assert "Nothing found" in said(owner.get("/orders?find=7-7-7"))
    assert "Nothing found" in said(owner.get(f"/orders?find={quote(TWO)}"))


def test_before_a_press_the_page_says_what_the_customer_will_read(desk: Desk, owner: Visitor, player: Player) -> None:
    order = ordered(player)
    assert f"Замовлення {order.said} прийнято, готуємо." in said(owner.get("/orders/1"))


def test_the_stock_of_goods_with_codes_in_ukrainian_is_counted(desk: Desk, owner: Visitor) -> None:
    """The examples of the house have such codes; what was typed for them was taken for nothing typed at all."""
    player = Player(desk.store, FLOWERS.replace("T2", "ТЮ"), now=NOW)
    fields = {"left-R1": "40", "was-R1": "40", "left-ТЮ": "4", "was-ТЮ": "10", "left-C3": "", "was-C3": ""}
    owner.get("/orders/stock")
    assert "notice=order_stock" in str(owner.post("/orders/stock/1", **fields).header("Location"))
    assert stock.left(desk.store, player.flow) == {"R1": 40, "ТЮ": 4, "C3": None}
    again = owner.post("/orders/stock/1", **(fields | {"left-ТЮ": "багато", "was-ТЮ": "4"}))
    assert again.status == 422 and "whole number" in said(again)


def test_the_pages_say_what_costs_nothing_and_which_stock_counts(desk: Desk, owner: Visitor) -> None:
    player = Player(desk.store, PIZZA, now=NOW)
    for text in ("піца 4 маргарити, доставка, вул. Зелена 5", "так"):
        player.write(text)
    for page in ("/orders", "/orders/1"):
        assert "free of charge" in said(owner.get(page)), "and not 0 грн"
    assert "counts only when its goods first appear" in said(owner.get("/orders/stock"))


def test_of_an_erased_customer_the_page_promises_no_word(desk: Desk, owner: Visitor, player: Player) -> None:
    ordered(player)
    outbox.cancel(desk.store, [row.id for row in outbox.messages(desk.store, outbox.Filter(recipient=ONE), 9)], NOW)
    erase(desk.store, ONE, player.now + 1, by=audit.Actor("owner", "owner", ""))
    page = said(owner.get("/orders/1"))
    assert page.count("The customer is not written to.") == 2
    assert "The customer is told" not in page and "What the customer reads" not in page
    due = said(owner.get("/tasks"))
    assert "Done lately" not in due and "erased" in due and "None" not in due, "open as long as the order is"
    assert 'href="/orders/1"' in owner.get("/tasks").text
    assert "order_moved" in str(press(owner, "/orders/1", "cancelled").header("Location"))
    assert stock.pieces(desk.store, 1)["R1"] == stock.Pieces(40, 0)
