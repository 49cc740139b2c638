"""The codec's share of a segment stays far below a modem's: some hundred instructions, each well under a microsecond.

Counted, for seconds depend on who else uses the machine; what is done in C counts as one, so that what grows is looked
at in texts that grow. How long it all takes is told by the bench: `ceiling`.
"""

from __future__ import annotations

import pytest

from smsbox.sms.alphabet import Alphabet
from smsbox.sms.msisdn import parse
from smsbox.sms.segments import split
from smsbox.sms.tpdu import Concat, Submit, encode_submit
from tests.effort import instructions

CONCAT = Concat(7, 3, 1)


@pytest.mark.parametrize(
    "submit",
    [
        Submit("+380500000001", "a" * 153, Alphabet.GSM7, concat=CONCAT, validity_s=86400),
        Submit("+380500000001", "[]€" * 25, Alphabet.GSM7, concat=CONCAT),
        Submit("+380500000001", "ї" * 67, Alphabet.UCS2, concat=CONCAT),
    ],
)
def test_encoding_a_segment(submit: Submit) -> None:
    assert instructions(lambda: encode_submit(submit)) <= 800


@pytest.mark.parametrize("letters", ["a", "a[]", "ї", "😀", "👨‍👩‍👧"])
def test_splitting_a_text_of_300(letters: str) -> None:
    text = letters * (300 // len(letters))
    once = instructions(lambda: split(text))
    assert once <= 4000
    assert instructions(lambda: split(text * 4)) <= 5 * once, "in step with its length"


def test_a_clean_number_of_the_own_country() -> None:
    assert instructions(lambda: parse("+380500000001", "UA")) <= 100
