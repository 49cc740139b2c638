"""Several SIMs in one box: who is written to from which, who stands in, who comes back; the wire log is the witness."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.whole.box import Box, box, until

KYIVSTAR, VODAFONE, LIFECELL = 0, 1, 2
CODES = {KYIVSTAR: "67", VODAFONE: "50", LIFECELL: "63"}
NETWORKS = {KYIVSTAR: "25503", VODAFONE: "25501", LIFECELL: "25506"}
CENTRES = {KYIVSTAR: "+380672021111", VODAFONE: "+380500000501", LIFECELL: "+380639010000"}


def people(operator: int, count: int, first: int = 0) -> list[str]:
    return [f"+380{CODES[operator]}{number:07d}" for number in range(first, first + count)]


@contextmanager
def fleet(directory: Path, *operators: int, routing: str = "", **options: Any) -> Iterator[Box]:
    """A box with a SIM of each of `operators`."""
    with box(directory, modems=len(operators), **options) as made:
        for place, operator in enumerate(operators):
            card = {
                "imsi": f"{NETWORKS[operator]}00000000{place:02d}",
                "iccid": f"89380000000000000{place:02d}",
                "number": f"+38050000090{place}",
                "smsc": CENTRES[operator],
            }
            made.do("sim", place, swap=card)
        text = made.config.read_text(encoding="utf-8")
        made.config.write_text(text + f"\n[routing]\n{routing}\n", encoding="utf-8")
        yield made


def weigh(made: Box, **weights: int) -> None:
    """Give modems weights, before the daemon starts."""
    text = made.config.read_text(encoding="utf-8")
    for name, weight in weights.items():
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\nweight = {weight}\n')
    made.config.write_text(text, encoding="utf-8")


def begin(made: Box) -> None:
    made.start()
    made.await_modems()
    time.sleep(0.7)  # every SIM has asked for work once, so all are known


def numbers(made: Box, place: int) -> list[str]:
    """Whom the network of this modem really took segments for."""
    return [entry["number"] for entry in made.accepted() if entry["modem"] == f"sim{place}"]


def test_everybody_is_written_to_from_a_sim_of_his_operator(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, LIFECELL, routing='spare = "wait"') as made:
        begin(made)
        everybody = [number for operator in CODES for number in people(operator, 8)]
        made.send(everybody, "on-net")
        until(lambda: made.states() == {"delivered": 24})
        for operator in CODES:
            assert sorted(numbers(made, operator)) == people(operator, 8)


def test_one_at_a_time_the_others_do_not_snatch_it(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE) as made:
        begin(made)
        for number in people(KYIVSTAR, 6):
            made.send(number, "idle, and yet on-net")
            until(made.settled)
        assert numbers(made, KYIVSTAR) == people(KYIVSTAR, 6)
        assert numbers(made, VODAFONE) == []


def test_a_full_queue_is_helped_with_and_nobody_gets_it_twice(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, profile="fast") as made:
        begin(made)
        made.send(people(KYIVSTAR, 40), "more than one SIM can do")
        until(lambda: made.states() == {"delivered": 40})
        helped = numbers(made, VODAFONE)
        assert len(helped) > 8
        assert sorted(helped + numbers(made, KYIVSTAR)) == people(KYIVSTAR, 40)


def test_a_paused_modem_is_replaced_at_once_and_has_its_customers_back_at_once(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, routing='spare = "wait"') as made:
        begin(made)
        made.run("modems", "pause", "m0")
        until(lambda: {row["name"]: row["reason"] for row in made.rows("modems")}["m0"] == "relay.paused")
        made.send(people(KYIVSTAR, 3), "by whoever can")
        until(lambda: made.states() == {"delivered": 3})
        assert sorted(numbers(made, VODAFONE)) == people(KYIVSTAR, 3)
        made.run("modems", "resume", "m0")
        until(lambda: {row["name"]: row["state"] for row in made.rows("modems")}["m0"] == "ready")
        made.send(people(KYIVSTAR, 3, first=100), "on-net again")
        until(lambda: made.states() == {"delivered": 6})
        assert sorted(numbers(made, KYIVSTAR)) == people(KYIVSTAR, 3, first=100)


def test_a_modem_that_is_pulled_out_in_a_campaign_loses_and_repeats_nothing(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, LIFECELL, routing='spare = "wait"', profile="fast") as made:
        begin(made)
        everybody = [number for operator in CODES for number in people(operator, 20)]
        made.permit(*everybody)
        made.send(everybody, "a campaign", "--class", "marketing")
        until(lambda: len(numbers(made, KYIVSTAR)) >= 4)
        made.do("unplug", KYIVSTAR)
        gone_at = time.monotonic()
        until(lambda: made.states()["queued"] == 0, 75, what="the others took over", pause=0.5)
        assert time.monotonic() - gone_at > 20, "a short absence moves nothing"
        made.do("plug", KYIVSTAR)
        until(lambda: {row["name"]: row["state"] for row in made.rows("modems")}["m0"] == "ready", 60)
        made.send(people(KYIVSTAR, 3, first=100), "back")
        until(made.settled, 60, pause=0.5)
        sent = [number for operator in CODES for number in numbers(made, operator)]
        assert set(people(KYIVSTAR, 3, first=100)) <= set(numbers(made, KYIVSTAR))
        # A segment that was under way when the modem vanished is in doubt: it is told, not repeated.
        doubtful = [row["recipient"] for row in made.outbox() if row["state"] == "uncertain"]
        assert len(doubtful) <= 1
        assert len(sent) == len(set(sent)), "nothing twice"
        assert set(sent) | set(doubtful) == {*everybody, *people(KYIVSTAR, 3, first=100)}, "nothing lost"


def test_an_answer_leaves_by_the_sim_that_was_written_to(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE) as made:
        begin(made)
        (customer,) = people(KYIVSTAR, 1)
        made.do("inbound", VODAFONE, sender=customer, text="Ви відчинені?", smsc=CENTRES[KYIVSTAR])
        until(made.inbox)
        made.send(customer, "Так", "--class", "reply")
        made.send(customer, "До 18:00", "--class", "service")
        until(lambda: made.states() == {"delivered": 2})
        assert numbers(made, VODAFONE) == [customer] * 2
        assert numbers(made, KYIVSTAR) == []
        assert [row["route"]["knows"] for row in made.outbox()] == ["255010000000001"] * 2


def test_a_ported_number_is_recognised_by_its_service_centre(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, routing='sticky = "off"\nspare = "wait"') as made:
        begin(made)
        (customer,) = people(VODAFONE, 1)
        made.do("inbound", VODAFONE, sender=customer, text="новий оператор", smsc=CENTRES[KYIVSTAR])
        until(made.inbox)
        made.send(customer, "on-net after all")
        until(lambda: made.states() == {"delivered": 1})
        assert numbers(made, KYIVSTAR) == [customer]
        (line,) = made.rows("routes", "ported")
        assert (line["number"], line["operator"], line["evidence"]) == (customer, "kyivstar", "smsc")


def test_a_narrower_allow_holds_what_waits_and_a_wider_one_lets_it_go(tmp_path: Path) -> None:
    pole = "+48500000001"
    with fleet(tmp_path, KYIVSTAR, VODAFONE, sending='allow = ["+380", "+48"]') as made:
        wide = made.config.read_text(encoding="utf-8")
        message = made.send(pole, "До Польщі")[0]
        made.config.write_text(wide.replace(', "+48"', ""), encoding="utf-8")
        begin(made)
        until(lambda: made.outbox()[0]["state"] == "held", what="it is held")
        assert made.outbox()[0]["reason"] == "allow"
        made.rows("outbox", "release", str(message))
        until(lambda: made.outbox()[0]["state"] == "held", what="it is held again")
        made.stop()
        assert made.accepted() == []
        made.config.write_text(wide, encoding="utf-8")
        begin(made)
        until(lambda: made.outbox()[0]["state"] == "delivered", what="it has left")
        assert [(entry["number"], entry["attempt"]) for entry in made.accepted()] == [(pole, 1)]


def test_weights_share_the_work(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, KYIVSTAR, profile="fast") as made:
        weigh(made, m0=3, m1=1)
        begin(made)
        made.send(people(KYIVSTAR, 80), "three to one")
        until(lambda: made.states() == {"delivered": 80}, 90, pause=0.5)
        assert 16 <= len(numbers(made, 1)) <= 24
        assert sorted(numbers(made, 0) + numbers(made, 1)) == people(KYIVSTAR, 80)


def test_begun_messages_wait_for_their_sim(tmp_path: Path) -> None:
    with fleet(tmp_path, KYIVSTAR, VODAFONE, profile="gsm2g") as made:
        begin(made)
        (customer,) = people(KYIVSTAR, 1)
        made.send(customer, "Доброго дня! " * 15)
        until(lambda: len(numbers(made, KYIVSTAR)) == 1)
        made.run("modems", "pause", "m0")
        until(lambda: len(numbers(made, KYIVSTAR)) <= 2)
        time.sleep(8)
        assert numbers(made, VODAFONE) == [], "a phone joins segments of one sender only"
        made.run("modems", "resume", "m0")
        until(lambda: made.states() == {"delivered": 1}, 60)
        assert numbers(made, KYIVSTAR) == [customer] * 3
