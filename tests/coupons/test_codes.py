"""Codes: what is mistyped is noticed, whatever keyboard it was typed on."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.coupons import codes
from smsbox.coupons.codes import ALPHABET, checks, folded, made

BODIES = st.text(st.sampled_from(ALPHABET), min_size=codes.FEWEST - 1, max_size=codes.MOST - 1)


@settings(max_examples=60)
@given(BODIES)
def test_every_single_wrong_sign_is_noticed(body: str) -> None:
    code = body + codes.check_digit(body)
    assert checks(code)
    for place, sign in product(range(len(code)), ALPHABET):
        if sign != code[place]:
            assert not checks(code[:place] + sign + code[place + 1 :])


@settings(max_examples=100)
@given(BODIES)
def test_every_two_signs_that_changed_places_are_noticed(body: str) -> None:
    code = body + codes.check_digit(body)
    for one, two in product(range(len(code)), repeat=2):
        signs = list(code)
        signs[one], signs[two] = signs[two], signs[one]
        assert checks("".join(signs)) == (code[one] == code[two])


def test_made_codes_check_and_differ() -> None:
    every = [made() for _ in range(2000)]
    assert all(checks(code) and len(code) == codes.USUAL for code in every)
    assert len(set(every)) > 1990, "by chance two are the same now and then; who gives them makes another"
    assert not any("XEP" in code for code in every)


@pytest.mark.parametrize(
    "typed", ["ae47kx2p", " AE47 KX2P", "ae-47.kx-2p", "АЕ47КХ2Р", "ае47кх2р", "AЕ47KХ2Р", "ＡＥ４７ＫＸ２Ｐ"]
)
def test_however_it_is_typed_it_is_one_code(typed: str) -> None:
    assert folded(typed) == "AE47KX2P"


@pytest.mark.parametrize("typed", ["zerno-8357ae2p", "ZERNO B357AE2P", "ZERNO83S7AEZP", "zernoвз57ае2р"])
def test_what_only_looks_like_a_sign_of_ours_is_that_sign(typed: str) -> None:
    """The shop's own beginning stays as it is, whatever it is made of."""
    assert "ZERNO8357AE2P" in codes.spellings(folded(typed))
    assert folded(typed) == codes.spellings(folded(typed))[0], "what is really called so comes first"


def test_every_sign_is_the_same_on_both_keyboards() -> None:
    cyrillic = dict(zip("ACEHKMPTX", "АСЕНКМРТХ", strict=True))
    for sign in ALPHABET:
        assert folded(cyrillic.get(sign, sign)) == folded(sign.lower()) == sign


def test_a_test_code_is_as_long_as_a_real_one_and_can_be_none() -> None:
    assert not set("TEST") <= set(ALPHABET)
    for prefix, length in (("", 6), ("", 8), ("ZERNO", 8), ("A", 12)):
        code = codes.test_code(prefix, length)
        assert len(code) == len(prefix) + length
        assert code.startswith("TEST")
