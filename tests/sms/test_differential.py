"""Our codec against three others: every difference is listed with its reason, every entry still differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest
from gsmmodem.pdu import encodeSmsSubmitPdu
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms.segments import split
from smsbox.sms.tpdu import Concat, Submit, encode_submit
from tests.sms import oracles, samples, samples_deliver, samples_submit
from tests.sms.texts import long_texts

assert samples_deliver and samples_submit, "importing them fills the register"

SAME_SEPTETS = "it reads the UCS-2 of this group as GSM 7 bit"
SAVED = "we flag what contradicts itself or is cut off; it says nothing"
RESERVED = "reserved codings shall be taken as GSM 7 bit (23.038 4); it calls them 8-bit or refuses"
NO_TABLE = "without the national table the default character is shown; it drops, blanks or decorates it"
SIGNS = "A..E are * # a b c (23.040 9.1.2.3)"
NO_TIME = "a message whose time makes no sense is still a message"

# (oracle, category, what differs): why it is the oracle that is wrong, or what we do on purpose.
KNOWN = {
    ("gsmmodem", "section sign", "text"): "its table has ` at 0x5F",
    ("gsmmodem", "page break", "text"): "its table has y with diaeresis, as a character, at extension 0x0A",
    ("gsmmodem", "8n septets ending in @", "text"): "it takes the last @ for padding, but UDL counts septets",
    ("gsmmodem", "8n-1 septets, padding of ones", "text"): "it reads the padding as a character",
    ("gsmmodem", "16-bit reference, GSM 7 bit", "text"): "a header of 7 octets needs no fill bits; it skips a septet",
    ("gsmmodem", "impossible reference", "error"): SAVED,
    ("gsmmodem", "surrogate pairs", "text"): "it leaves the halves of a pair apart",
    ("gsmmodem", "half a pair", "text"): "it lets half a pair through, which no database takes",
    ("gsmmodem", "digits * # a b c", "party"): SIGNS,
    ("gsmmodem", "sender of no length", "error"): "an address has its type even when it is empty",
    ("gsmmodem", "national single shift", "text"): NO_TABLE,
    ("gsmmodem", "unknown extension code", "text"): NO_TABLE,
    ("gsmmodem", "escape at the end", "error"): "it falls over an escape with nothing behind",
    ("gsmmodem", "DCS 48 and 58, UCS-2", "text"): SAME_SEPTETS,
    ("gsmmodem", "DCS E0, UCS-2", "text"): SAME_SEPTETS,
    ("gsmmodem", "DCS E8, UCS-2", "text"): SAME_SEPTETS,
    ("gsmmodem", "DCS 44 and F4, 8-bit", "text"): "it reads data as GSM 7 bit",
    ("gsmmodem", "DCS 0C, reserved", "text"): RESERVED,
    ("gsmmodem", "octets behind the text", "text"): "it reads on behind what UDL counts",
    ("gsmmodem", "octets behind the data", "text"): "it reads on behind what UDL counts",
    ("gsmmodem", "cut off", "error"): SAVED,
    ("gsmmodem", "no time", "error"): NO_TIME,
    ("gsmmodem", "status report without discharge time", "error"): NO_TIME,
    ("gsmmodem", "submit, section sign", "text"): "its table has ` at 0x5F",
    ("gsmmodem", "submit, emoji", "text"): "it leaves the halves of a pair apart",
    ("gsmmodem", "submit, 16-bit reference, GSM 7 bit", "text"): "it skips a septet where no fill bits are",
    (
        "smspdudecoder",
        "extension table, 8n-1 septets",
        "text",
    ): "it counts characters, not septets: the padding is an @",
    ("smspdudecoder", "impossible reference", "error"): SAVED,
    ("smspdudecoder", "half a pair", "error"): "it refuses the whole message for half a character",
    ("smspdudecoder", "name of 7 characters", "party"): "it reads the padding of 7 septets as an @",
    ("smspdudecoder", "digits * # a b c", "party"): SIGNS,
    ("smspdudecoder", "national single shift", "text"): NO_TABLE,
    ("smspdudecoder", "unknown extension code", "text"): NO_TABLE,
    ("smspdudecoder", "DCS E0, UCS-2", "text"): SAME_SEPTETS,
    ("smspdudecoder", "DCS C8 and D8, GSM 7 bit", "text"): "it reads bit 3 of a message-waiting group as UCS-2",
    ("smspdudecoder", "DCS C8 and D8, GSM 7 bit", "error"): "as above, with an odd count of octets",
    ("smspdudecoder", "cut off", "error"): SAVED,
    ("smspdudecoder", "no time", "error"): NO_TIME,
    (
        "smspdudecoder",
        "submit, 8-bit reference",
        "text",
    ): "an escape among the header's bits costs it a character of the text",
    ("gammu", "reference and ports", "concat"): "two elements at once are too many for it",
    ("gammu", "impossible reference", "error"): SAVED,
    ("gammu", "name with _", "party"): "it leaves 0x11 as it came",
    ("gammu", "name with @", "party"): "it ends a name at septet 0",
    ("gammu", "digits * # a b c", "party"): SIGNS,
    ("gammu", "national single shift", "text"): NO_TABLE,
    ("gammu", "unknown extension code", "text"): NO_TABLE,
    ("gammu", "escape at the end", "text"): "it shows an escape with nothing behind",
    ("gammu", "DCS 0C, reserved", "text"): RESERVED,
    ("gammu", "DCS 0C, reserved", "error"): RESERVED,
    ("gammu", "DCS 80 and B0, reserved", "error"): RESERVED,
}

ORACLES: dict[str, Callable[[Sequence[bytes]], list[oracles.View]]] = {
    "gsmmodem": oracles.gsmmodem,
    "smspdudecoder": oracles.smspdudecoder,
    "gammu": oracles.gammu,
}


@cache
def differences(oracle: str) -> dict[tuple[str, str, str], str]:
    """Every (oracle, category, what differs), with one example of it."""
    tpdus = [(name, tpdu) for name in samples.CATEGORIES for tpdu in samples.samples(name)]
    found: dict[tuple[str, str, str], str] = {}
    for (name, tpdu), theirs in zip(tpdus, ORACLES[oracle]([tpdu for _, tpdu in tpdus]), strict=True):
        mine = oracles.ours(tpdu)
        if oracle == "gammu":
            mine = oracles.local(mine, tpdu)
        for what in mine.differences(theirs):
            found.setdefault((oracle, name, what), f"{tpdu.hex()}: ours {mine}, theirs {theirs}")
    return found


@pytest.fixture(params=ORACLES)
def oracle(request: pytest.FixtureRequest) -> str:
    if request.param == "gammu" and not oracles.has_gammu():
        pytest.skip("Debian's python3-gammu is not installed")
    return str(request.param)


def test_no_difference_that_is_not_on_the_list(oracle: str) -> None:
    new = {key: example for key, example in differences(oracle).items() if key not in KNOWN}
    assert not new, "\n".join(f"{key}: {example}" for key, example in new.items())


def test_everything_on_the_list_still_differs(oracle: str) -> None:
    gone = [key for key in KNOWN if key[0] == oracle and key not in differences(oracle)]
    assert not gone


def test_the_list_names_categories_that_exist() -> None:
    assert {category for _, category, _ in KNOWN} <= set(samples.CATEGORIES)


@given(
    long_texts(st.sampled_from(samples.PLAIN + "[]€"), 400) | long_texts(st.sampled_from(samples.CYRILLIC), 200),
    st.integers(0, 255),
    st.text("123456789", min_size=9, max_size=14),
)
def test_where_gsmmodem_is_right_we_send_the_very_same_octets(text: str, reference: int, digits: str) -> None:
    """No `§`, no emoji, one octet of reference, an international number: there its encoder is sound."""
    whole = split(text)
    total = len(whole.texts)
    mine = [
        encode_submit(
            Submit(f"+{digits}", piece, whole.alphabet, reference, Concat(reference, total, seq) if total > 1 else None)
        )
        for seq, piece in enumerate(whole.texts, 1)
    ]
    theirs = [bytes(pdu.data)[1:] for pdu in encodeSmsSubmitPdu(f"+{digits}", text, reference)]
    assert mine == theirs
