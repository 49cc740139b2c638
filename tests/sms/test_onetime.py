"""One-time codes in what people type, forward and mistype: read where they are meant, hidden wherever they stand."""

from __future__ import annotations

import pytest

from smsbox.sms.onetime import HIDDEN, masked, typed, within, written

LAST = "Pause all modems? Code 482913, within 10 minutes. To let them send again: 1482 9137 4410"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        (" 482 913. ", "482913"),
        ("код: 482-913", "482913"),
        ("YES 482913!", "482913"),
        ("1482 9137 4410", "148291374410"),
        ("148291374410", "148291374410"),
        ("RESUME m0 1482-9137-4410 please", "148291374410"),
        (LAST, ""),
        ("48291", ""),
        ("382 913 110", ""),
        ("050 000 00 01", ""),
        ("380500000001", ""),
        ("купіть 482913 штук", ""),
        ("", ""),
    ],
)
def test_what_is_a_code(text: str, code: str) -> None:
    assert typed(text) == code


def test_codes_within_a_text_and_as_they_are_written() -> None:
    assert within(LAST) == ["148291374410", "482913"]
    assert [written(each) for each in within(LAST)] == ["1482 9137 4410", "482913"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (LAST, f"Pause all modems? Code {HIDDEN}, within 10 minutes. To let them send again: {HIDDEN}"),
        ("Fwd: 482913 148291374410", f"Fwd: {HIDDEN} {HIDDEN}"),
        ("код 482 913", f"код {HIDDEN}"),
        ("48291", HIDDEN),
        ("4829133", HIDDEN),
        ("далі 1482 9137 441", f"далі {HIDDEN}"),
        ("ось 482 913 і все", f"ось {HIDDEN} і все"),
        ("передзвоніть 050 000 00 01", "передзвоніть 050 000 00 01"),
        ("380500000001", "380500000001"),
        ("0500000001", "0500000001"),
        ("завтра о 12:30, 24 11 2026", "завтра о 12:30, 24 11 2026"),
        ("7", "7"),
        ("", ""),
    ],
)
def test_what_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown
