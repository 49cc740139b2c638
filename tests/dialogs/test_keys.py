"""Every key that votes, quizzes, contests, surveys and forms know stands in the docs, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.kinds import kind_of
from tests.dialogs.test_contest import RECEIPTS
from tests.dialogs.test_form import COURSE
from tests.dialogs.test_quiz import PRICES
from tests.dialogs.test_survey import OPINION, TASTES
from tests.dialogs.test_vote import DISHES

DOCS = Path(__file__).parents[2] / "docs"
IN_UKRAINIAN = {"Vote": "Голосування", "Quiz": "Вікторина", "Contest": "Розіграш", "Survey": "Опитування"}
IN_UKRAINIAN["Form"] = "Анкета"
FRAME = {"kind", "name", "title", "words"}


def documented(page: str, kind: str) -> set[str]:
    """The keys in the first column of the kind's table."""
    text = (DOCS / page).read_text(encoding="utf-8").split(": усі ключі" if "uk" in page else "every key", 1)[1]
    title = IN_UKRAINIAN[kind] if "uk" in page else kind
    table = re.split(r"\n##+ ", text.split(f"### {title}\n")[1])[0]
    rows = re.findall(r"^\| ([^|]*`[^|]*) \|", table, re.MULTILINE)
    return {re.sub(r"[\[\]]|.*\.", "", key) for row in rows for key in re.findall(r"`([^`]+)`", row)}


def asked(kind: str, *sources: str) -> set[str]:
    """The keys that reading such files asks for, in whatever table."""
    import tomllib

    found: set[str] = set()

    def gather(part: Part) -> None:
        found.update(part._asked)
        for each in part._parts:
            gather(each)

    for source in sources:
        part = Part(tomllib.loads(source), {}, [])
        kind_of(kind).parse(part)
        gather(part)
    return {key for key in found if key.isascii()} - FRAME


ALL_OF_A_CONTEST = RECEIPTS.replace("winners", 'awaits = "x"\nwithout_tags = ["x"]\nwinners')
ALL_OF_A_FORM = COURSE.replace("least = 2", 'least = 2\nwrong = "x"') + "[step.aliases]\n"


@pytest.mark.parametrize("page", ["dialogs.md", "uk/dialogs.md"])
@pytest.mark.parametrize(
    ("kind", "sources"),
    [
        *(("Vote", (DISHES,)), ("Quiz", (PRICES,)), ("Contest", (ALL_OF_A_CONTEST,))),
        *(("Survey", (TASTES, OPINION)), ("Form", (ALL_OF_A_FORM,))),
    ],
)
def test_the_docs_know_every_key(page: str, kind: str, sources: tuple[str, ...]) -> None:
    assert documented(page, kind) - FRAME == asked(kind.lower(), *sources) - FRAME
