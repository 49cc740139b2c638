"""Facts in the braces of an explanation: numbers, money, moments and phrases as the reader writes them."""

from __future__ import annotations

import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from smsbox.config.problems import Problem as ConfigProblem
from smsbox.doctor.findings import ok
from smsbox.i18n.explanations import explain
from smsbox.i18n.facts import written
from smsbox.i18n.phrases import Phrase, kept, told
from smsbox.i18n.translator import translator
from smsbox.problems import tell
from smsbox.problems.problem import Problem
from smsbox.problems.records import plain
from smsbox.relay.status import ModemStatus
from smsbox.web.modems.view import trouble
from smsbox.web.settings.desk import SettingsRefused

EN, UK, PL = translator("en"), translator("uk"), translator("pl")


def plainly(said: object) -> str:
    """Whatever kind of blank parts the thousands."""
    return str(said).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("name", "fact", "english", "ukrainian"),
    [
        ("count", 1234567, "1,234,567", "1 234 567"),
        ("free", 89.5, "89.5", "89,5"),
        ("pid", 1234567, "1234567", "1234567"),
        ("id", 20_000, "20000", "20000"),
        ("money", Decimal("1234.5"), "1,234.50", "1 234,50"),
        ("money", "84.5", "84.50", "84,50"),
        ("price", "free", "free", "free"),
        ("low", 20, "20.00", "20,00"),
        ("on", "2026-03-05", "5 March 2026", "5 березня 2026"),
        ("time", "2026-03-05 08:13:20", "5 March 2026, 08:13:20", "5 березня 2026, 08:13:20"),
        ("next_at", "2026-03-05T08:13:20.000000+02:00", "5 March 2026, 08:13:20", "5 березня 2026, 08:13:20"),
        ("sent", "–", "–", "–"),
        ("at", "2026-99-99", "2026-99-99", "2026-99-99"),
        ("text", "2026-03-05", "2026-03-05", "2026-03-05"),
        ("keys", ["a", "b"], "a, b", "a, b"),
        ("helped", True, "True", "True"),
    ],
)
def test_each_is_written_by_name_and_kind(name: str, fact: object, english: str, ukrainian: str) -> None:
    assert plainly(written(EN, {name: fact})[name]) == english
    assert plainly(written(UK, {name: fact})[name]) == ukrainian


def test_what_is_not_known_stays_unknown() -> None:
    assert written(UK, {"dbm": None}) == {"dbm": None}
    assert "?" in explain(UK, "modem.port_missing", {"port": None}).cause


def test_a_phrase_is_told_to_whoever_reads_it_later() -> None:
    """Through JSON and the database, also inside another phrase."""
    inner = Phrase("it must hold the 4 to 8 digits of the PIN and nothing else")
    outer = Phrase("line {line}: {said}", line=7, said=inner)
    for facts in (
        kept({"path": "/x", "problem": outer}),
        json.loads(json.dumps(kept({"path": "/x", "problem": outer}))),
    ):
        assert told(EN, facts["problem"]) == f"line 7: {inner}"
        assert told(UK, facts["problem"]) == "рядок 7: у ньому мають бути 4–8 цифр PIN і більше нічого"
        assert "рядок 7" in explain(UK, "config.pin_file", facts).cause
        assert "wiersz 7" in explain(PL, "config.pin_file", facts).cause


def test_a_problem_in_the_database_speaks_the_language_of_its_reader() -> None:
    why = Phrase("other accounts can read it; chmod 600 {path}", path="/pin")
    before = Problem("modem.down", "main", facts={"because": "config.pin_file", "of": {"path": "/pin", "problem": why}})
    after = Problem(before.key, before.subject, before.severity, json.loads(plain(before)))
    assert str(why) in tell(after, EN).cause and tell(after, EN) == tell(before, EN)
    assert "його можуть читати інші користувачі" in tell(after, UK).cause


def test_why_a_modem_is_down_is_explained_inside_the_sentence() -> None:
    facts = {"modem": "main", "why": "modem.port_missing", "of": {"port": "/dev/ttyUSB0"}}
    assert explain(EN, "relay.modem_down", facts).cause == (
        "Modem main does not work at present (There is no device /dev/ttyUSB0). Nothing was done."
    )
    assert "Пристрою /dev/ttyUSB0 немає" in explain(UK, "relay.modem_down", facts).cause


def test_the_doctor_writes_as_its_reader_does() -> None:
    said = ok("doctor.clock_ok", time="2026-03-05 08:13:20", timezone="Europe/Kyiv").told("uk").cause
    assert "5 березня 2026, 08:13:20" in said
    assert "84,50" in ok("doctor.money", name="main", money="84.50", currency="грн").told("uk").cause
    assert plainly(ok("doctor.disk_ok", free=12345.6).told("pl").cause).count("12 345,6") == 1


def test_what_a_relay_met_is_told_on_page_and_terminal_in_their_languages() -> None:
    """Its status goes through JSON: to the page, over the doorbell, into the database."""
    why = Phrase("other accounts can read it; chmod 600 {path}", path="/pin")
    status = ModemStatus("main", "/dev/ttyUSB0", reason="config.pin_file", facts={"path": "/pin", "problem": why})
    read = json.loads(json.dumps(status.as_json(ZoneInfo("Europe/Kyiv"))))
    for tr, words in ((EN, "other accounts can read it; chmod 600 /pin"), (UK, "його можуть читати інші користувачі")):
        told_there = trouble(read, tr)
        assert told_there is not None and words in told_there.cause


def test_settings_that_are_refused_are_told_one_by_one() -> None:
    """Also when the daemon refused them and another process tells it."""
    refused = SettingsRefused([ConfigProblem("sending.gap", None, Phrase("{what} is not a number", what="x"))])
    facts = json.loads(json.dumps(kept(refused.facts)))
    assert explain(EN, refused.key, facts).cause == "This cannot be set: sending.gap: x is not a number."
    assert "це не число" in explain(UK, refused.key, facts).cause
