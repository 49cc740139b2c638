"""`smsbox send`: what is queued, what is refused, and that nothing is queued when something is wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from smsbox.cli import send as command
from smsbox.clock import micros
from tests.cli.conftest import Run

A, B = "+380500000001", "+380500000002"
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d")
SEGMENT = {
    "seq": 1,
    "state": "queued",
    "reference": None,
    "attempts": 0,
    "maybe_duplicate": False,
    "submitted_at": None,
    "reported_at": None,
}


def people(folder: Path, content: str) -> Path:
    path = folder / "people.csv"
    path.write_text(content)
    return path


def test_parts_for_some_and_how_people_are_addressed(run: Run, tmp_path: Path) -> None:
    table = "Телефон,Ім’я,Напій,Мітки\n0500000001,Петренко Оксана,Чай,vip; нові\n0500000002,Ігор,,\n"
    path = people(tmp_path, table)
    text = "{Звертання|друже}, {?напій=чай,какао}чай -15%{:}кава -10%{/}{?тег:VIP} і торт{/}"
    ran = run("send", "--file", path, "--text", text, "--json")
    assert ran.code == 0, ran.err
    said = {row["recipient"]: row["text"] for row in ran.rows}
    assert said == {A: "Оксано, чай -15% і торт", B: "Ігорю, кава -10%"}


def test_conditions_on_columns_that_are_not_there_are_refused(run: Run, tmp_path: Path) -> None:
    path = people(tmp_path, "number,town\n0500000001,Lviv\n")
    for text, field in (("{?drink=tea}x{/}y", "drink"), ("{?tag:vip}x{/}y", "tags"), ("{?town}{street}{/}y", "street")):
        ran = run("send", "--file", path, "--text", text)
        assert ran.code == 65
        assert field in ran.err and "town" in ran.err
    ran = run("send", "--file", path, "--text", "ab {?town}x")
    assert ran.code == 65
    assert "character 4" in ran.err and "{?town}x" in ran.err


def test_a_number_a_text(run: Run) -> None:
    ran = run("send", "--to", "050 000 00 01", "--text", "Привіт 🌻", "--json")
    assert ran.code == 0, ran.err
    (row,) = ran.rows
    assert row["recipient"] == A
    assert (row["text"], row["class"], row["state"], row["sim"]) == ("Привіт 🌻", "service", "queued", None)
    assert ISO.fullmatch(row["created_at"])
    assert [{key: segment[key] for key in SEGMENT} for segment in row["segments"]] == [SEGMENT]
    assert run("outbox", "list", "--json").rows == [row]


def test_several_numbers_in_every_form(run: Run) -> None:
    ran = run("send", "--to", A, B, "--to", "0500000003", "--text", "hi", "80500000004", "--json")
    assert [row["recipient"][-1] for row in ran.rows] == ["1", "3", "2", "4"]
    assert run("send", "--text", "hi", A).code == 2
    assert run("send", "--text", "hi").code == 2
    assert run("send", "--to", A, "--file", "x.csv", "--text", "hi").code == 2


def test_all_options_reach_the_queue(run: Run, agreed: str) -> None:
    later = datetime.now(UTC) + timedelta(hours=5)
    options = ("--class", "marketing", "--priority", "-7", "--validity", "24h", "--flash", "--no-report")
    times = ("--send-after", "+2h", "--send-before", later.isoformat())
    ran = run("send", "--to", A, "--text", "x" * 161 + " Opt out: STOP", *options, *times)
    assert (ran.code, ran.out) == (0, "queued 1 message, 2 SMS\n")
    (row,) = run("outbox", "list", "--json").rows
    assert (row["class"], row["priority"], row["validity_s"]) == ("marketing", -7, 86400)
    assert (row["flash"], row["report"]) == (True, False)
    assert datetime.fromisoformat(row["send_before"]) == later
    assert timedelta(hours=1.9) < datetime.fromisoformat(row["send_after"]) - datetime.now(UTC) < timedelta(hours=2)
    assert [segment["seq"] for segment in row["segments"]] == [1, 2]


def test_an_hour_of_the_day_that_has_begun_is_the_next_one_with_its_end(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed at seven in the evening, "from 18:30 to 20:00" is tomorrow's, and whoever typed it is told so."""
    seven = micros(datetime(2026, 11, 23, 19, 0, tzinfo=ZoneInfo("Europe/Kyiv")))
    monkeypatch.setattr("smsbox.cli.send.now", lambda: seven)
    ran = run("send", "--to", A, "--text", "hi", "--send-after", "18:30", "--send-before", "20:00")
    assert (ran.code, ran.err) == (0, "smsbox: nothing leaves before 24 November, 18:30\n")
    (row,) = run("outbox", "list", "--json").rows
    assert row["send_after"].startswith("2026-11-24T18:30") and row["send_before"].startswith("2026-11-24T20:00")


@pytest.mark.parametrize(
    "options",
    [
        ("--send-before", "2020-01-01"),
        ("--send-after", "+3h", "--send-before", "+2h"),
        ("--send-after", "tomorrow"),
        ("--validity", "1s"),
        ("--validity", "soon"),
        ("--priority", "128"),
        ("--class", "spam"),
    ],
)
def test_wrong_options_are_usage_errors(run: Run, options: tuple[str, ...]) -> None:
    assert run("send", "--to", A, "--text", "hi", *options).code == 2
    assert run("outbox", "list", "--json").out == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+48500000000", 77),
        ("+380900212345", 77),
        ("112", 77),
        ("3.16E+10", 65),
        ("", 65),
        ("+", 65),
        ("0" * 40, 65),
        ("ABC;rm", 65),
        ('+31"\rAT+CFUN=1,1\r', 65),
        ("+38050000000\u0661", 65),
        ("*111#", 65),
    ],
)
def test_what_is_no_permitted_number_is_refused(run: Run, number: str, code: int) -> None:
    ran = run("send", "--to", A, number, "--text", "hi")
    assert ran.code == code, ran.err
    assert ran.err.startswith("--to: ")
    assert "\r" not in ran.err
    assert run("outbox", "list", "--json").out == ""


def test_premium_numbers_need_their_own_permission(run: Run, config: Path) -> None:
    config.write_text('[sending]\nallow = ["+380900"]\n' + config.read_text())
    assert run("send", "--to", "+380900212345", "--text", "hi").code == 0
    assert run("send", "--to", A, "--text", "hi").code == 77


@pytest.mark.parametrize("text", ["", " \n", "a\0b", "a\x1bb", "a\x1ab", "a\ud800b", "x" * 40_000, "{name", "{name}"])
def test_texts_that_cannot_be_sent(run: Run, text: str) -> None:
    ran = run("send", "--to", A, "--text", text)
    assert ran.code == 65
    assert "\x1b" not in ran.err
    assert run("outbox", "list", "--json").out == ""


def test_a_file_fills_the_fields(run: Run, tmp_path: Path) -> None:
    path = people(tmp_path, f"Number;Name;City\n{A};Оля;Київ\n{B};;Львів\n")
    ran = run("send", "--file", path, "--text", "Вітаю, {name|друже}! {CITY} {{x}}", "--json")
    assert [row["text"] for row in ran.rows] == ["Вітаю, Оля! Київ {x}", "Вітаю, друже! Львів {x}"]


def test_bad_rows_are_told_and_nothing_is_queued(run: Run, tmp_path: Path) -> None:
    path = people(tmp_path, f"number,name\n{A},a\n3.8E+11,b\n{B},\n{A},again\n+48500000000,f\n")
    ran = run("send", "--file", path, "--text", "Hi {name}")
    assert ran.code == 65
    assert [line[:6] for line in ran.err.splitlines()[:4]] == ["row 3:", "row 4:", "row 5:", "row 6:"]
    assert "3.8E+11" in ran.err
    assert run("outbox", "list", "--json").out == ""
    skipped = run("send", "--file", path, "--text", "Hi {name}", "--skip-bad")
    assert skipped.code == 0
    assert skipped.out == "queued 1 message, 1 SMS, 4 bad rows left out\n"
    assert [row["recipient"] for row in run("outbox", "list", "--json").rows] == [A]


def test_when_only_destinations_are_wrong_the_exit_code_says_so(run: Run, tmp_path: Path) -> None:
    assert run("send", "--file", people(tmp_path, f"number\n{A}\n+48500000000\n"), "--text", "x").code == 77


def test_skipping_everything_is_no_success(run: Run, tmp_path: Path) -> None:
    assert run("send", "--file", people(tmp_path, "number\nx\n"), "--text", "x", "--skip-bad").code == 65
    assert run("send", "--file", people(tmp_path, "number\n"), "--text", "x", "--skip-bad").code == 65


@pytest.mark.parametrize("mark", "'’ʼ")
def test_a_name_with_an_apostrophe_finds_its_column(run: Run, tmp_path: Path, mark: str) -> None:
    path = people(tmp_path, f"номер;Ім’я\n{A};Олено\n+380500000002;\n")
    ran = run("send", "--file", path, "--text", f"Вітаємо, {{ім{mark}я|друже}}!", "--json")
    assert [row["text"] for row in ran.rows] == ["Вітаємо, Олено!", "Вітаємо, друже!"], ran.err


def test_a_field_without_a_file_is_told_at_once(run: Run) -> None:
    ran = run("send", "--to", A, "--text", "Hi {name}")
    assert ran.code == 65
    assert "field “name”" in ran.err and "--to:" not in ran.err
    assert run("send", "--to", A, "--text", "Hi {name|you}, {number}", "--json").rows[0]["text"] == f"Hi you, {A}"
    assert run("send", "--to", A, "--text", "Hi {name").code == 65


def test_formulas_count_by_what_they_showed_last(run: Run, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "people.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["number", "sum"])
    sheet.write_formula(1, 0, '="38050000000"&1', None, "380500000001")
    sheet.write_formula(1, 1, "=2+3", None, 5)
    sheet.write_string(2, 0, "+380500000002")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    book.close()
    ran = run("send", "--file", tmp_path / "people.xlsx", "--text", "{sum} UAH", "--skip-bad", "--json")
    assert [(row["recipient"], row["text"]) for row in ran.rows] == [(A, "5 UAH")]
    assert "row 3: sum: the text needs this field, and here it is empty" in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ("--validity", "1m"),
        ("--validity", "64w"),
        ("--send-before", "2020-01-01"),
        ("--send-after", "+2h", "--send-before", "+1h"),
        ("--priority", "999"),
        ("--class", "gossip"),
    ],
)
def test_what_no_message_can_have_is_wrong_usage(run: Run, wrong: tuple[str, ...]) -> None:
    ran = run("send", "--to", A, "--text", "x", *wrong)
    assert ran.code == 2
    assert wrong[0] in ran.err or wrong[-2] in ran.err
    assert run("outbox", "list", "--json").out == ""


def test_a_field_that_no_row_can_have_is_told_once(run: Run, tmp_path: Path) -> None:
    ran = run("send", "--file", people(tmp_path, f"number,name\n{A},x\n"), "--text", "{nmae}")
    assert ran.code == 65
    assert "{nmae}" in ran.err
    assert "number, name" in ran.err


def test_a_dry_run_counts_and_queues_nothing(run: Run, tmp_path: Path) -> None:
    path = people(tmp_path, f"number,name\n{A},x\n{B},{'y' * 100}\n")
    ran = run("send", "--file", path, "--text", "{name}" * 2, "--dry-run", "--json")
    assert ran.rows == [{"messages": 2, "segments": 3, "bad": 0}]
    assert run("outbox", "list", "--json").out == ""


def test_a_file_that_changes_meanwhile_stops_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = people(tmp_path, f"number\n{A}\n")
    checked = command.refuse_bad

    def then_change(*arguments: object) -> None:
        checked(*arguments)  # type: ignore[arg-type]
        path.write_text(f"number\n{B}\n{A}\n")

    monkeypatch.setattr(command, "refuse_bad", then_change)
    ran = run("send", "--file", path, "--text", "x")
    assert ran.code == 75
    assert run("outbox", "list", "--json").out == ""


def test_an_old_encoding_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(f"номер;клієнтка\n{A};Марічка Гриценко\n".encode("cp1251"))
    ran = run("send", "--file", path, "--text", "{клієнтка}", "--json")
    assert "cp1251" in ran.err
    assert ran.rows[0]["text"] == "Марічка Гриценко"


def test_workbooks_and_refused_files(run: Run, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "people.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ("number", "name"))
    page.write_row(1, 0, (380500000001, "Оля"))
    book.close()
    assert [row["recipient"] for row in run("send", "--file", path, "--text", "{name}", "--json").rows] == [A]
    for wrong in (tmp_path / "none.csv", people(tmp_path, "name\nx\n")):
        assert run("send", "--file", wrong, "--text", "x").code == 65


def test_nothing_is_written_without_a_valid_configuration(run: Run, config: Path) -> None:
    config.write_text("[sending]\nper_day = -1\n" + config.read_text())
    ran = run("send", "--to", A, "--text", "x")
    assert ran.code == 78
    assert "line 2: sending.per_day: -1 is too small" in ran.err
    assert not (config.parent / "smsbox.db").exists()
    assert run("send", "--config", "/nonexistent.toml", "--to", A, "--text", "x").code == 78


@pytest.mark.parametrize("content", [b"", b"x" * 2000, b"SQLite format 3\0" + bytes(200)])
def test_a_database_that_is_not_ours_stays_untouched(run: Run, config: Path, content: bytes) -> None:
    path = config.parent / "smsbox.db"
    path.write_bytes(content)
    assert run("send", "--to", A, "--text", "x").code == 78
    assert run("outbox", "list").code == 78
    assert path.read_bytes() == content
