"""A draw can be repeated by anyone: by our own command, and by the short program of the docs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.dialogs import drawing
from smsbox.dialogs.drawing import Draw, NoDrawFile, Rules

DOCS = Path(__file__).parents[2] / "docs"
SEED = "5e" * 32


def made(count: int = 30, people: int = 12, rules: Rules | None = None, **more: str) -> Draw:
    listed = drawing.marks((f"1{at:04}", f"+38050000{at % people:04}") for at in range(count))
    rules = rules or Rules(3, 2, awaits="лото 28.11")
    return Draw(
        *("cheky", "Чеки листопада", drawing.sha256(SEED), "2026-11-01T08:00:00Z", rules, "2026-11-28T18:00:00Z"),
        *(listed, drawing.sha256(drawing.lines(listed))),
        **more,
    )


def drawn(**more: int) -> Draw:
    return made(**more).with_seed(SEED, "4 8 15 16", "2026-11-28T19:00:00Z")


def wrong(draw: Draw) -> list[str]:
    return [finding.said for finding in drawing.verified(draw) if finding.right is False]


def test_the_file_says_all_that_the_draw_follows_from() -> None:
    draw = drawn()
    again = drawing.read(drawing.written(draw))
    assert again == draw
    assert wrong(again) == []
    assert len(draw.places) == 5
    assert all(finding.right for finding in drawing.verified(again))


def test_a_file_that_went_by_mail_is_read_all_the_same() -> None:
    draw = drawn()
    assert drawing.read("\ufeff" + drawing.written(draw).replace("\n", "\r\n")) == draw


def test_before_the_draw_the_list_is_published_without_the_seed() -> None:
    text = drawing.written(made())
    assert SEED not in text
    assert [each.right for each in drawing.verified(drawing.read(text))] == [True, True, None]


def test_whoever_changes_anything_is_found_out() -> None:
    draw = drawn()
    assert wrong(replace(draw, marks=draw.marks[1:]))
    assert wrong(replace(draw, places=tuple(reversed(draw.places))))
    assert wrong(replace(draw, seed="00" * 32))
    assert wrong(replace(draw, value=""))
    assert wrong(replace(draw, value="4 8 15 17"))
    assert wrong(replace(draw, rules=replace(draw.rules, once=False, winners=25)))


def test_nobody_can_be_read_from_the_list() -> None:
    first, second = made(), made()
    assert first.marks != second.marks  # the key is another each time and kept nowhere
    assert "+380" not in drawing.written(first)
    people = Counter(mark.rpartition("-")[2] for mark in first.marks)
    assert len(people) == 12  # one person's entries can be told to be his


def test_one_person_is_drawn_once_unless_the_rules_say_otherwise() -> None:
    draw = made(rules=Rules(20)).with_seed(SEED, "", "now")
    people = [mark.rpartition("-")[2] for mark in draw.places]
    assert len(people) == len(set(people)) == 12
    often = made(rules=Rules(20, once=False)).with_seed(SEED, "", "now")
    assert len(often.places) == len(set(often.places)) == 20


def test_nobody_is_likelier_than_another() -> None:
    listed = tuple(f"{at}-{at:010x}" for at in range(7))
    first = Counter(next(drawing.winners(listed, Rules(), str(seed), "list")) for seed in range(7000))
    expected = 1000
    chi = sum((count - expected) ** 2 / expected for count in first.values())
    assert len(first) == 7
    assert chi < 22.5  # 6 degrees of freedom, p = 0.001


@pytest.mark.parametrize("text", ["", "hello", "smsbox-draw: 2\n\n", "smsbox-draw: 1\ncontest: x\n\n"])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(NoDrawFile):
        drawing.read(text)


@pytest.fixture(params=["draw.md", "uk/draw.md"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The program of the docs, as it stands there."""
    (source,) = re.findall(r"```python\n(.*?)```", (DOCS / request.param).read_text(encoding="utf-8"), re.DOTALL)
    assert "smsbox" not in source.replace("smsbox-draw", "")
    assert len(source.splitlines()) <= 25
    path = tmp_path / "repeat.py"
    path.write_text(source, encoding="utf-8")
    return path


def repeated(program: Path, draw: Draw) -> subprocess.CompletedProcess[str]:
    published = program.with_name("draw.txt")
    published.write_text(drawing.written(draw), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(program), str(published)], capture_output=True, text=True, check=False
    )


def test_the_program_of_the_docs_finds_the_same_winners(program: Path) -> None:
    for draw in (drawn(), made(rules=Rules(40, once=False)).with_seed(SEED, "", "now")):
        done = repeated(program, draw)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split()[-len(draw.places) :] == list(draw.places)


def test_the_program_of_the_docs_finds_what_is_wrong(program: Path) -> None:
    draw = drawn()
    for forged in (
        replace(draw, places=tuple(reversed(draw.places))),
        replace(draw, marks=draw.marks[:-1]),
        replace(draw, commitment=drawing.sha256("other")),
    ):
        assert repeated(program, forged).returncode != 0
