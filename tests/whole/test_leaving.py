"""Customers who leave, come back and are asked, through the whole box: what the simulated network took is witness."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from smsbox import consent
from smsbox.store import Store
from smsbox.subscription import sources
from smsbox.subscription.sources import Draft, SourceKind
from tests.campaign.rig import Rig, rig
from tests.contracts.postgres import binaries, server
from tests.permitted import permit
from tests.whole.box import Box, box, until

SHOP = 'quiet = "off"\n[shop]\nname = "Зернята"\nphone = "0500000001"\n'
LEFT = "Зернята: вас відписано, реклами більше не буде. Повернутись: СТАРТ"
WELCOME = "Зернята: дякуємо! Акції до 2 SMS/міс. Відмова: СТОП"
ASKING = "Зернята: надсилати вам акції, до 2 SMS/міс? ТАК - згода, СТОП - ні."
ANNA = "+380500000001"

WAYS = (
    *("СТОП", "stop!", "Досить, дякую", "ВІДПИСАТИСЬ", "отпишите меня", "CTOП", "Вiдмова", "CNJG", "ІЕЩЗ", "WYPISZ"),
    *(
        "🛑 СТОП 🛑",
        "Unsubscribe please",
        "VIDPYSATYS",
        "Прошу, стоп",
        "С Т О П",
        "Не треба вашої реклами",
        "стопп",
        "🛑",
    ),
)


def number(place: int) -> str:
    """A customer; the simulated SIM itself is +380500000000."""
    return f"+38050000{place + 10:04}"


def store_of(made: Box) -> Store:
    return Store.open(f"sqlite://{made.directory}/smsbox.db")


def agreed(made: Box, *numbers: str) -> None:
    with closing(store_of(made)) as store:
        permit(store, *numbers)


def heard(made: Box, modem: int = 0) -> dict[str, list[str]]:
    """What each phone was sent, by the wire log."""
    found: dict[str, list[str]] = {}
    for entry in made.accepted(modem):
        found.setdefault(entry["number"], []).append(entry["text"])
    return found


def offers(made: Box) -> Counter[str]:
    """How the advertising stands."""
    return Counter(row["state"] for row in made.outbox() if row["class"] == "marketing")


def test_many_ways_to_leave_one_confirmation_each_and_nothing_more_arrives(tmp_path: Path) -> None:
    phones = dict(zip(map(number, range(len(WAYS))), WAYS, strict=True))
    with box(tmp_path, sending=SHOP) as made:
        agreed(made, *phones, number(99))
        made.start()
        made.await_modems()
        made.send([*phones, number(99)], "Кава -20%", "--class", "marketing", "--send-after", "+3h")
        for phone, text in phones.items():
            made.do("inbound", sender=phone, text=text)
        until(lambda: len(heard(made)) == len(phones))
        assert offers(made) == {"cancelled": len(phones), "queued": 1}
        for phone in phones:
            made.do("inbound", sender=phone, text="Дякую, так, гаразд")
            made.do("inbound", sender=phone, text="стоп")
        made.do("inbound", sender="+380500000000", text="ДОПОМОГА")
        made.do("inbound", sender="5433", text="ДОПОМОГА")
        made.do("inbound", sender=number(99), text="Ви відкриті в неділю?")
        until(lambda: sum(row["routed_by"] == "stop" for row in made.inbox()) == 2 * len(phones))
        until(lambda: made.states() == {"cancelled": len(phones), "delivered": len(phones), "queued": 1})
        found = heard(made)
        assert {len(texts) for texts in found.values()} == {1}
        assert "wypisano" in found[number(WAYS.index("WYPISZ"))][0]
        assert found[number(0)] == [LEFT]
        assert set(found) == set(phones), "no short code, and no SIM of our own, is answered"
        refused = made.run("send", "--to", number(0), "--text", "Кава", "--class", "marketing", check=False)
        assert refused.returncode != 0
        made.do("inbound", sender=number(0), text="СТАРТ")
        until(lambda: heard(made)[number(0)] == [LEFT, WELCOME])
        made.send(number(0), "Кава -20%", "--class", "marketing")
        until(lambda: len(heard(made)[number(0)]) == 3)
        assert [row["text"] for row in made.inbox() if row["settled_at"] is None][-1] == "Ви відкриті в неділю?"


def test_a_flood_of_stop_is_one_answer(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        made.start()
        made.await_modems()
        for _ in range(4):
            made.do("inbound", sender=ANNA, text="СТОП", count=30)
            until(lambda: made.do("status")["held"] == 0)
        until(lambda: sum(row["routed_by"] == "stop" for row in made.rows("inbox", "list", "--limit", "0")) == 120)
        until(made.settled)
        assert heard(made) == {ANNA: [LEFT]}
        with closing(store_of(made)) as store:
            assert [line.entry.act for line in consent.history(store, ANNA)] == ["left"]


def test_a_keyword_a_yes_and_then_advertising_may_leave(tmp_path: Path) -> None:
    silent, no = number(2), number(3)
    with box(tmp_path, sending=SHOP) as made:
        made.start()
        made.await_modems()
        with closing(store_of(made)) as store:
            sources.create(store, Draft(SourceKind.POSTER, "Двері", "КАВА"), by="Olha", now=1)
        for phone in (ANNA, silent, no):
            made.do("inbound", sender=phone, text="Кава")
        until(lambda: heard(made) == {phone: [ASKING] for phone in (ANNA, silent, no)})
        assert _refused(made, ANNA)
        made.do("inbound", sender=ANNA, text="Так!")
        made.do("inbound", sender=no, text="Ні, дякую")
        made.do("inbound", sender=silent, text="кава")
        until(lambda: heard(made)[ANNA] == [ASKING, WELCOME] and len(heard(made)[no]) == 2)
        made.send(ANNA, "Кава -20%", "--class", "marketing")
        assert _refused(made, silent)
        assert _refused(made, no)
        until(lambda: len(heard(made)[ANNA]) == 3)
        assert heard(made)[silent] == [ASKING], "a second keyword asks nothing"


def _refused(made: Box, phone: str) -> bool:
    return made.run("send", "--to", phone, "--text", "Кава", "--class", "marketing", check=False).returncode != 0


def test_a_missed_call_asks_once_and_is_no_consent(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP, modem_lines='calls = "ask"') as made:
        made.start()
        made.await_modems()
        for turn in range(3):
            made.do("call", number="0500000001", rings=2)
            until(lambda turn=turn: len(made.do("log", kind="call")["entries"]) > turn)
        until(lambda: heard(made) == {ANNA: [ASKING]})
        assert _refused(made, ANNA)
        made.do("inbound", sender=ANNA, text="ТАК")
        until(lambda: heard(made) == {ANNA: [ASKING, WELCOME]})
        made.do("inbound", sender=ANNA, text="СТОП")
        until(lambda: heard(made) == {ANNA: [ASKING, WELCOME, LEFT]})


def test_what_he_chooses_counts_with_the_next_offer(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP.replace("[shop]", "[shop]\ncap = 9")) as made:
        agreed(made, ANNA)
        made.start()
        made.await_modems()
        waiting = made.send(ANNA, "Кава -20%", "--class", "marketing", "--send-after", "+3h")
        made.do("inbound", sender=ANNA, text="Телефонуйте, будь ласка")
        until(lambda: heard(made) == {ANNA: ["Зернята: зараз замість SMS телефонуємо. Відмова: СТОП"]})
        assert _refused(made, ANNA)
        made.run("outbox", "cancel", *map(str, waiting))
        made.do("inbound", sender=ANNA, text="краще SMS")
        until(lambda: len(heard(made)[ANNA]) == 2)
        made.send(ANNA, "Чай -20%", "--class", "marketing")
        until(lambda: heard(made)[ANNA][-1] == "Чай -20%\nВідмова: СТОП")
        made.do("inbound", sender=ANNA, text="раз на тиждень")
        until(lambda: len(heard(made)[ANNA]) == 4)
        assert _refused(made, ANNA), "not twice in his week"
        assert [row["routed_by"] for row in made.inbox()] == ["choice"] * 3


def test_killed_between_receiving_and_answering_neither_twice_nor_never(tmp_path: Path) -> None:
    """Each life of the daemon dies at another point on the way of a STOP; the next one ends what it had begun."""
    with rig(tmp_path, sending=SHOP) as made:
        made.start()
        made.await_modems()
        made.kill()
        points = tmp_path / "points"
        _write(made, 0)
        made.start(points=str(points))
        until(lambda: number(0) in heard(made))
        made.kill()
        commits = [int(line.split()[0]) for line in points.read_text().splitlines() if " commit." in line]
        chosen = sorted(set(commits[-11:][::3]))
        for place, point in enumerate(chosen, 1):
            _write(made, place)
            made.start(ready=False, at={"number": point})
            until(lambda place=place: made.ended() or number(place) in heard(made))
            made.kill()
        made.settle()
        answers = {row["recipient"]: row["state"] for row in made.outbox()}
        assert len(made.outbox()) == len(answers) == len(chosen) + 1, "one answer each"
        found = {phone: len(heard(made).get(phone, ())) for phone in answers}
        assert set(found.values()) <= {0, 1}
        doubtful = {phone for phone, state in answers.items() if state in ("uncertain", "held")}
        assert {phone for phone, times in found.items() if not times} <= doubtful, "not told: then shown as in doubt"
        assert {row["routed_by"] for row in made.inbox()} == {"stop"}
        with closing(store_of(made)) as store:
            acts = [[line.entry.act for line in consent.history(store, phone)] for phone in answers]
        assert acts == [["left"]] * len(answers)


def _write(made: Rig, place: int) -> None:
    made.do("inbound", sender=number(place), text="СТОП")


def test_two_boxes_with_one_database_answer_once(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    phones = [number(place) for place in range(12)]
    with server() as url, ExitStack() as stack:
        boxes = []
        for place, name in enumerate(("left", "right")):
            folder = tmp_path / name
            folder.mkdir()
            boxes.append(stack.enter_context(box(folder, sending=SHOP, url=url, prefix=name)))
            card = {
                "imsi": f"25501000000009{place}",
                "iccid": f"8938000000000000009{place}",
                "number": number(90 + place),
            }
            boxes[-1].do("sim", swap=card)
        for made in boxes:
            made.start()
            made.await_modems()
        for place, phone in enumerate(phones):
            for made in boxes if place % 2 else boxes[::-1]:
                made.do("inbound", sender=phone, text="СТОП")
        left, right = boxes
        until(lambda: sum(row["routed_by"] == "stop" for row in left.inbox()) == 2 * len(phones))
        until(left.settled)
        both: Counter[str] = Counter()
        for made in (left, right):
            both.update({phone: len(texts) for phone, texts in heard(made).items()})
        assert both == dict.fromkeys(phones, 1)
