"""The codec's share of a segment stays far below a modem's: so many sums of 2,000 numbers, each 30 µs."""

from __future__ import annotations

import timeit
from collections.abc import Callable

import pytest

from smsbox.sms.alphabet import Alphabet
from smsbox.sms.msisdn import parse
from smsbox.sms.segments import split
from smsbox.sms.tpdu import Concat, Submit, encode_submit

CONCAT = Concat(7, 3, 1)


def sums(work: Callable[[], object]) -> float:
    """How many times as long as a plain sum; others share this machine: the fastest round is the one without them."""
    return _best(work) / _best(lambda: sum(range(2000)))


def _best(work: Callable[[], object]) -> float:
    return min(timeit.repeat(work, number=50, repeat=20))


@pytest.mark.parametrize(
    "submit",
    [
        Submit("+380500000001", "a" * 153, Alphabet.GSM7, concat=CONCAT, validity_s=86400),
        Submit("+380500000001", "[]€" * 25, Alphabet.GSM7, concat=CONCAT),
        Submit("+380500000001", "ї" * 67, Alphabet.UCS2, concat=CONCAT),
    ],
)
def test_encoding_a_segment(submit: Submit) -> None:
    assert sums(lambda: encode_submit(submit)) <= 2


@pytest.mark.parametrize("text", ["a" * 300, "a[]" * 100, "ї" * 300, "😀" * 300, "👨‍👩‍👧" * 60])
def test_splitting_a_text_of_300(text: str) -> None:
    assert sums(lambda: split(text)) <= 5


def test_a_clean_number_of_the_own_country() -> None:
    assert sums(lambda: parse("+380500000001", "UA")) <= 0.2
