"""A shop's first week: its old Excel list comes in, an offer goes out, people answer, leave, are switched off, buy."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.whole.box import Box, box, until

SHOP = """
[shop]
name = "Зерно"
phone = "050 000 00 01"
staff = ["+380500000002"]
most_leaving = 1.0
most_failing = 1.0
"""
TEXT = (
    "{звертання|Вітаємо}, {?улюблене=чай}до чаю{:}до кави{/} круасан за півціни, код {coupon}. Зерно, 050 000 00 01. "
    "Чекаємо до неділі!"
)

HEAD = "№;ПІБ;Телефон;Дата народження;Улюблене;Згода"
ANSWERING, LEAVING, SILENT = "80500008001", "80500008201", "80500000011"
OFF, WRONG = "80500009646", "80500009021"
ROWS = (
    "1;Зерненко Оксана Іванівна;8 (050) 000-80-01;17.04.1987;кава;так",
    "2;Пшеничний Андрій;+38 (050) 000 82 01;;чай;так",
    "3;Млинар Тарас Петрович;0500000011;01.02.1990;чай;так",
    "4;Колосок Ірина;380500009646;;;так",
    "5;Хлібороб Василь;'0500009021;;кава;так",
    "6;Житник Марія;050 000 00 12;;кава;ні",
    "7;Скибка Роман;3,8E+11;;кава;так",
    "8;Без телефону;;;кава;так",
    "9;Зерненко Оксана;0500008001;;кава;так",
    "10;Медова Леся, не писати;0500000013;;чай;",
)


def brought_in(made: Box) -> None:
    """The list as Excel in Ukraine saves it, with the consent the shop has on paper."""
    file = made.directory / "клієнти.csv"
    file.write_bytes(("\r\n".join((HEAD, *ROWS)) + "\r\n").encode("cp1251"))
    how = ("--consent-on", "2026-03-01", "--consent-how", "анкета на папері", "--consent-words", "Згоден на SMS Зерна")
    made.run("customers", "import", str(file), "--column", "Згода=consent", *how, "--yes")


def launched(made: Box) -> int:
    """A campaign to everybody who agreed, with a coupon for each; its id."""
    (series,) = made.rows("coupon", "make", "Круасан", "--offer", "-50 %")
    options = ("--text", TEXT, "--everyone", "--coupons", str(series["id"]))
    (campaign,) = made.rows("campaign", "new", "Осінь", *options)
    made.run("campaign", "launch", str(campaign["id"]), "--yes", "--because", "перевірка")
    return int(campaign["id"])


def permission(made: Box, number: str) -> str:
    """Where a customer stands, by the list of them."""
    return next(row["permission"] for row in made.rows("customers", "list") if row["number"] == number)


def test_from_an_old_list_to_counted_results(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        made.start()
        made.await_modems()
        brought_in(made)
        known = {row["number"]: row for row in made.rows("customers", "list")}
        assert len(known) == 7, sorted(known)
        assert known["+380500008001"]["name"].split()[0] in ("Оксана", "Зерненко")
        campaign = launched(made)

        wanted = [f"+3{each}" for each in (ANSWERING, LEAVING, SILENT, OFF, WRONG)]
        until(lambda: made.rows("campaign", "show", str(campaign))[0]["state"] == "finished", 40)
        until(
            lambda: {row["number"]: row for row in made.rows("customers", "list")}[wanted[1]]["permission"] == "left",
            20,
        )
        air = [each for each in made.accepted() if "півціни" in each["text"] or "неділі" in each["text"]]
        assert set(Counter(each["number"] for each in air)) == set(wanted[:4])
        first = "".join(each["text"] for each in air if each["number"] == wanted[0])
        assert first.startswith("Оксано Іванівно, до кави круасан") and first.endswith("Відмова: СТОП")
        assert "".join(each["text"] for each in air if each["number"] == wanted[2]).startswith(
            "Тарасе Петровичу, до чаю"
        )

        until(lambda: made.rows("campaign", "results", str(campaign))[0]["left"] == 1, 20)
        (whole, *_) = made.rows("campaign", "results", str(campaign))
        assert whole["written_to"] == 5 and whole["sms"] == len(air) and whole["left_out"] == {"consent": 2}
        assert whole["answered"] >= 1
        (goodbye,) = [each for each in made.accepted() if "відписано" in each["text"]]
        assert goodbye["number"] == wanted[1]

        code = first.split("код ")[1].split(".")[0]
        made.run("coupon", "redeem", code)
        assert made.run("coupon", "redeem", code, check=False).returncode != 0
        assert made.rows("campaign", "results", str(campaign))[0]["redeemed"] == 1
