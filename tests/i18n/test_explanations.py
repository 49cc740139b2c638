"""Every error a person can meet is explained: cause and next step, in every language, with its facts filled in."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import smsbox
from smsbox.errors import SmsboxError
from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.codes import DOUBTS, explain_code
from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.reasons import BAD_NUMBERS, BAD_ROWS, BY_REASON, bad_number, bad_row
from smsbox.i18n.translator import LANGUAGES, translator
from smsbox.modem.codes import _CME, _CMS


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(smsbox.__path__, "smsbox."):
        if not found.name.endswith("__main__"):
            yield found.name


def errors() -> set[type[SmsboxError]]:
    """Every subclass in the house."""
    for name in modules():
        importlib.import_module(name)
    found: set[type[SmsboxError]] = set()
    waiting = [SmsboxError]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += kind.__subclasses__()
    return {kind for kind in found if kind.__module__.startswith("smsbox.")}


def test_every_error_has_a_key_of_its_own_with_an_explanation() -> None:
    kinds = errors()
    assert len(kinds) > 30
    assert sorted(kind.key for kind in kinds if not knows(kind.key)) == []


def test_facts_that_are_named_are_facts_of_the_error() -> None:
    """The class says which facts it carries; an explanation must not ask for others."""
    for kind in errors():
        documented = " ".join(parent.__doc__ or "" for parent in kind.__mro__ if issubclass(parent, SmsboxError))
        for phrase in EXPLANATIONS[kind.key]:
            for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", phrase):
                assert f"`{name}`" in documented, (kind.__name__, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanations_are_filled_in(language: str) -> None:
    tr = translator(language)
    told = explain(tr, "modem.pin_wrong", {"tries_left": 2})
    assert "2" in told.cause and "{" not in told.cause
    assert "?" in explain(tr, "modem.port_missing").cause
    assert explain(tr, "no.such.key").cause == tr.gettext(EXPLANATIONS["error.unexpected"][0])
    for key in EXPLANATIONS:
        told = explain(tr, key, {"field": "name"})
        assert told.cause and told.step


def test_facts_are_no_templates() -> None:
    told = explain(translator("en"), "sms.bad_number", {"text": "{0.__class__} {text} %s"})
    assert "“{0.__class__} {text} %s”" in told.cause


def test_a_phrase_never_reaches_into_a_fact() -> None:
    from smsbox.i18n.facts import fill

    assert fill("{text.__class__} {text[0]}", {"text": "x"}) == "? ?"


def test_reasons_of_bad_numbers_are_all_known() -> None:
    import inspect

    from smsbox.sms import msisdn

    documented = set(re.findall(r"`(\w+)`", (inspect.getdoc(msisdn.BadNumber) or "").partition("`reason`:")[2]))
    assert documented and documented - {"*", "#"} <= set(BAD_NUMBERS)
    assert bad_number(translator("uk"), "letters") == "у ньому є літери"


def test_reasons_of_refused_sheets_and_texts_are_all_known() -> None:
    """Read from the sources: every reason that is given there has its words here."""
    import smsbox.sheets
    from smsbox.sms import segments

    room = Path(smsbox.sheets.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in room.glob("*.py"))
    refused = set(re.findall(r'(?:SheetRefused\(path=[^,]+, reason=|_refused\([\w.]+, )"(\w+)"', source))
    assert len(refused) > 10 and {f"sheets.refused.{reason}" for reason in refused} <= set(BY_REASON)
    source += Path(segments.__file__).read_text(encoding="utf-8")
    texts = set(re.findall(r'BadText\(reason="(\w+)"', source)) | {"nul"}
    assert {f"sms.bad_text.{reason}" for reason in texts} <= set(BY_REASON)
    rows = (
        set(re.findall(r'BadRow\([^,]+, "([\w.]+)"', source))
        | {f"text.{reason}" for reason in texts}
        | {"quote", "csv"}
    )
    assert len(rows) > 8 and rows <= set(BAD_ROWS)


def test_a_reason_has_words_of_its_own() -> None:
    en, uk = translator("en"), translator("uk")
    assert explain(en, "sms.bad_text", {"reason": "empty", "position": 0}).cause == "The text is empty."
    assert explain(en, "sms.bad_text", {"reason": "odd"}).cause == EXPLANATIONS["sms.bad_text"][0]
    assert "emergency" in explain(en, "sms.bad_number", {"text": "112", "reason": "emergency"}).cause
    premium = explain(uk, "outbox.destination_refused", {"recipient": "+380900200000", "reason": "premium"})
    assert "+380900200000" in premium.cause and bad_number(uk, "premium") in premium.cause
    rests = explain(uk, "relay.sim_rests", {"why": "CMS 21"}).cause
    assert rests.endswith("(CMS 21)") and "спам" in rests and not re.search("[A-Za-z]{4}", rests)
    assert bad_row(en, "number.letters") == bad_number(en, "letters")
    assert bad_row(uk, "csv") != BAD_ROWS["csv"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMS 21", "(CMS 21)"),
        ("+CMS ERROR: 21", "(CMS 21)"),
        ("CME 10", "does not see the SIM"),
        ("refused: CMS 144 data coding scheme", "does not accept this kind"),
        ("CMS 9999", "network or the modem refused"),
        ("TP-ST 0", "arrived on the phone"),
        ("TP-ST 0x46", "expired"),
        ("TP-ST 70", "expired"),
        ("TP-ST 37", "keeps trying"),
        ("TP-ST 255", "could not deliver"),
        ("silence", "did not say whether"),
    ],
)
def test_codes_have_words(text: str, words: str) -> None:
    told = explain_code(translator("en"), text)
    assert told is not None and words in told.cause


def test_what_is_no_code_is_none() -> None:
    assert explain_code(translator("en"), "something odd") is None
    assert explain_code(translator("en"), "") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_the_modem_room_knows_is_told_in_the_readers_language(language: str) -> None:
    tr = translator(language)
    for kind, table in (("CMS", _CMS), ("CME", _CME)):
        for code in table:
            told = explain_code(tr, f"{kind} {code}")
            assert told is not None and f"({kind} {code})" in told.cause
            assert language != "uk" or re.search("[а-яіїє]", told.cause)


def test_every_doubt_the_driver_reports_has_words() -> None:
    """The driver's own words for an attempt without a number, read from its source."""
    import inspect

    from smsbox.modem import submit

    said = set(re.findall(r'(?:InDoubt|NotStarted)\("(\w+)"', inspect.getsource(submit)))
    assert said and said <= set(DOUBTS)


def test_a_number_of_the_network_inside_a_sentence_is_explained_in_the_readers_language() -> None:
    facts = {"answer": "+CME ERROR: 10"}
    assert "(CME 10: The modem does not see the SIM)" in explain(translator("en"), "modem.sim_failure", facts).cause
    said = explain(translator("uk"), "modem.sim_failure", facts).cause
    assert "CME 10: " in said and "does not see" not in said
    assert "(NO CARRIER)" in explain(translator("en"), "modem.sim_failure", {"answer": "NO CARRIER"}).cause
