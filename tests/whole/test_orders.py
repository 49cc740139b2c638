"""Orders through the whole box: what the network took is the oracle; killed in the middle, an order is one."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from tests.dialogs.orders.florist import FLOWERS
from tests.whole.box import Box, box, until

STATUS = "Замовлення {} "
KILLS = 2


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    directory = tmp_path_factory.mktemp("orders")
    (directory / "flowers.toml").write_text(FLOWERS, encoding="utf-8")
    with box(directory, sending="") as made:
        made.run("dialog", "put", str(directory / "flowers.toml"))
        made.run("dialog", "open", "flowers")
        made.start()
        made.await_modems()
        yield made


def heard(made: Box, number: str) -> list[str]:
    """What the network took for `number`, oldest first, each text whole."""
    whole, begun = list[str](), ""
    for entry in (each for each in made.accepted() if each["number"] == number):
        concat = entry["concat"] or {"seq": 1, "total": 1}
        begun += entry["text"]
        if concat["seq"] == concat["total"]:
            whole.append(begun)
            begun = ""
    return whole


def write(made: Box, number: str, text: str, answers: int = 1) -> str:
    """What he is answered."""
    before = len(heard(made, number))
    made.do("inbound", sender=number, text=text)
    until(lambda: len(heard(made, number)) >= before + answers, what=f"an answer to {text}")
    return heard(made, number)[-1]


def test_from_the_word_to_the_goods_in_his_hands(running: Box) -> None:
    one = "+380500000011"
    assert write(running, one, "Квіти").startswith("R1 Троянда 85 грн\n")
    assert write(running, one, "11 троянд і 3 тюльпани").startswith("Троянда x11, Тюльпан x3. Разом 1 071,50 грн.")
    ordered = write(running, one, "Так!!!")
    (row,) = (each for each in running.rows("order", "list") if each["number"] == one)
    assert ordered == f"Дякуємо! Замовлення {row['order']} на 1 071,50 грн. Про стан питайте: СТАТУС"
    running.run("order", "accept", row["order"])
    until(lambda: len(heard(running, one)) == 4)
    running.run("order", "ready", row["order"])
    until(lambda: len(heard(running, one)) == 5)
    said = STATUS.format(row["order"])
    assert [text[: len(said) + 7] for text in heard(running, one)[3:]] == [f"{said}прийнят", f"{said}готове,"]
    assert write(running, one, "де моє замовлення?") == f"{said}на 1 071,50 грн: готове."
    assert running.run("order", "ready", row["order"], check=False).returncode == 65
    running.do("inbound", sender=one, text="так")
    running.run("order", "done", row["order"])
    until(lambda: len(heard(running, one)) == 7)
    assert heard(running, one)[6] == f"{said}у вас. Дякуємо, що обрали нас!"
    assert [each for each in running.rows("order", "list") if each["number"] == one] == []


def test_the_same_yes_twice_is_one_order(running: Box) -> None:
    two = "+380500000012"
    write(running, two, "квіти 2 тюльпани")
    first = write(running, two, "так")
    time.sleep(1.1)  # in the same second it would be the network that repeats itself
    again = write(running, two, "так")
    assert first.startswith("Дякуємо! ") and again.endswith("уже в нас, двічі не треба. Дякуємо!")
    (row,) = (each for each in running.rows("order", "list") if each["number"] == two)
    assert row["goods"][0]["pieces"] == 2


def test_killed_between_the_yes_and_the_answer_an_order_is_one(running: Box) -> None:
    """Whatever a power cut interrupts: each yes is one order with one answer, which leaves once or is held in doubt."""
    chance = random.Random(7)
    numbers = [f"+38050000002{place}" for place in range(KILLS)]
    for number in numbers:
        write(running, number, "квіти 1 троянда")
    for number in numbers:
        running.do("inbound", sender=number, text="так")
        time.sleep(chance.uniform(0.002, 0.03))
        running.kill()
        running.start()
        running.await_modems()
    until(lambda: len([each for each in running.rows("order", "list") if each["number"] in numbers]) == KILLS)
    until(running.settled)
    orders = running.rows("order", "list")
    for number in numbers:
        (row,) = (each for each in orders if each["number"] == number)
        answers = [
            each for each in running.outbox() if each["recipient"] == number and each["text"].startswith("Дякуємо")
        ]
        assert len(answers) == 1
        assert row["order"] in answers[0]["text"]
        taken = [text for text in heard(running, number) if text.startswith("Дякуємо")]
        assert len(taken) == 1 or (taken == [] and answers[0]["state"] in ("uncertain", "held"))
    (stock,) = (each for each in running.rows("order", "stock", "flowers") if each["code"] == "R1")
    done = [each for state in ("done", "new") for each in running.rows("order", "list", "--state", state)]
    ordered = sum(line["pieces"] for each in done for line in each["goods"] if line["code"] == "R1")
    assert (stock["ordered"], stock["left"]) == (ordered, 40 - ordered)
