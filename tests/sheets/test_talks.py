"""Tables of scenarios and of the desk, opened by a real reader cell by cell: numbers of telephones stay text, what
looks like a formula is inert, moments are moments, money is a number; flat memory however long they are.
"""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from smsbox import contacts
from smsbox.cli.table import WHAT
from smsbox.clock import SECOND, micros
from smsbox.desk import labels, tasks
from smsbox.dialogs.examples import Example, example
from smsbox.i18n.translator import translator
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.sheets import desk as desk_tables
from smsbox.sheets import exports, talks
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.caller import Caller
from tests.web.desk import Desk, make_desk, signed_in

KYIV = ZoneInfo("Europe/Kyiv")
NOW = micros(datetime(2026, 11, 20, 10, 0, tzinfo=KYIV))
WICKED = '=HYPERLINK("http://x";"+380")'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def caller(store: Store) -> Caller:
    """Two customers, of whom one has a wicked name."""
    made = Caller(store, now=NOW)
    contacts.add(store, contacts.New(number=ANNA, name="Олена"), NOW)
    contacts.add(store, contacts.New(number=BOHDAN, name=WICKED), NOW)
    return made


def opened(caller: Caller, name: str) -> int:
    return caller.flow(shown(name).source).id


def shown(name: str) -> Example:
    found = example(name, "uk")
    assert found is not None
    return found


def file(caller: Caller, what: str, flow: int | None = None, kind: str = "xlsx", language: str = "en") -> bytes:
    reader = Reader(translator(language), KYIV, caller.now)
    if what in desk_tables.LISTS:
        table, rows = desk_tables.contents(caller.store, what, reader)
    else:
        table, rows = talks.contents(caller.store, caller.config, what, flow, reader)
    return b"".join(exports.octets(kind, table, rows, language))


def read(octets: bytes) -> list[dict[str, Any]]:
    """Each row by its heads; no cell of the file is a formula."""
    book = zipfile.ZipFile(io.BytesIO(octets))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in each or "<f " in each for each in sheets)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(octets)).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def test_votes(caller: Caller) -> None:
    flow = opened(caller, "saturday-vote")
    caller.write("голос джаз")
    caller.write("Голос рок!")
    caller.write("голос за диско", BOHDAN)
    caller.write("голос =1+1", "+380500000005")
    anna, bohdan, other = read(file(caller, "votes", flow))
    assert (anna["Number"], anna["Name"], anna["Counted for"], anna["Changed"]) == (ANNA, "Олена", "Рок", 1)
    assert (bohdan["Number"], bohdan["Name"], bohdan["Counted for"]) == (BOHDAN, WICKED, "Диско")
    assert (other["Name"], other["Counted for"]) == ("", "Nobody could tell")
    assert other["Wrote"] == "=1+1"
    assert anna["When"].replace(microsecond=0, second=0) == at(10)
    assert isinstance(anna["Number"], str), "+380… is text"


def test_orders_have_a_row_for_each_of_the_goods_and_one_sum(caller: Caller) -> None:
    flow = opened(caller, "flower-orders")
    for text in ("Квіти 11 червоних троянд і 3 тюльпани", "привезіть", f"{WICKED} вул. Хрещатик 1", "так"):
        caller.write(text)
    rose, tulip = read(file(caller, "orders", flow))
    assert [(each["Code"], each["Goods"], each["Price"], each["Pieces"], each["Sum"]) for each in (rose, tulip)] == [
        ("Т1", "Троянда червона", 85.0, 11.0, 935.0),
        ("ТЮ", "Тюльпан", 45.0, 3.0, 135.0),
    ]
    assert (rose["Order in all"], rose["Delivery"], rose["Currency"]) == (1150.0, 80.0, "грн")
    assert (tulip["Order in all"], tulip["Delivery"]) == ("", ""), "a sum over the column counts each order once"
    assert (rose["Order"], rose["Number"], rose["State"]) == ("20-1", ANNA, "New order")
    assert rose["Address"].startswith("=HYPERLINK")
    assert isinstance(rose["Ordered"], datetime)
    assert read(file(caller, "orders")) == [rose, tulip], "of all scenarios together, too"


def test_appointments(caller: Caller) -> None:
    opened(caller, "hairdresser")
    for text in ("Запис на стрижку завтра", "2", "так"):
        caller.write(text)
    (one,) = read(file(caller, "appointments"))
    assert (one["Begins at"], one["Ends at"]) == (at(11, day=21), at(11, 45, day=21))
    assert (one["Service chosen"], one["With"], one["Number"], one["State"]) == ("Стрижка", "Оля", ANNA, "Booked")
    assert one["Scenario"] == "Запис до перукарні"


@pytest.mark.parametrize(
    ("name", "what", "said"),
    [
        ("price-quiz", "quiz", ()),
        ("receipt-draw", "entries", ()),
        ("preferences", "answers", ()),
        ("job-application", "applications", ()),
    ],
)
def test_what_the_examples_bring_is_in_its_table(caller: Caller, name: str, what: str, said: tuple[str, ...]) -> None:
    """The talk that comes with the example, played through the router, then its table."""
    flow = opened(caller, name)
    lines = [line[2:] for line in shown(name).talk.splitlines() if line.startswith("> ")]
    for line in lines:
        number, _, text = line.partition(": ") if line.startswith("+380") else (ANNA, "", line)
        caller.write(text, number)
    rows = read(file(caller, what, flow))
    assert rows
    assert {type(row["Number"]) for row in rows} == {str}
    assert {row["Number"] for row in rows} <= {ANNA, *(f"+38050000000{each}" for each in range(10))}
    moments = {"quiz": "Started at", "entries": "When", "answers": "Asked", "applications": "Sent in"}[what]
    assert all(isinstance(row[moments], datetime) for row in rows)
    texts = csv_rows(file(caller, what, flow, "csv"))
    assert len(texts) == len(rows)


def csv_rows(octets: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"))))


def test_a_form_has_a_column_for_each_question(caller: Caller) -> None:
    flow = opened(caller, "job-application")
    row = {"ім'я": WICKED, "gone": "так"}
    caller.store.run(
        "INSERT INTO applications (id, flow_id, version, number, at, answers) VALUES (1, ?, 1, ?, ?, ?)",
        *(flow, ANNA, NOW, json.dumps(row)),
    )
    (found,) = read(file(caller, "applications", flow))
    assert WICKED in found.values()
    assert found["Asked earlier"] == "gone: так"
    (line,) = csv_rows(file(caller, "applications", flow, "csv"))
    assert f"'{WICKED}" in line.values(), "inert in CSV by an apostrophe"


def test_conversations_and_tasks(caller: Caller) -> None:
    caller.write("=1+1 а можна на завтра після обіду?")
    labels.put(caller.store, ANNA, "скарга", by="Olha", now=caller.now)
    with caller.store.write():
        tasks.add(caller.store, "callback", BOHDAN, "=1+1 передзвонити", due_at=NOW + 3600 * SECOND, now=NOW)
    (thread,) = read(file(caller, "threads"))
    assert (thread["Number"], thread["Name"], thread["Labels"], thread["Unread"]) == (ANNA, "Олена", "скарга", 1.0)
    assert (thread["By whom"], thread["Last words"][:4]) == ("the customer", "=1+1")
    assert isinstance(thread["Waits since"], datetime)
    (task,) = read(file(caller, "tasks"))
    assert (task["What"], task["Number"], task["Name"], task["Due"]) == ("=1+1 передзвонити", BOHDAN, WICKED, at(11))


def test_heads_are_in_the_language_of_the_reader(caller: Caller) -> None:
    for language in ("uk", "pl", "ru"):
        heads = CalamineWorkbook.from_filelike(io.BytesIO(file(caller, "orders", language=language)))
        assert heads.sheet_names[0] in ("Замовлення", "Zamówienia", "Заказы")


def test_in_csv_an_order_stays_no_day_and_its_money_is_a_number(caller: Caller) -> None:
    """Excel makes 20 January of 20-1, and text, or a day, of 85.00 where the decimal mark is a comma."""
    flow = opened(caller, "flower-orders")
    for text in ("Квіти 11 червоних троянд", "привезіть", "вул. Хрещатик 1", "так"):
        caller.write(text)
    octets = file(caller, "orders", flow, "csv", "uk")
    (row,) = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert (row["Замовлення"], row["Ціна"], row["Сума"]) == ("'20-1", "85", "935")
    assert row["Замовлення разом"] == "1015"
    table = exports.table(Reader(translator("uk"), KYIV, NOW), "Orders", (("Sum", 9), ("Text", 9)), [])
    for language, told in (("uk", "85,05"), ("en", "85.05")):
        cells = [[Decimal("85.05"), each] for each in ("12E3", "1.5", "12:30", "5 жовтня", "2 шт", "20")]
        lines = b"".join(exports.octets("csv", table, cells, language)).decode().splitlines()[1:]
        found = [tuple(each) for each in csv.reader(lines, delimiter=exports.delimiter(language))]
        assert found == [(told, each) for each in ("'12E3", "'1.5", "'12:30", "5 жовтня", "2 шт", "20")]


@pytest.mark.parametrize(
    ("name", "what", "heads"),
    [
        ("hairdresser", "appointments", {"Початок", "Кінець", "Послуга"}),
        ("preferences", "answers", {"Питання", "Відповідь"}),
        ("price-quiz", "quiz", {"Розпочато", "Завершено"}),
        ("flower-orders", "orders", {"У цьому стані з"}),
        ("", "tasks", {"До коли", "Завершено"}),
    ],
)
def test_a_head_says_what_stands_in_its_column(caller: Caller, name: str, what: str, heads: set[str]) -> None:
    """'From' of the inbox is a person, 'Done' of a button an order: here they are moments."""
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(file(caller, what, opened(caller, name) if name else None, language="uk"))
    )
    found = {str(head) for head in book.get_sheet_by_index(0).to_python()[0]}
    assert heads <= found
    assert not found & {"Від кого", "Сервісне", "Відповісти", "Закрити", "Про програму", "Докладніше"}
    assert book.sheet_names[0] != "Відповідає"


def test_memory_is_flat_however_many_voted(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are made up page by page below the table, a million of them; the bench writes a whole file of them."""
    flow = opened(caller, "saturday-vote")
    pages = iter(range(30))

    def run(self: Store, sql: str, *values: Any) -> Any:
        if "FROM votes" not in sql:
            return original(self, sql, *values)
        page = next(pages, None)
        numbers = [] if page is None else [f"+3805{page * talks.STEP + each:08}" for each in range(talks.STEP)]
        return type("Rows", (), {"fetchall": lambda _: [(each, "", "=1+1", NOW, 0, None) for each in numbers]})()

    original = Store.run
    monkeypatch.setattr(Store, "run", run)
    reader = Reader(translator("en"), KYIV, NOW)
    table, rows = talks.contents(caller.store, caller.config, "votes", flow, reader)
    octets = exports.octets("xlsx", table, rows, "en")
    next(octets)
    tracemalloc.start()
    count = sum(len(each) for each in octets)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 50_000
    assert peak < 4 << 20, peak


def test_the_words_of_the_command_are_those_of_the_tables() -> None:
    assert set(WHAT) == {*desk_tables.LISTS, *talks.OF_KIND.values()}


def test_from_the_page_with_its_line_in_the_log(desk: Desk) -> None:
    manager = signed_in(desk, Role.MANAGER)
    answer = manager.get("/tables/orders?format=xlsx")
    assert answer.status == 200
    assert 'filename="orders-' in dict(answer.headers)["Content-Disposition"]
    assert answer.body[:2] == b"PK"
    assert audit.entries(desk.store, limit=1)[0].what == "message.table_taken"
    assert manager.get("/tables/orders?format=exe").status == 404
    assert manager.get("/tables/votes?format=xlsx").status == 404
    assert manager.get("/tables/votes?format=xlsx&flow=77").status == 404
    assert manager.get("/tables/threads?format=csv").status == 200
    assert signed_in(desk, Role.TECHNICIAN).get("/tables/orders?format=xlsx").status == 403
