"""`smsbox sources`: made, listed, closed; posters as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation import Installation


def run(made: Installation, *words: str) -> list[dict[str, object]]:
    return made.rows("sources", *words)


@pytest.fixture
def made(tmp_path: Path) -> Installation:
    found = Installation(tmp_path, [])
    found.config.write_text(found.config.read_text() + '\n[shop]\nname = "Zerno"\nnumber = "+380500000003"\n')
    return found


def test_a_source_is_made_listed_printed_and_closed(made: Installation, tmp_path: Path) -> None:
    assert made.run("sources", "add", "poster", "Till", "--word", "kava").stdout.strip() == "1"
    (row,) = run(made, "list")
    assert (row["kind"], row["word"], row["asked"], row["closed_at"]) == ("poster", "KAVA", 0, None)
    svg, pdf, code = tmp_path / "poster.svg", tmp_path / "poster.pdf", tmp_path / "code.pdf"
    made.run("sources", "poster", "1", str(svg), "--size", "a5")
    made.run("sources", "poster", "1", str(pdf))
    made.run("sources", "poster", "1", str(code), "--code", "--form", "smsto")
    assert pdf.stat().st_size > 3 * code.stat().st_size > 0
    assert "KAVA" in svg.read_text("utf-8") and 'width="148mm"' in svg.read_text("utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-")
    taken = made.run("sources", "add", "keyword", "Again", "--word", "KAVA", check=False)
    assert taken.returncode == 65 and "KAVA" in taken.stderr
    made.run("sources", "close", "1")
    assert made.run("sources", "close", "1", check=False).returncode == 69
    assert made.run("sources", "add", "staff", "Counter").stdout.strip() == "2"
    assert made.run("sources", "poster", "2", str(svg), check=False).returncode == 69
