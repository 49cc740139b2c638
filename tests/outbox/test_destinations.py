"""The rule about who may be written to, asked beforehand and enforced by `submit`."""

from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from smsbox import outbox
from smsbox.outbox.destinations import check
from smsbox.sms.msisdn import BadNumber, is_premium

GOOD = "+380500000001"
PREMIUM = "+380900200000"


def test_how_people_write_makes_no_difference() -> None:
    assert outbox.destination("050 000 00 01", "UA", ["+380"]) == GOOD


@pytest.mark.parametrize(
    ("written", "reason"),
    [("112", "emergency"), ("5444", "short_code"), ("0900 200 000", "premium"), ("+48500000001", "destination")],
)
def test_a_ban_is_told_from_a_slip(written: str, reason: str) -> None:
    with pytest.raises((BadNumber, outbox.DestinationRefused)) as refused:
        outbox.destination(written, "UA", ["+380"])
    assert refused.value.facts["reason"] == reason
    assert reason in outbox.FORBIDDEN


def test_a_refused_destination_ends_a_command_with_77() -> None:
    with pytest.raises(outbox.DestinationRefused) as refused:
        check("+48500000001", ["+380"])
    assert refused.value.exit_code == 77


def test_premium_numbers_pass_only_by_their_range() -> None:
    with pytest.raises(outbox.DestinationRefused):
        check(PREMIUM, ["+380", "+48"])
    check(PREMIUM, ["+380", "+380900"])
    with pytest.raises(outbox.DestinationRefused):
        check(PREMIUM, [""])
    check(GOOD, [""])


@pytest.mark.parametrize("number", ["112", "+112", "5444", "0500000001", "+0500000001", GOOD + "\n"])
def test_what_is_not_e164_passes_by_no_permission(number: str) -> None:
    with pytest.raises(BadNumber):
        check(number, [""])


def test_the_quick_way_knows_the_premium_numbers_of_every_country() -> None:
    known = 0
    for country in phonenumbers.SUPPORTED_REGIONS:
        number = phonenumbers.example_number_for_type(country, PhoneNumberType.PREMIUM_RATE)
        if number is not None and phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
            known += 1
            assert is_premium(phonenumbers.format_number(number, PhoneNumberFormat.E164)), country
    assert known > 100
