"""docs/first-campaign.md, in English and in Ukrainian, typed line by line by somebody who has only that page and a
list: every line of it works.
"""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from smsbox.people import audit
from smsbox.store import Store
from tests.cli.conftest import Run

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "first-campaign.md": ("Autumn", "twice a month"),
    "uk/first-campaign.md": ("Осінь", "двічі на місяць"),
}
"""Page → how it calls the campaign, and the evidence of consent."""
LIST = "Телефон;Ім'я;Напій\n" + "".join(f"050 000 00 {place:02};Оксана Перша{place};кава\n" for place in range(7, 37))


def lines(page: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.M)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_works_as_it_is_written(
    page: str, config: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called, evidence = PAGES[page]
    config.write_text(config.read_text() + '[sending]\nquiet = "off"\n')
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clients.csv").write_bytes(LIST.encode("cp1251"))
    told = {line: run(*shlex.split(line)[1:]) for line in lines(page)}
    assert {line: ran.err for line, ran in told.items() if ran.code} == {}

    def out(beginning: str) -> str:
        return next(ran.out for line, ran in told.items() if line.startswith(f"smsbox {beginning}"))

    assert "30 new" in out("customers import")
    assert re.search(r"may get it\s+30\b", out("audience count"))
    assert "1 message queued" in out("campaign test")
    assert out("campaign launch").splitlines()[-1] == f"1\trunning\t{called}"
    assert out("customers may-send") == "+380500000007\tyes\n"
    assert evidence in out("customers permission")
    with closing(Store.open(f"sqlite://{tmp_path}/smsbox.db")) as store:
        noted = {each.what for each in audit.entries(store, limit=50) if each.role == audit.CONSOLE}
    assert noted >= {
        *("import.agreed", "source.made", "coupon.series_made", "campaign.audience_kept", "campaign.made"),
        *("campaign.tested", "campaign.launched", "campaign.exported"),
    }
    assert all((tmp_path / name).stat().st_size for name in ("poster.svg", "results.xlsx", "year.xlsx"))
