"""Fifty dialogs at once through the whole box, killed in the middle of them: what the simulated network took is held
against what the same scenarios say when they are tried.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from smsbox import router
from smsbox.clock import SECOND
from smsbox.config.model import ShopConfig
from smsbox.dialogs.trying import ANSWERED, Rehearsal
from tests.campaign.rig import Rig, rig
from tests.whole.box import Box, until

VOTE = """
kind = "vote"
name = "saturday-vote"
title = "Музика в суботу"
words = ["ГОЛОС"]
question = "Яку музику грати в суботу?"
[[option]]
title = "Рок"
[[option]]
title = "Джаз"
"""
QUIZ = """
kind = "quiz"
name = "price-quiz"
title = "Ціна кави"
words = ["ВІКТОРИНА"]
[texts]
done = "Ваш результат: {score} з {most}. Дякуємо за гру!"
[[question]]
text = "Скільки коштує еспресо?"
options = ["30", "40", "50"]
right = "40"
[[question]]
text = "А лате?"
options = ["55", "65", "75"]
right = "65"
"""
FORM = """
kind = "form"
name = "job"
title = "Робота в пекарні"
words = ["РОБОТА"]
[[step]]
key = "посада"
text = "Ким хочете працювати?"
options = ["пекар", "продавець"]
[[step]]
key = "вік"
text = "Скільки вам років?"
check = "number"
least = 16
most = 75
[[step]]
key = "досвід"
text = "Де працювали раніше?"
"""
LONG = "Пекла хліб у «Колоску», потім три роки торти на замовлення, тепер удома. Люблю вставати рано 🥐"
"""Two segments."""
DIALOGS = 50
A_STAMP = 1.05
"""Seconds until the service centre stamps messages otherwise: nobody reads and answers within one."""
DEATHS = {0: "commit.before", 2: "commit.after", 3: "commit.before", 4: "commit.after"}
"""By message: the daemon that is to hear it is killed at such a point, somewhere in the middle."""


def phone(place: int) -> str:
    return f"+3805000010{place:02}"


def script(place: int) -> list[str]:
    """What one customer says, message by message."""
    ways = (
        ["Добрий день, голос!", "ніби так", "за джаз"],
        ["вікторина", "2", "2"],
        ["РОБОТА", "пекар", "двадцять", "34", LONG, "так"],
        ["golos rok", "голос", "2"],
        ["Робота є?", "2", "19", "ніде", "Так!"],
    )
    return ways[place % len(ways)]


def rehearsed() -> dict[str, list[list[str]]]:
    """What each is answered to each of his messages, where nothing ever goes wrong."""
    said: dict[str, list[list[str]]] = {}
    for source, own in ((VOTE, (0, 3)), (QUIZ, (1,)), (FORM, (2, 4))):
        with Rehearsal(source, router.route_waiting, now=1_790_000_000 * SECOND, shop=ShopConfig()) as stage:
            for place in range(DIALOGS):
                if place % 5 in own:
                    turns = (stage.say(text, phone(place)) for text in script(place))
                    said[phone(place)] = [[each.text for each in turn if each.sign == ANSWERED] for turn in turns]
    return said


def heard(made: Box) -> dict[str, list[str]]:
    """What each phone was sent, whole texts, by the wire log."""
    whole: dict[str, list[str]] = {}
    parts: dict[tuple[str, int], dict[int, str]] = {}
    for entry in made.accepted():
        number, concat = entry["number"], entry["concat"] or {"ref": -1, "total": 1, "seq": 1}
        begun = parts.setdefault((number, concat["ref"]), {})
        begun[concat["seq"]] = entry["text"]
        if len(begun) == concat["total"]:
            del parts[number, concat["ref"]]
            whole.setdefault(number, []).append("".join(begun[seq] for seq in sorted(begun)))
    return whole


def doubtful(made: Box) -> Counter[str]:
    """How many answers to each stand in doubt since a daemon died over them: shown, and never sent again unasked."""
    return Counter(row["recipient"] for row in made.outbox() if row["state"] in ("uncertain", "held"))


def test_fifty_dialogs_at_once_with_deaths_and_repeats_are_each_answered_once(tmp_path: Path) -> None:
    chance, expected = random.Random(6), rehearsed()
    assert len(expected) == DIALOGS and all(turn for turns in expected.values() for turn in turns)
    with rig(tmp_path) as made:
        for name, source in (("vote", VOTE), ("quiz", QUIZ), ("form", FORM)):
            (tmp_path / f"{name}.toml").write_text(source, encoding="utf-8")
            flow_id = made.run("dialog", "put", str(tmp_path / f"{name}.toml")).stdout.strip()
            made.run("dialog", "open", flow_id)
        made.start()
        made.await_modems()
        for turn in range(6):
            if turn in DEATHS:
                made.kill()
                made.start(ready=False, at={"label": DEATHS[turn], "nth": chance.randrange(20, 60)})
            time.sleep(A_STAMP)
            talking = [number for number in expected if turn < len(expected[number])]
            chance.shuffle(talking)
            for place, number in enumerate(talking):
                tpdus = made.do("inbound", sender=number, text=script(int(number[-2:]))[turn])["tpdus"]
                for tpdu in chance.sample(tpdus, len(tpdus)) if place % 4 == 0 else ():
                    made.do("inbound", pdu=tpdu)
            until(
                lambda turn=turn: _answered(made, expected, turn),
                what=lambda turn=turn: str(_waiting(made, expected, turn)),
            )
        made.settle()
        assert made.exits.count(-9) == len(DEATHS)
        found, doubts = heard(made), doubtful(made)
        for number, turns in expected.items():
            wanted = [text for turn in turns for text in turn]
            missing = Counter(wanted) - Counter(found[number])
            assert Counter(found[number]) - Counter(wanted) == Counter(), (number, found[number])
            assert missing.total() <= doubts[number], (number, missing)
        assert doubts.total() <= len(DEATHS)
        assert {row["routed_by"] for row in made.inbox()} == {"dialog"}
        talks = [row for number in expected for row in made.rows("dialog", "steps", number)]
        assert {row["outcome"] for row in talks} == {"done"}


def _answered(made: Rig, expected: dict[str, list[list[str]]], turn: int) -> bool:
    """Whether all have been answered so far, or their answer stands in doubt; a daemon that has died is started."""
    made.tend()
    return not _waiting(made, expected, turn)


def _waiting(made: Rig, expected: dict[str, list[list[str]]], turn: int) -> dict[str, list[str]]:
    """Who has not had all his answers so far, and what he was sent."""
    found, doubts = heard(made), doubtful(made)
    return {
        number: found.get(number, [])
        for number, turns in expected.items()
        if len(found.get(number, ())) + doubts[number] < sum(map(len, turns[: turn + 1]))
    }
