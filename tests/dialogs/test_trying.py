"""Playing scenarios through before they go live, also those of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsbox import router
from smsbox.cli import dialog as commands
from smsbox.clock import SECOND
from smsbox.dialogs.trying import BadScript, Rehearsal, differences, script

DOCS = Path(__file__).parents[2] / "docs"


def shown(page: str) -> tuple[str, str]:
    """The first scenario of that page, and the talk that is recorded on it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    talk: str = re.findall(r"\n((?:    [>#<@*].*\n)+)", text)[0].replace("    ", "")
    return re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0], talk


VOTE, TALK = shown("dialogs.md")


def played(*lines: str, source: str = VOTE) -> list[str]:
    with Rehearsal(source, router.route_waiting, now=1_790_000_000 * SECOND) as stage:
        return [str(each) for each in stage.play(script(lines))]


@pytest.mark.parametrize("page", ["dialogs.md", "uk/dialogs.md"])
def test_the_documentation_is_true(page: str, tmp_path: Path) -> None:
    vote, talk = shown(page)
    (tmp_path / "vote.toml").write_text(vote, encoding="utf-8")
    (tmp_path / "talk.txt").write_text(talk, encoding="utf-8")
    done = CliRunner().invoke(commands.dialog, ["try", f"{tmp_path}/vote.toml", "--transcript", f"{tmp_path}/talk.txt"])
    assert (done.exit_code, done.output) == (0, ""), done.output
    (tmp_path / "talk.txt").write_text(talk.replace("Ваш голос: Джаз", "Ваш голос: Рок"), encoding="utf-8")
    done = CliRunner().invoke(commands.dialog, ["try", f"{tmp_path}/vote.toml", "--transcript", f"{tmp_path}/talk.txt"])
    assert done.exit_code == 1
    assert [line for line in done.output.splitlines() if line[0] in "+-"] == [
        "- < +380500000002: Дякуємо! Ваш голос: Рок",
        "+ < +380500000002: Дякуємо! Ваш голос: Джаз",
    ]


def test_what_is_typed_is_answered_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "vote.toml").write_text(VOTE, encoding="utf-8")
    typed = "ГОЛОС\n\n+380500000002: голос за рок\n# nothing\n2\n"
    done = CliRunner().invoke(commands.dialog, ["try", f"{tmp_path}/vote.toml"], input=typed)
    assert done.output.splitlines() == [
        "> ГОЛОС",
        "< Яку музику грати в суботу? 1-Рок, 2-Джаз. Напишіть свій вибір",
        "> +380500000002: голос за рок",
        "< +380500000002: Дякуємо! Ваш голос: Рок",
        "> 2",
        "< Дякуємо! Ваш голос: Джаз",
    ]


def test_stop_help_people_and_time_are_those_of_the_shop() -> None:
    told = played("голос", "допомога", "@ +50h", "1", "СТОП", "1")
    assert told[:2] == ["> голос", "< Яку музику грати в суботу? 1-Рок, 2-Джаз. Напишіть свій вибір"]
    assert told[3].startswith("< smsbox")
    assert told[4:7] == ["@ +50h", "> 1", "* people"]
    assert "відписано" in told[8]
    assert told[9:] == ["> 1", "* people"]


def test_a_line_that_cannot_be_played_is_told_with_its_number() -> None:
    for lines, place in ((["> так", "<"], 2), (["+380500000002:"], 1)):
        with pytest.raises(BadScript) as bad:
            list(script(lines))
        assert bad.value.facts["line"] == place
    with pytest.raises(BadScript):
        played("@ someday")


def test_a_transcript_may_tell_who_reads() -> None:
    lines = list(script(["> а?", "* people"]))
    with Rehearsal(VOTE, router.route_waiting, now=1_790_000_000 * SECOND) as stage:
        assert differences(lines, stage.play(lines)) == []
    with Rehearsal(VOTE, router.route_waiting, now=1_790_000_000 * SECOND) as stage:
        assert differences(lines[:1], stage.play(lines)) == [], "where nobody tells, nobody asks"


def test_nothing_of_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    played("голос")
    assert list(tmp_path.iterdir()) == []
