"""The import as a whole: recognised, counted, done, undone; what cannot be used is named; nothing is done twice."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsbox import consent, contacts, intake, outbox
from smsbox.clock import DAY
from smsbox.contacts import New, State
from smsbox.intake import BadPlan, Column, Evidence, Known, Meaning, Plan, Stage, TooLarge
from smsbox.sheets import SheetRefused
from tests.intake.shop import LIST, A, B, C, D, Shop, make_shop
from tests.sheets import old_excel, open_document

EVIDENCE = Evidence("2026-03-01", "paper form at the till", "Так, пишіть мені про новинки")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.store.close()


def counts(found: Any) -> tuple[int, int, int, int]:
    """Added, changed, same, bad: of a dry run, or of a run."""
    if isinstance(found, dict):
        return found["added"], found["changed"], found["same"], found["bad"]
    return found.added, found.changed, found.same, found.bad


# ── what comes in


def test_the_list_of_a_shop_as_excel_writes_it(shop: Shop) -> None:
    found = shop.hand_in(LIST)
    assert (found.plan.encoding, found.plan.delimiter, found.plan.header) == ("cp1251", ";", 1)
    meanings = [column.meaning for column in found.plan.columns]
    expected = [Meaning.NOTHING, Meaning.NAME, Meaning.NUMBER, Meaning.BIRTHDAY, Meaning.FIELD, Meaning.NOTE]
    assert meanings == expected
    counted = shop.count(found)
    assert counted.stage is Stage.ASKED and counted.total == 8 and counts(dict(counted.found)) == (5, 0, 0, 3)
    assert counted.found["reasons"] == {"number.scientific": 1, "repeated": 1, "number.letters": 1}
    assert counted.found["wrong"] == {"birthday": 1}
    assert shop.names() == {}, "a dry run changes nothing"
    assert intake.agree(shop.store, shop.config, found.id)
    done = shop.work(found.id)
    assert done.stage is Stage.DONE and counts(done) == (5, 0, 0, 3)
    assert list(shop.names().values()) == [
        *("Оксана Іванівна Петренко", "Дар'я Коваль", "Іван Петрович Іваненко", "ТОВ «Ромашка»"),
        "Олексій Ілліч Бондар",
    ]
    oksana = shop.contact(A)
    assert oksana.birthday == "1990-03-15" and oksana.state is State.CUSTOMER and oksana.import_id == found.id
    assert oksana.fields == {"ім'я": "Оксана", "по батькові": "Іванівна", "прізвище": "Петренко", "знижка, %": "5"}
    assert [note.text for note in contacts.notes(shop.store, oksana.id)] == ["любить каву"]
    assert shop.contact("+380500000013").number == C, "two numbers in one cell are one person"
    assert consent.standing(shop.store, A).state is consent.State.UNKNOWN, "nobody said that they agreed"


def test_a_report_of_1c_with_groups_and_totals(shop: Shop) -> None:
    """A title above the header, groups, subtotals, notes beside names, a broken cell; none of it becomes a customer."""
    report = (
        "Контрагенти;;;;\r\nСформовано: 22.11.2026;;;;\r\n;;;;\r\n"
        "№ з/п;Найменування;Контактна інформація;Дата народження;Сума\r\n"
        "Роздрібні покупці;;;;\r\n"
        '1;"Іванова О.П.";"050 000-00-01, 050 000-00-11";31.12.1985;"12 345,67"\r\n'
        "2;ПЕТРЕНКО ОКСАНА (мама Дениса);8(050)0000002;31-дек-85;0,00\r\n"
        "3;???;'0500000003;;\r\n"
        "4;Коваль Іван;#ЗНАЧ!;;\r\n"
        "5;Бондар Ольга;;;\r\n"
        "Усього;;;;12 345,67\r\n"
    )
    counted = shop.count(shop.hand_in(report, "1c.csv"))
    assert counted.plan.header == 4
    assert counted.found["reasons"] == {"heading": 2, "number.broken": 1, "number.empty": 1}
    assert counted.found["wrong"] == {"name": 1}
    assert intake.agree(shop.store, shop.config, counted.id) and shop.work(counted.id).added == 3
    assert shop.names() == {A: "Іванова О.П.", B: "Оксана Петренко", C: ""}
    assert shop.contact(A).other_numbers == ("+380500000011",) and shop.contact(B).birthday == "1985-12-31"
    (note,) = contacts.notes(shop.store, shop.contact(B).id)
    assert note.text == "мама Дениса"


def test_utf_16_as_excel_saves_unicode_text(shop: Shop) -> None:
    found = shop.hand_in("Телефон\tІм'я\n0500000001\tОля\n".encode("utf-16"))
    assert (found.plan.encoding, found.plan.delimiter) == ("utf-16", "\t")
    assert counts(shop.run(found)) == (1, 0, 0, 0) and shop.names() == {A: "Оля"}


ROWS: tuple[tuple[object, ...], ...] = (
    ("Телефон", "ПІБ", "Дата народження"),
    (380500000001.0, "Петренко Оксана", date(1990, 5, 19)),
    (500000002, "Коваль Іван", 33012),
    ("8 (050) 000-00-03", "Іваненко Ганна", "15.03.1990"),
)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_workbooks(shop: Shop, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"people.{kind}"
    if kind == "xlsx":
        book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
        page = book.add_worksheet("Клієнти")
        for at, cells in enumerate(ROWS):
            page.write_row(at, 0, cells)
        book.close()
    else:
        (old_excel if kind == "xls" else open_document).write(path, *ROWS)
    assert counts(shop.run(shop.hand_in(path.read_bytes(), path.name))) == (3, 0, 0, 0)
    assert shop.names() == {A: "Оксана Петренко", B: "Іван Коваль", C: "Ганна Іваненко"}
    assert [shop.contact(each).birthday for each in (A, B, C)] == ["1990-05-19", "1990-05-19", "1990-03-15"]


def test_a_pasted_list_without_a_header(shop: Shop) -> None:
    found = shop.hand_in(b"0500000001\n0500000002 \n\n050 000 00 03\n")
    assert found.plan.header == 0
    assert counts(shop.run(found)) == (3, 0, 0, 0)


def test_what_was_guessed_can_be_said_otherwise(shop: Shop) -> None:
    found = shop.hand_in("Хто;Куди\nОля;0500000001\n")
    plan = Plan("cp1251", ";", "", 0, (Column(Meaning.NAME), Column(Meaning.NUMBER)))
    found = intake.look_again(shop.store, shop.config, found.id, plan, shop.at)
    counted = shop.count(found)
    assert counted.total == 2 and counted.found["reasons"] == {"number.letters": 1}
    assert intake.reconsider(shop.store, found.id)
    again = intake.look_again(shop.store, shop.config, found.id, Plan(encoding="koi8_u", header=1), shop.at)
    assert again.plan.columns[0].name != "хто", "another encoding, other words"


def test_parts_of_names_in_columns_of_their_own(shop: Shop) -> None:
    shop.run(shop.hand_in("Прізвище;Ім'я;Телефон;Теги;Мова\nКОВАЛЬ;іван;0500000001;VIP, кава;рос\n"))
    found = shop.contact(A)
    assert (found.name, found.tags, found.language) == ("Іван Коваль", ("vip", "кава"), "ru")


# ── who is known


def test_who_is_known_is_changed_filled_or_left_alone(shop: Shop) -> None:
    content = "Телефон;ПІБ;Місто\n0500000001;Ольга;Львів\n0500000002;Юлія;Київ\n"
    expected = {Known.REPLACE: ("Ольга", "Львів"), Known.FILL: ("Оля", "Львів"), Known.SKIP: ("Оля", None)}
    for known, (name, town) in expected.items():
        shop.store.run("DELETE FROM contacts")
        shop.store.run("DELETE FROM contact_fields")
        contacts.add(shop.store, New(number=A, name="Оля", state=State.CUSTOMER), shop.at - DAY)
        found = shop.hand_in(content)
        plan = found.plan
        plan = Plan(plan.encoding, plan.delimiter, "", 1, plan.columns, known)
        done = shop.run(intake.look_again(shop.store, shop.config, found.id, plan, shop.at))
        assert counts(done) == ((1, 0, 1, 0) if known is Known.SKIP else (1, 1, 0, 0))
        assert (shop.contact(A).name, shop.contact(A).fields.get("місто")) == (name, town)


def test_a_blank_cell_takes_nothing_away_and_nobody_becomes_a_lead_again(shop: Shop) -> None:
    contacts.add(shop.store, New(number=A, name="Оля", birthday="05-19", fields={"місто": "Львів"}), shop.at - DAY)
    before = shop.contact(A)
    done = shop.run(shop.hand_in("Телефон;ПІБ;Місто;Дата народження\n0500000001;;;\n"))
    after = shop.contact(A)
    assert counts(done) == (0, 1, 0, 0) and after.state is State.CUSTOMER, "the list is of customers"
    assert (after.name, after.birthday, after.fields) == (before.name, before.birthday, before.fields)


def test_a_second_list_with_notes_of_who_is_known(shop: Shop) -> None:
    """What the shop wrote beside a customer is not lost because he is known; once, and gone when it is undone."""
    shop.run(shop.hand_in("Телефон;ПІБ\n0500000001;Коваль Іван\n"))
    before = shop.everything()
    notes = "Телефон;Примітка\n0500000001;любить каву\n"
    done = shop.run(shop.hand_in(notes))
    again = shop.run(shop.hand_in(notes))
    assert (done.changed, again.changed, again.same) == (1, 0, 1)
    (note,) = contacts.notes(shop.store, shop.contact(A).id)
    assert (note.text, note.who) == ("любить каву", f"import:{done.id}")
    assert shop.undo(done).undone == 1
    after = shop.everything()
    assert after.pop("contacts")[0][1] == before.pop("contacts")[0][1] and after == before
    assert shop.run(shop.hand_in(notes, plan=None)).changed == 1


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    shop.run(shop.hand_in(LIST))
    before = shop.everything()
    again = shop.run(shop.hand_in(LIST))
    assert counts(again) == (0, 0, 5, 3) and shop.everything() == before
    assert not again.undoable(shop.at), "nothing to put back"


def test_other_ways_to_write_a_number_lead_to_the_same_person(shop: Shop) -> None:
    shop.run(shop.hand_in("Телефон;ПІБ\n0500000001;Оля\n"))
    done = shop.run(shop.hand_in("Телефон;ПІБ\n80500000001;Оля\n+38 (050) 000-00-01;Оля\n380500000001;Оля\n"))
    assert counts(done) == (0, 0, 1, 2), "one person, and two rows that are him again"


def test_two_numbers_of_one_customer_in_two_rows_are_one_person(shop: Shop) -> None:
    contacts.add(shop.store, New(number=A, name="Оля", other_numbers=(B,)), shop.at - DAY)
    counted = shop.count(shop.hand_in("Телефон;ПІБ\n0500000001;Ольга\n0500000002;Олена\n"))
    assert counts(dict(counted.found)) == (0, 1, 0, 1) and counted.found["reasons"] == {"repeated": 1}


def test_a_second_number_that_several_share_makes_nobody_the_same(shop: Shop) -> None:
    done = shop.run(shop.hand_in("Телефон;ПІБ\n0500000001, 0500000009;Оля\n0500000002, 0500000009;Іван\n"))
    assert counts(done) == (2, 0, 0, 0) and list(shop.names().values()) == ["Оля", "Іван"]
    shared = contacts.by_number(shop.store, "+380500000009")
    assert shared is not None and shared.name == "Оля", "it stays with whom it was named first"
    assert counts(shop.run(shop.hand_in("Телефон;ПІБ\n0500000003, 0500000009;Марія\n"))) == (1, 0, 0, 0)
    assert counts(shop.run(shop.hand_in("Телефон;ПІБ\n0500000004, 0500000009;Оля\n"))) == (0, 1, 0, 0)
    olha = contacts.by_number(shop.store, A)
    assert olha is not None and olha.name == "Оля" and set(olha.numbers) == {A, D, "+380500000009"}
    maria = contacts.by_number(shop.store, C)
    assert maria is not None and maria.numbers == (C,)


# ── consent


def agreed(shop: Shop, content: str, evidence: Evidence | None = EVIDENCE) -> Any:
    found = shop.hand_in(content)
    plan = found.plan
    plan = Plan(plan.encoding, plan.delimiter, "", plan.header, plan.columns, evidence=evidence)
    return intake.look_again(shop.store, shop.config, found.id, plan, shop.at)


def test_consent_only_with_what_proves_it_and_each_line_says_so(shop: Shop) -> None:
    done = shop.run(agreed(shop, "Телефон;ПІБ\n0500000001;Оля\n"))
    assert done.agreed == 1 and consent.standing(shop.store, A).state is consent.State.AGREED
    (line,) = consent.history(shop.store, A)
    assert (line.entry.act, line.entry.how, line.entry.words) == ("imported", "import", EVIDENCE.words)
    assert line.entry.operator == "Ольга"
    assert line.entry.evidence == "paper form at the till · 2026-03-01 · clients.csv, 2"
    again = shop.run(agreed(shop, "Телефон;ПІБ\n0500000001;Оля\n"))
    assert again.agreed == 0 and len(consent.history(shop.store, A)) == 1


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (Evidence("2026-03-01", "", "Так"), "evidence"),
        (Evidence("2026-03-01", "paper", "  "), "evidence"),
        (Evidence("", "paper", "Так"), "day"),
        (Evidence("2027-01-01", "paper", "Так"), "day"),
    ],
)
def test_a_consent_nobody_could_prove_is_refused(shop: Shop, evidence: Evidence, reason: str) -> None:
    found = agreed(shop, "Телефон;ПІБ\n0500000001;Оля\n", evidence)
    with pytest.raises(BadPlan) as refusal:
        intake.count(shop.store, shop.config, found.id, shop.at)
    assert refusal.value.facts["reason"] == reason


def test_a_column_says_who_agreed_and_when(shop: Shop) -> None:
    content = (
        "Телефон;Згода;Дата згоди\n0500000001;так;01.02.2026\n0500000002;ні;01.02.2026\n0500000003;так;\n"
        "0500000004;мабуть;01.02.2026\n0500000005;так;01.02.2027\n"
    )
    counted = shop.count(agreed(shop, content, Evidence("", "form on the page", "Хочу знижки")))
    assert counted.found["agreements"] == {"agrees": 1, "says_no": 2, "unproved": 2}
    assert counted.found["wrong"] == {"consent": 1, "day": 1}
    assert intake.agree(shop.store, shop.config, counted.id)
    shop.work(counted.id)
    states = [consent.standing(shop.store, f"+38050000000{each}").state.label for each in range(1, 6)]
    assert states == ["agreed", "unknown", "unknown", "unknown", "unknown"]
    assert "2026-02-01" in consent.history(shop.store, A)[0].entry.evidence


def test_who_left_said_no_or_is_being_asked_is_never_subscribed_and_who_was_erased_stays_forgotten(shop: Shop) -> None:
    for number, act in ((A, "left"), (B, "declined"), (C, "asked")):
        consent.record(shop.store, consent.Entry(number, shop.at - DAY, act, "sms", evidence="his message"))
    contacts.add(shop.store, New(number=D, name="Забутий"), shop.at - DAY)
    consent.erase(shop.store, D, shop.at - DAY)
    shop.store.run("DELETE FROM contacts")
    content = "".join(f"050000000{each};Хтось\n" for each in range(1, 6))
    counted = shop.count(agreed(shop, "Телефон;ПІБ\n" + content))
    assert counted.found["agreements"] == {"left": 1, "declined": 1, "asked": 1, "agrees": 1}
    assert counted.found["reasons"] == {"erased": 1}
    intake.agree(shop.store, shop.config, counted.id)
    done = shop.work(counted.id)
    assert (done.added, done.agreed, done.stayed, done.bad) == (4, 1, 3, 1)
    states = [consent.standing(shop.store, number).state.label for number in (A, B, C, D)]
    assert states == ["left", "declined", "asked", "unknown"] and contacts.by_number(shop.store, D) is None
    assert consent.standing(shop.store, D).suppressed


# ── undo


def furnished(shop: Shop) -> None:
    """Some who are known before."""
    old = shop.at - 5 * DAY
    contacts.add(shop.store, New(number=A, name="Оля", birthday="05-19", fields={"місто": "Львів"}, tags=["vip"]), old)
    contacts.add(shop.store, New(number=B, name="Юля", state=State.CUSTOMER, language="ru"), old)


CHANGES = (
    "Телефон;ПІБ;Дата народження;Місто;Мова;Останній візит\n"
    "0500000001, 0500000011;Ольга Коваль;19.05.1990;Київ;укр;01.10.2026\n"
    "0500000002;Юля;;Одеса;;\n"
    "0500000003;Ганна Мельник;01.01.1980;Суми;укр;\n"
)


def test_undone_it_is_as_if_it_had_never_been(shop: Shop) -> None:
    furnished(shop)
    before = shop.everything()
    found = agreed(shop, CHANGES)
    plan = found.plan
    tagged = Plan(plan.encoding, plan.delimiter, "", 1, plan.columns, tags=("новорічна",), evidence=EVIDENCE)
    done = shop.run(intake.look_again(shop.store, shop.config, found.id, tagged, shop.at))
    assert counts(done) == (1, 2, 0, 0) and done.agreed == 3
    assert shop.contact("+380500000011").name == "Ольга Коваль" and "новорічна" in shop.contact(A).tags
    shop.at += 3600 * 1_000_000
    undone = shop.undo(done)
    assert undone.stage is Stage.UNDONE and undone.undone == 3
    after = shop.everything()
    for table in before:
        where = 11 if table == "contacts" else 3 if table == "contact_fields" else None
        if where is not None:  # when it was changed last is history, and stays
            keep = slice(0, where)
            assert [row[keep] for row in after[table]] == [row[keep] for row in before[table]], table
        else:
            assert after[table] == before[table], table
    assert [consent.standing(shop.store, each).state.label for each in (A, B, C)] == ["unknown"] * 3
    assert [line.entry.act for line in consent.history(shop.store, A)] == ["imported", "revoked"]
    assert not intake.undo(shop.store, done.id, shop.at), "once"


def test_what_has_happened_since_is_left_alone(shop: Shop) -> None:
    furnished(shop)
    done = shop.run(shop.hand_in(CHANGES + "0500000004;Іван;;;;\n0500000005;Петро;;;;\n0500000006;Анна;;;;\n"))
    shop.at += 3600 * 1_000_000
    contacts.change(shop.store, shop.contact(A).id, contacts.Changes(name="Ольга Петрівна"), shop.at)
    contacts.note(shop.store, shop.contact(D).id, "дзвонив", "Olha", shop.at)
    contacts.heard(shop.store, "+380500000005", shop.at)
    contacts.tag(shop.store, [shop.contact("+380500000006").id], "кава")
    shop.undo(done)
    assert shop.contact(A).name == "Ольга Петрівна", "somebody has written it himself"
    assert shop.contact(A).fields == {"місто": "Львів"} and shop.contact(A).birthday == "05-19"
    left = {"+380500000004", "+380500000005", "+380500000006"}
    assert set(shop.names()) == {A, B, *left}


def test_undone_its_consent_lets_nothing_leave_that_waits(shop: Shop) -> None:
    """Who came with the list stays, for something was written to him; what waits goes with his consent."""
    plan = shop.hand_in("Телефон;ПІБ\n0500000001;Коваль Іван\n").plan
    paper = replace(plan, evidence=Evidence("2026-03-01", "анкета", "Згоден на SMS"))
    found = shop.hand_in("Телефон;ПІБ\n0500000001;Коваль Іван\n")
    intake.look_again(shop.store, shop.config, found.id, paper, shop.at)
    shop.run(found)
    offer = outbox.Draft(A, "Кава -20 %", outbox.MessageClass.MARKETING)
    (message,) = outbox.submit(shop.store, [offer], now=shop.at, allow=("+380",))
    shop.undo(found)
    view = outbox.get(shop.store, message)
    assert view is not None and (view.state, view.reason) == (outbox.State.CANCELLED, "consent")
    assert consent.standing(shop.store, A).state is consent.State.UNKNOWN and shop.contact(A).name == "Іван Коваль"


def test_consent_that_was_confirmed_since_stays(shop: Shop) -> None:
    done = shop.run(agreed(shop, "Телефон;ПІБ\n0500000001;Оля\n0500000002;Юля\n"))
    consent.record(shop.store, consent.Entry(B, shop.at + 1, "left", "sms", evidence="STOP"))
    shop.undo(done)
    assert consent.standing(shop.store, A).state is consent.State.UNKNOWN
    assert consent.standing(shop.store, B).state is consent.State.LEFT


def test_after_a_month_nothing_is_kept_for_undoing(shop: Shop) -> None:
    done = shop.run(shop.hand_in(LIST))
    shop.at += intake.UNDO_FOR + DAY
    assert not shop.seen(done.id).undoable(shop.at) and not intake.undo(shop.store, done.id, shop.at)
    intake.work(shop.store, shop.config, shop.at)
    assert shop.store.run("SELECT count(*) FROM import_rows").fetchone()[0] == 0


# ── files


def test_the_file_is_for_the_daemon_alone_and_gone_afterwards(shop: Shop) -> None:
    found = shop.hand_in(LIST)
    folder = shop.config.store.directory / "imports"
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert files and all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in files)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    shop.count(found)
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert len(files) == 2 and all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in files)
    intake.agree(shop.store, shop.config, found.id)
    shop.work(found.id)
    assert not any(folder.iterdir())
    kept = shop.store.run("SELECT looked, found FROM imports").fetchone()
    assert "0500000001" not in str(tuple(kept)) and "examples" not in str(tuple(kept))


def test_drafts_nobody_goes_on_with_and_files_nobody_knows_are_swept(shop: Shop) -> None:
    shop.hand_in(LIST)
    stray = shop.config.store.directory / "imports" / "77"
    stray.mkdir()
    (stray / "file").write_text("x")
    shop.at += 2 * DAY
    intake.work(shop.store, shop.config, shop.at)
    assert not any((shop.config.store.directory / "imports").iterdir()) and intake.newest(shop.store) == []


def test_files_that_wait_forget_who_is_erased(shop: Shop) -> None:
    """A list handed in and not imported yet goes when somebody in it is erased, however his number is written there."""
    others = shop.hand_in("Телефон\n0500000002\n")
    lists = [
        shop.hand_in("Телефон;Ім'я\n+38 (050) 000-00-01;Оля\n"),
        shop.hand_in("Телефон\n0500000001\n".encode("utf-16")),
        shop.count(shop.hand_in("Телефон\n050 0000 001\n")),
    ]
    assert intake.forget(shop.store, shop.config, [D]) == []
    assert [each.id for each in intake.forget(shop.store, shop.config, [A])] == [each.id for each in lists]
    assert [each.id for each in intake.newest(shop.store)] == [others.id]
    folder = shop.config.store.directory / "imports"
    assert [each.name for each in folder.iterdir()] == [str(others.id)]


def test_a_file_that_is_gone_in_the_middle_is_told(shop: Shop) -> None:
    found = shop.count(shop.hand_in("Телефон\n" + "".join(f"05000{each:05}\n" for each in range(500))))
    intake.agree(shop.store, shop.config, found.id)
    intake.advance(shop.store, shop.config, shop.seen(found.id), shop.at)
    for each in (shop.config.store.directory / "imports" / str(found.id)).iterdir():
        each.unlink()
    failed = shop.work(found.id)
    assert failed.stage is Stage.FAILED and failed.problem is not None and failed.problem["reason"] == "gone"
    assert 0 < failed.done < 500 and failed.undoable(shop.at)
    shop.undo(failed)
    assert shop.names() == {}


def test_stopped_in_the_middle_it_stays_so_and_can_be_undone(shop: Shop) -> None:
    found = shop.count(shop.hand_in("Телефон\n" + "".join(f"05000{each:05}\n" for each in range(500))))
    intake.agree(shop.store, shop.config, found.id)
    intake.advance(shop.store, shop.config, shop.seen(found.id), shop.at)
    assert intake.stop(shop.store, shop.config, found.id, shop.at)
    stopped = shop.work(found.id)
    assert stopped.stage is Stage.STOPPED and len(shop.names()) == stopped.added > 0
    shop.undo(stopped)
    assert shop.names() == {}


def test_bad_rows_as_they_stand_in_the_file(shop: Shop) -> None:
    counted = shop.count(shop.hand_in(LIST))
    before = list(intake.bad_rows(shop.store, shop.config, counted))
    intake.agree(shop.store, shop.config, counted.id)
    after = list(intake.bad_rows(shop.store, shop.config, shop.work(counted.id)))
    assert before == after and [each.line for each in after] == [6, 7, 8]
    assert after[0].cells == ("5", "Шевчук Ганна", "5,0E+08", "", "5", "")


def test_counted_anew_by_other_columns_it_is_never_counted_by_the_old_ones(shop: Shop) -> None:
    found = shop.hand_in("0500000001;0500000011\n0500000002;x\n")
    for at, added in ((0, 2), (1, 1)):
        columns = [Column(Meaning.NOTHING), Column(Meaning.NOTHING)]
        columns[at] = Column(Meaning.NUMBER)
        plan = Plan("utf-8", ";", "", 0, tuple(columns))
        intake.look_again(shop.store, shop.config, found.id, plan, shop.at)
        assert intake.count(shop.store, shop.config, found.id, shop.at)
        intake.advance(shop.store, shop.config, shop.seen(found.id), shop.at)  # its reader has begun
        if at:
            assert shop.work(found.id).found["added"] == added
        else:
            assert intake.reconsider(shop.store, found.id)


def test_an_id_that_comes_again_is_another_import(shop: Shop) -> None:
    for _ in range(2):
        counted = shop.count(shop.hand_in(LIST))
        assert counted.id == 1 and counted.stage is Stage.ASKED
        assert intake.discard(shop.store, shop.config, counted.id)


# ── faults B 51–55


def test_51_nul_a_long_field_and_octets_of_another_encoding_are_bad_rows(shop: Shop) -> None:
    content = b"number,name\n0500000001,a\0b\n0500000002," + b"x" * 200_000 + b"\n0500000003,ok\n"
    counted = shop.count(shop.hand_in(content))
    assert counts(dict(counted.found)) == (1, 0, 0, 2)
    assert set(counted.found["reasons"]) <= {"nul", "long"} and sum(counted.found["reasons"].values()) == 2


def test_52_rounded_numbers_are_refused_with_their_reason(shop: Shop) -> None:
    counted = shop.count(shop.hand_in("Телефон;ПІБ\n3.16E+10;Оля\n3,8E+11;Юля\n0500000001;Іван\n"))
    assert counted.found["reasons"] == {"number.scientific": 2} and counted.found["added"] == 1


def test_53_more_than_a_million_rows_are_refused_and_the_count_is_exact(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smsbox.intake import reading

    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    plan = Plan(columns=(Column(Meaning.NUMBER),))
    lines = [(at, [f"050000000{at}"]) for at in range(1, 5)]
    by = reading.Reading("UA", shop.config.region.zone, date(2026, 11, 18))
    with pytest.raises(SheetRefused, match="rows"):
        list(reading.people(lines, plan, by))
    assert len(list(reading.people(lines[:3], plan, by))) == 3


def test_54_and_55_bombs_are_refused_unparsed_and_leave_nothing(shop: Shop, tmp_path: Path) -> None:
    bomb = open_document.write(
        tmp_path / "b.ods", content=open_document.row("x", times=1_048_576) + "<table:table-row/>"
    )
    far = old_excel.compound(old_excel.book({"A": [("x",)]}, old_excel.cell(65535, 255, "y")))
    climbing = tmp_path / "c.xlsx"
    import zipfile

    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    for content, reason in ((far, "rows"), (climbing.read_bytes(), "bomb"), (b"PK\3\4nonsense", "not_xlsx")):
        with pytest.raises(SheetRefused) as refusal:
            shop.hand_in(content, "people.xls")
        assert refusal.value.facts["reason"] == reason and refusal.value.facts["path"] == "people.xls"
    assert bomb.exists() and intake.newest(shop.store) == []
    assert not any((shop.config.store.directory / "imports").iterdir())


def test_a_file_that_is_too_large(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsbox.intake.desk.MOST_OCTETS", 100)
    with pytest.raises(TooLarge):
        shop.hand_in(b"number\n" + b"0500000001\n" * 20)
    assert intake.newest(shop.store) == [] and not any((shop.config.store.directory / "imports").iterdir())


# ── property

_NUMBERS = st.sampled_from(["0500000001", "8050 0000001", "0500000002", "0500000003, 0500000004", "", "3E+10", "x"])
_ROW = st.tuples(
    _NUMBERS, st.sampled_from(["Оля", "Петренко Ганна", "", "А;Б"]), st.sampled_from(["", "15.03.1990", "?"])
)


@given(st.lists(_ROW, min_size=1, max_size=12), st.lists(_ROW, max_size=6), st.sampled_from(list(Known)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_counted_once_and_the_dry_run_tells_the_truth(
    tmp_path_factory: pytest.TempPathFactory, first: list[Any], second: list[Any], known: Known
) -> None:
    """added + changed + same + bad = rows, as counted, as done, and as undone again."""
    from smsbox.intake import applying, counting, desk, imports, spool

    shop = make_shop(tmp_path_factory.mktemp("shop"))
    columns = (Column(Meaning.NUMBER), Column(Meaning.NAME), Column(Meaning.BIRTHDAY))
    plan = Plan("utf-8", "\t", "", 0, columns, known, evidence=EVIDENCE)
    try:
        for rows in (first, second):
            lines = ["\t".join(each) for each in rows if any(each)]
            if not lines:
                continue
            before = shop.everything()
            number = imports.insert(shop.store, "list", plan, home="", by="Olha", now=shop.at)
            files = spool.Spool(shop.config.store.directory, number)
            files.folder.mkdir(parents=True)
            files.file.write_text("\n".join(lines))
            by = desk.reading_of(shop.config, shop.at)
            *_, told = counting.count(shop.store, files.file, plan, by, files)
            found = told["found"]
            assert sum(counts(found)) == found["rows"] == len(lines)
            imports.enter(shop.store, number, Stage.RUNNING, (Stage.DRAFT,), found=found, total=found["rows"])
            while (seen := shop.seen(number)).open:
                applying.step(shop.store, files, seen, shop.at)
            assert counts(seen) == counts(found) and seen.agreed == found["agreed"]
            if rows is second and seen.undoable(shop.at + 1):
                shop.undo(seen)
                strip = [row[:11] for row in shop.everything()["contacts"]]
                assert strip == [row[:11] for row in before["contacts"]]
    finally:
        shop.store.close()


# ── what smsbox itself has written


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_file_of_customers_changes_nothing(shop: Shop, kind: str, language: str) -> None:
    """Taken out, looked through in a spreadsheet, given back."""
    from smsbox.i18n.translator import translator
    from smsbox.sheets import customers, exports

    furnished(shop)
    contacts.add(shop.store, New(number=C, name="Ганна", salutation="Ганнусю", other_numbers=(D,)), shop.at - DAY)
    contacts.bought(shop.store, C, shop.at - DAY)
    contacts.add(shop.store, New(number="+380500000009", name="", state=State.LAPSED), shop.at - DAY)
    reader = exports.Reader(translator(language), shop.config.region.zone, shop.at)
    table, rows = customers.contents(shop.store, contacts.Wanted(everyone=True), reader, [])
    found = shop.hand_in(b"".join(exports.octets(kind, table, rows, language)), f"customers.{kind}")
    before = shop.everything()
    done = shop.run(found)
    assert counts(done) == (0, 0, 4, 0) and shop.everything() == before
