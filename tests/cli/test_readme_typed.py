"""Every command line of README.md, typed for real in a shop that has what they speak of: each is done, or refused for
the reason that stands here.
"""

from __future__ import annotations

import io
import shlex
from pathlib import Path

import pytest
import xlsxwriter

from smsbox.dialogs.examples import examples
from tests.cli.conftest import Run
from tests.papers.pages import ROOT, Page
from tests.permitted import permit_in

TYPED = [line for line in Page(ROOT / "README.md").lines("sh") if line.startswith("smsbox ")]
REFUSED = {
    "coupon redeem": (65, "mistyped"),
    "customers may-send": (77, "agreed to advertising"),
    "customers undo-import": (69, "no import 3"),
    "campaign pause": (1, "Draft"),
    "outbox move 17": (69, "no modem second"),
    "outbox resend 17": (1, "is cancelled"),
    "customers import clients.xls --tag": (1, "nobody agreed"),
    "ussd": (75, "no device"),
    "at": (75, "no device"),
    "restore": (1, "nobody agreed"),
    "doctor": (1, ""),
    "webhooks add": (65, "Nobody knows where"),
}
"""How a line begins, its exit code, and what it says: no such coupon, no modem plugged in, no such host, nobody to say
yes.
"""


@pytest.fixture
def shop(config: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the lines take for granted: lists, messages up to number 20, scenarios, two campaigns before the third."""
    folder = config.parent
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO("привіт\n"))
    rows = [("number", "name"), *((f"050000{place:04}", f"Оксана Перша{place}") for place in range(7, 27))]
    for name in ("people.xlsx", "clients.xls"):
        book = xlsxwriter.Workbook(folder / name)
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        book.close()
    (folder / "people.csv").write_text("\n".join(";".join(row) for row in rows))
    config.write_text(config.read_text() + '[shop]\nname = "Хліб"\nnumber = "+380500000099"\n')
    permit_in(f"sqlite://{folder}/smsbox.db", *(f"+38{number}" for number, _ in rows[1:]))
    _done(run, "send", "--file", "people.csv", "--class", "reply", "--text", "{name}")
    for each in examples("uk"):
        source = each.source.replace('"receipt-draw"', '"receipts"')
        (folder / f"{each.kind}.toml").write_text(source)
        _done(run, "dialog", "put", f"{each.kind}.toml")
    _done(run, "campaign", "new", "First", "--everyone", "--text", "Хліб. Тел. 0500000001")
    _done(run, "campaign", "new", "Second", "--everyone", "--text", "Хліб. Тел. 0500000001")
    return folder


def _done(run: Run, *words: str) -> None:
    ran = run(*words)
    assert ran.code == 0, (words, ran.err)


def test_each_line_is_done_or_refused_for_its_reason(shop: Path, run: Run) -> None:
    """The page is ordered by subject: what was refused the first time is typed again when the rest is done."""
    told = {line: run(*shlex.split(line, comments=True)[1:]) for line in TYPED}
    told |= {line: run(*shlex.split(line, comments=True)[1:]) for line, ran in told.items() if ran.code}
    for line, ran in told.items():
        code, words = next((said for name, said in REFUSED.items() if line.startswith(f"smsbox {name}")), (0, ""))
        assert ran.code == code, f"README.md: {line}\n{ran.err}"
        assert words in ran.err, f"README.md: {line}\n{ran.err}"
    assert {"results.xlsx", "orders.xlsx", "shop.xlsx", "october.xlsx", "today.xlsx", "poster.svg"} <= {
        each.name for each in shop.iterdir() if each.stat().st_size
    }
    assert list(shop.glob("backups/*")), "smsbox backup now has left none"
