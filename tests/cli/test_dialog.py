"""`smsbox dialog`: what is wrong is told with its line or its scenario, and by the exit code."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.dialogs.test_reading import GOOD


def test_a_mistake_is_told_with_its_line_and_the_nearest_key(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "vote.toml"
    file.write_text(GOOD.replace("title", "titel", 1), encoding="utf-8")
    for verb in ("check", "try", "put"):
        refused = run("dialog", verb, str(file))
        assert refused.code == 65 and 'line 4: titel: nobody knows this key; did you mean "title"?' in refused.err


def test_who_cannot_be_opened_is_named(run: Run, tmp_path: Path) -> None:
    for name in ("saturday-vote", "other"):
        file = tmp_path / f"{name}.toml"
        file.write_text(GOOD.replace("saturday-vote", name), encoding="utf-8")
        assert run("dialog", "put", str(file)).code == 0
    assert run("dialog", "open", "other").code == 0
    refused = run("dialog", "open", "saturday-vote")
    assert refused.code == 65 and refused.err.startswith("smsbox: saturday-vote: 3 problems\n  line 5: words: ")


def test_nothing_there_is_69_as_everywhere(run: Run) -> None:
    for words in (("dialog", "show"), ("dialog", "open"), ("dialog", "close"), ("vote", "counts"), ("form", "list")):
        assert run(*words, "nosuch").code == 69, words
    assert run("dialog", "steps", "+380500000001", "--limit", "-3").code == 2
