"""The numbering plan: whose a number or a SIM is."""

from __future__ import annotations

import re

import pytest
from phonenumbers import PhoneMetadata

from smsbox.sms.operators import NETWORKS, PREFIXES, operator_code, operator_name, operator_of, operator_of_imsi


@pytest.mark.parametrize(
    ("number", "operator"),
    [
        ("+380500000001", "vodafone"),
        ("+380660000001", "vodafone"),
        ("+380670000001", "kyivstar"),
        ("+380770000001", "kyivstar"),
        ("+380390000001", "kyivstar"),
        ("+380930000001", "lifecell"),
        ("+380910000001", "3mob"),
        ("+380440000001", None),
        ("+48500000001", None),
        ("+", None),
        ("", None),
    ],
)
def test_a_number_belongs_to_the_operator_of_its_prefix(number: str, operator: str | None) -> None:
    assert operator_of(number) == operator


def test_the_longest_beginning_counts() -> None:
    table = {**PREFIXES, "+3806312": "kyivstar", "+380631": "vodafone"}
    assert operator_of("+380631200001", table) == "kyivstar"
    assert operator_of("+380631300001", table) == "vodafone"
    assert operator_of("+380632300001", table) == "lifecell"


def test_every_prefix_is_a_mobile_one_in_the_plan_of_the_library() -> None:
    metadata = PhoneMetadata.metadata_for_region("UA", None)
    assert metadata is not None and metadata.mobile is not None
    mobile = re.compile(metadata.mobile.national_number_pattern)
    odd = [prefix for prefix in PREFIXES if not mobile.fullmatch(prefix.removeprefix("+380") + "0000001")]
    assert odd in ([], ["+38089"]), odd


def test_a_sim_belongs_to_the_operator_that_gave_it_out() -> None:
    assert operator_of_imsi("255030000000001") == "kyivstar"
    assert operator_of_imsi("25506") == "lifecell"
    assert operator_of_imsi("iccid:8938003") is None
    assert operator_of_imsi("260010000000001") is None
    assert operator_of_imsi(None) is None
    assert set(NETWORKS.values()) == set(PREFIXES.values())


def test_operators_are_compared_as_people_do() -> None:
    assert operator_code(" KyivStar ") == "kyivstar"
    assert operator_name("kyivstar") == "Kyivstar"
    assert operator_name("my own") == "my own"
